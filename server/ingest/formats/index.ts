import {closeSync, openSync, readSync} from 'node:fs';
import {fail} from '../../errors.ts';
import type {Format} from './format.ts';
import {geojson} from './geojson.ts';
import {geojsonSequence} from './geojson-sequence.ts';
import {geopackage} from './geopackage.ts';
import {shapefile} from './shapefile.ts';

/** In the order they are asked; GeoJSON last, for it takes anything that begins with a brace. */
export const formats: readonly Format[] = [shapefile, geopackage, geojsonSequence, geojson];

/** The format of a file, by its content where names mislead. @throws FILE_EMPTY, FILE_FORMAT_UNKNOWN */
export function recogniseFormat(path: string, fileName: string): Format {
  const head = readHead(path);
  if (head.length === 0) throw fail('FILE_EMPTY', {fileName});
  const format =
    formats.find((each) => each.recognises('', head) && each !== geojson) ??
    formats.find((each) => each.recognises(fileName, head));
  if (format === undefined) throw fail('FILE_FORMAT_UNKNOWN', {fileName});
  return format;
}

function readHead(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(1024);
    return head.subarray(0, readSync(file, head, 0, head.length, 0));
  } finally {
    closeSync(file);
  }
}
