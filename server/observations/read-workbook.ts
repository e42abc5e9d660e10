import {promisify} from 'node:util';
import readXlsxFile from 'read-excel-file/universal';
import yauzl, {type Entry, type ZipFile} from 'yauzl';
import type {LocalText} from '../../contract/local-text.ts';
import {
  faultOf,
  MAX_COLUMNS,
  MAX_LINES,
  MAX_TABLE_BYTES,
  type Cell,
  type Table,
  type TableFault,
} from './table.ts';

/** XML of 100 000 rows and five columns is some 40 MB; an archive that says more is refused unread. */
const MOST_UNPACKED_BYTES = 8 * MAX_TABLE_BYTES;
const MOST_ENTRIES = 1000;

const CUT_OFF: LocalText = {
  zh: '它不是完整的压缩包，可能在传输中被截断',
  en: 'it is not a whole archive; it may have been cut off on its way',
};
const DAMAGED: LocalText = {
  zh: '压缩包内的部分已损坏',
  en: 'parts of the archive are damaged',
};
const NO_WORKBOOK: LocalText = {
  zh: '它是压缩包，但其中没有 XLSX 工作簿（xl/workbook.xml）；也许是 .ods、.xlsb 或 .zip',
  en: 'it is an archive without the workbook of an XLSX (xl/workbook.xml), perhaps an .ods, .xlsb or .zip',
};
const ENCRYPTED: LocalText = {zh: '它设有密码', en: 'it is locked with a password'};

const openZip = promisify(yauzl.fromBuffer) as (
  buffer: Buffer,
  options: yauzl.Options,
) => Promise<ZipFile>;

/** Reads every sheet of an XLSX; formulas come as the values they were saved with. */
export async function readWorkbook(bytes: Uint8Array): Promise<Table[] | TableFault> {
  const refused = await checkArchive(Buffer.from(bytes));
  if (refused) return refused;
  let sheets: {sheet: string; data: unknown[][]}[];
  try {
    const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    sheets = (await readXlsxFile(copy as ArrayBuffer)) as typeof sheets;
  } catch {
    return faultOf('TABLE_BROKEN', DAMAGED);
  }
  const large = sheets.find(
    ({data}) => data.length > MAX_LINES || data.some((row) => row.length > MAX_COLUMNS),
  );
  if (large) {
    return faultOf('TABLE_TOO_LARGE', {
      zh: `工作表“${large.sheet}”超过 ${MAX_LINES} 行或 ${MAX_COLUMNS} 列`,
      en: `sheet "${large.sheet}" has more than ${MAX_LINES} rows or ${MAX_COLUMNS} columns`,
    });
  }
  return sheets.map(({sheet, data}) => ({
    format: 'xlsx',
    encoding: null,
    sheet,
    lines: data
      .map((cells, i) => ({row: i + 1, cells: cells.map(toCell)}))
      .filter(({cells}) => cells.some((cell) => cell !== null)),
  }));
}

function toCell(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return value;
  // a workbook knows days, and no time zone
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value);
}

/** Refuses archives that are no workbook or would unpack to more than a table is, before anything is unpacked. */
async function checkArchive(buffer: Buffer): Promise<TableFault | null> {
  let zip: ZipFile;
  try {
    // sizes are only added up here; those of an encrypted entry never fit
    zip = await openZip(buffer, {lazyEntries: true, validateEntrySizes: false});
  } catch {
    return faultOf('TABLE_BROKEN', CUT_OFF);
  }
  return new Promise((resolve) => {
    let bytes = 0;
    let count = 0;
    let isWorkbook = false;
    const end = (fault: TableFault | null) => {
      zip.close();
      resolve(fault);
    };
    zip.on('error', () => end(faultOf('TABLE_BROKEN', CUT_OFF)));
    zip.on('end', () => end(isWorkbook ? null : faultOf('TABLE_FORMAT_UNKNOWN', NO_WORKBOOK)));
    zip.on('entry', (entry: Entry) => {
      if (entry.isEncrypted()) return end(faultOf('TABLE_FORMAT_UNKNOWN', ENCRYPTED));
      isWorkbook ||= entry.fileName === 'xl/workbook.xml';
      bytes += entry.uncompressedSize;
      count += 1;
      if (bytes > MOST_UNPACKED_BYTES || count > MOST_ENTRIES) {
        return end(
          faultOf('TABLE_TOO_LARGE', {
            zh: `解压后将超过 ${MOST_UNPACKED_BYTES} 字节或 ${MOST_ENTRIES} 个部分`,
            en: `it would unpack to more than ${MOST_UNPACKED_BYTES} bytes or ${MOST_ENTRIES} parts`,
          }),
        );
      }
      zip.readEntry();
    });
    zip.readEntry();
  });
}
