import {CsvError, parse} from 'csv-parse/sync';
import {faultOf, MAX_COLUMNS, MAX_LINES, type Table, type TableFault} from './table.ts';

/** A line longer than this is no row of a table but a file without line ends. */
const MOST_RECORD_CHARACTERS = 100_000;

/** Reads comma, semicolon or tab separated text in UTF-8, UTF-16 or GB 18030. */
export function readCsv(bytes: Uint8Array): Table[] | TableFault {
  const decoded = decode(bytes);
  if (decoded === null) {
    return faultOf('TABLE_FORMAT_UNKNOWN', {
      zh: '其文字既不是 UTF-8，也不是 UTF-16 或 GB 18030',
      en: 'its text is neither UTF-8 nor UTF-16 nor GB 18030',
    });
  }
  const {text, encoding} = decoded;
  if (text.includes('\0')) {
    return faultOf('TABLE_FORMAT_UNKNOWN', {
      zh: '其中有文本不会有的字节',
      en: 'it holds bytes that no text has',
    });
  }
  const other = OTHER_FORMATS.find(({start}) => start.test(text));
  if (other) return faultOf('TABLE_FORMAT_UNKNOWN', other.reason);
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: MOST_RECORD_CHARACTERS,
      to: MAX_LINES + 1,
      trim: true,
    }) as unknown as {record: string[]; info: {lines: number}}[];
    if (records.length > MAX_LINES) {
      return faultOf('TABLE_TOO_LARGE', {
        zh: `它超过 ${MAX_LINES} 行`,
        en: `it has more than ${MAX_LINES} rows`,
      });
    }
    if (records.some(({record}) => record.length > MAX_COLUMNS)) {
      return faultOf('TABLE_TOO_LARGE', {
        zh: `有的行超过 ${MAX_COLUMNS} 列`,
        en: `a row has more than ${MAX_COLUMNS} columns`,
      });
    }
    const lines = records.map(({record, info}) => ({
      // a quoted cell may run over lines; the record ends where the parser stands
      row: info.lines - lineEndsIn(record),
      cells: record.map((cell) => (cell === '' ? null : cell)),
    }));
    return [{format: 'csv', encoding, sheet: null, lines}];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return faultOf('TABLE_BROKEN', error.message);
  }
}

/** Text that is no table, by how it begins; several systems save a page of HTML as .xls. */
const OTHER_FORMATS = [
  {
    start: /^\s*<(!doctype|html|head|body|table|meta)/i,
    reason: {zh: '它是网页（HTML）', en: 'it is a page of HTML'},
  },
  {start: /^\s*<\?xml/i, reason: {zh: '它是 XML', en: 'it is XML'}},
  {start: /^%PDF-/, reason: {zh: '它是 PDF', en: 'it is a PDF'}},
  {start: /^\s*[{[]\s*["{[]/, reason: {zh: '它是 JSON', en: 'it is JSON'}},
];

function decode(bytes: Uint8Array): {text: string; encoding: string} | null {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  const names = isLittle ? ['utf-16le'] : isBig ? ['utf-16be'] : ['utf-8', 'gb18030'];
  for (const encoding of names) {
    try {
      return {text: new TextDecoder(encoding, {fatal: true}).decode(bytes), encoding};
    } catch {
      // not this one: the next in the list may be
    }
  }
  return null;
}

/** The mark that the first lines hold most of. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4000);
  const counts = [',', '\t', ';', '，'].map((mark) => [mark, head.split(mark).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}

function lineEndsIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}
