import {closeSync, openSync, readSync} from 'node:fs';
import type {LocalText} from '../../../contract/local-text.ts';
import {fail, type LiandongError} from '../../errors.ts';
import {NotUtf8Error, type JsonSlice} from './byte-reader.ts';
import {findJsonError} from './find-json-error.ts';

/** The file a slice was cut from, for messages. */
export interface NamedFile {
  path: string;
  fileName: string;
}

/** @throws FILE_NOT_JSON with line and column of the mistake in the file */
export function parseSlice(slice: JsonSlice, file: NamedFile): unknown {
  try {
    return JSON.parse(slice.text);
  } catch {
    const {position, reason} = findJsonError(slice.text) ?? {
      position: 0,
      reason: {zh: '不是 JSON', en: 'no JSON'},
    };
    throw notJson(file, slice.startByte + Buffer.byteLength(slice.text.slice(0, position)), reason);
  }
}

/** FILE_NOT_JSON for a mistake at a byte of the file. */
export function notJson(file: NamedFile, byte: number, reason: LocalText): LiandongError {
  const {line, column} = placeOf(file.path, byte);
  return fail('FILE_NOT_JSON', {
    fileName: file.fileName,
    reason: {
      zh: `第 ${line} 行第 ${column} 列：${reason.zh}`,
      en: `line ${line}, column ${column}: ${reason.en}`,
    },
  });
}

/** What to tell of an error met while cutting a file into slices. */
export function sayWhere(error: unknown, file: NamedFile): unknown {
  if (!(error instanceof NotUtf8Error)) return error;
  return notJson(file, error.startByte, {
    zh: '文字不是 UTF-8。请将文件另存为 UTF-8',
    en: 'the text is not UTF-8. Save the file as UTF-8',
  });
}

/** Line and column, both from 1, of a byte; only read when something is wrong. */
function placeOf(path: string, byte: number): {line: number; column: number} {
  const file = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(1 << 20);
  let line = 1;
  let lineStart = 0;
  try {
    for (let start = 0; start < byte; start += chunk.length) {
      const length = readSync(file, chunk, 0, Math.min(chunk.length, byte - start), start);
      if (length === 0) break;
      for (let at = chunk.subarray(0, length).indexOf(0x0a); at >= 0;) {
        line++;
        lineStart = start + at + 1;
        at = chunk.subarray(0, length).indexOf(0x0a, at + 1);
      }
    }
  } finally {
    closeSync(file);
  }
  return {line, column: byte - lineStart + 1};
}
