import {readFile, stat} from 'node:fs/promises';
import type {ObservationTable} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {fail} from '../errors.ts';
import {Thread} from '../thread.ts';
import {MAX_TABLE_BYTES} from './table.ts';
import type {ReadTable, TableQuestions} from './table-thread.ts';

/** A table of 50 000 rows takes some seconds; a file that takes longer is made to. */
const LIMIT_MS = 30_000;
/** A table of 100 000 rows takes less; a file that takes more is made to. */
const LIMIT_MB = 256;

/**
 * Reads a monitoring table from a CSV or XLSX file, in a thread that is given up when the file takes
 * more time or memory than a table may. What is wrong with rows comes back as issues.
 * @throws TABLE_FORMAT_UNKNOWN, TABLE_BROKEN, TABLE_TOO_LARGE, TABLE_COLUMN_MISSING
 */
export async function readObservationTable(
  path: string,
  fileName: string,
  standard: WaterQualityStandard,
): Promise<ObservationTable> {
  if ((await stat(path)).size > MAX_TABLE_BYTES) {
    const reason = {
      zh: `它超过 ${MAX_TABLE_BYTES} 字节`,
      en: `it has more than ${MAX_TABLE_BYTES} bytes`,
    };
    throw fail('TABLE_TOO_LARGE', {fileName, reason});
  }
  return {fileName, ...(await readInThread(await readFile(path), fileName, standard))};
}

async function readInThread(
  bytes: Buffer,
  fileName: string,
  standard: WaterQualityStandard,
): Promise<ReadTable> {
  const isWorkbook = bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));
  // an .xls is an OLE file; it would be taken for text that no encoding fits
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
    const reason = {
      zh: '它是 2007 年以前格式的工作簿，或设有密码',
      en: 'it is a workbook of before 2007, or one with a password',
    };
    throw fail('TABLE_FORMAT_UNKNOWN', {fileName, reason});
  }
  const thread = new Thread<TableQuestions>(
    new URL('./table-thread.ts', import.meta.url),
    undefined,
    {maxOldGenerationSizeMb: LIMIT_MB},
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const seconds = LIMIT_MS / 1000;
      const reason = {
        zh: `读取需要 ${seconds} 秒以上`,
        en: `reading it takes more than ${seconds} s`,
      };
      reject(fail('TABLE_TOO_LARGE', {fileName, reason}));
    }, LIMIT_MS);
  });
  try {
    const read = await Promise.race([thread.ask('read', {bytes, isWorkbook, standard}), late]);
    if ('code' in read) throw fail(read.code, {fileName, ...read.values});
    return read;
  } catch (error) {
    if ((error as {code?: string}).code === 'ERR_WORKER_OUT_OF_MEMORY') {
      const reason = {
        zh: `读取需要 ${LIMIT_MB} MB 以上的内存`,
        en: `reading it takes more than ${LIMIT_MB} MB`,
      };
      throw fail('TABLE_TOO_LARGE', {fileName, reason});
    }
    throw error;
  } finally {
    clearTimeout(timer);
    await thread.stop();
  }
}
