import {isUtf8} from 'node:buffer';
import {readFileSync} from 'node:fs';
import {fail} from '../../errors.ts';

/** How the text of a DBF table is encoded, and how that is known. */
export interface DbfEncoding {
  /** A name GDAL's iconv and TextDecoder both know. */
  name: string;
  from: 'caller' | 'cpg' | 'language byte' | 'content';
}

/**
 * The encoding of a shapefile's table: what the caller says, else the .cpg, else the language byte of
 * the DBF, else what the bytes look like: UTF-8 where they are that, GBK where they are not.
 * @throws ENCODING_UNKNOWN
 */
export function dbfEncoding(
  dbfPath: string,
  cpg: string | null,
  given: string | undefined,
): DbfEncoding {
  if (given !== undefined) {
    const name = normalise(given);
    if (name === null) {
      const reason = {
        zh: '没有此名称的编码，可用 UTF-8 或 GBK 等',
        en: 'no encoding of that name is known here. Use for instance UTF-8 or GBK',
      };
      throw fail('ENCODING_UNKNOWN', {encoding: given, reason});
    }
    return {name, from: 'caller'};
  }
  const fromCpg = cpg === null ? null : normalise(cpg);
  if (fromCpg !== null) return {name: fromCpg, from: 'cpg'};
  const bytes = readFileSync(dbfPath);
  const fromByte = LANGUAGE_BYTES[bytes[29] ?? 0];
  if (fromByte !== undefined) return {name: fromByte, from: 'language byte'};
  return {name: isUtf8(bytes.subarray(recordsStart(bytes))) ? 'UTF-8' : 'GBK', from: 'content'};
}

/** Byte 29 of the header, as dBASE and ESRI use it; those met with Chinese, Japanese, Korean, Latin text. */
const LANGUAGE_BYTES: Record<number, string> = {
  0x03: 'windows-1252',
  0x13: 'shift_jis',
  0x4d: 'GBK',
  0x4e: 'euc-kr',
  0x4f: 'big5',
  0x57: 'windows-1252',
  0x78: 'big5',
  0x7a: 'GBK',
  0x7b: 'shift_jis',
  0xc8: 'windows-1250',
  0xc9: 'windows-1251',
};

function recordsStart(bytes: Buffer): number {
  return bytes.length >= 10 ? bytes.readUInt16LE(8) : 0;
}

/** Names as .cpg files and people write them: 936, CP936, GBK, UTF8, ISO-8859-1, 65001 … */
function normalise(text: string): string | null {
  const name = text.trim();
  const page = /^(?:cp|ansi|windows|oem|ibm)?[ _-]?(\d{3,5})$/i.exec(name)?.[1];
  if (page !== undefined && CODE_PAGES[page] !== undefined) return CODE_PAGES[page];
  if (/^gb(k|2312|18030)$/i.test(name)) return name.toUpperCase() === 'GB18030' ? 'GB18030' : 'GBK';
  if (/^utf-?8$/i.test(name)) return 'UTF-8';
  const latin = /^(?:iso[ _-]?)?8859[ _-]?(\d{1,2})$/i.exec(name)?.[1];
  const candidate = latin === undefined ? name : `ISO-8859-${latin}`;
  try {
    new TextDecoder(candidate);
    return candidate;
  } catch {
    return null;
  }
}

const CODE_PAGES: Record<string, string> = {
  '936': 'GBK',
  '54936': 'GB18030',
  '950': 'big5',
  '932': 'shift_jis',
  '949': 'euc-kr',
  '65001': 'UTF-8',
  '1250': 'windows-1250',
  '1251': 'windows-1251',
  '1252': 'windows-1252',
  '28591': 'ISO-8859-1',
  '88591': 'ISO-8859-1',
};
