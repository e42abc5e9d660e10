import {statSync} from 'node:fs';
import {ByteReader} from '../json/byte-reader.ts';
import {asFeature} from '../json/geojson-file.ts';
import {parseSlice, sayWhere} from '../json/parse-slice.ts';
import type {SourceFeature} from '../source-feature.ts';
import {chooseLayer} from './choose-layer.ts';
import type {Format, SourceFile} from './format.ts';
import {checkEncoding, crsOf} from './geojson.ts';
import {surveyAttributes} from './survey-attributes.ts';

/** RFC 8142 puts it before every text. */
const RECORD_SEPARATOR = '\u001e';

/** One feature on each line (GeoJSONL), or GeoJSON text sequences (RFC 8142) of one line each. */
export const geojsonSequence: Format = {
  id: 'geojson-sequence',
  title: 'GeoJSON text sequence',

  recognises(fileName, head) {
    if (/\.(geojsonl|geojsons|ndjson|ndgeojson|jsonl)$/i.test(fileName)) return true;
    return head[0] === RECORD_SEPARATOR.charCodeAt(0);
  },

  async inspect(file, wanted) {
    checkEncoding(file, 'GeoJSON');
    const {attributes, geometry} = surveyAttributes(readLines(file), wanted);
    return [
      {
        name: layerNameOf(file),
        crs: (await crsOf(file, null)).label,
        geometry,
        featureCount: countLines(file),
        attributes,
      },
    ];
  },

  async open(file) {
    if (file.layer !== undefined) chooseLayer([layerNameOf(file)], file);
    checkEncoding(file, 'GeoJSON');
    return {
      layerName: null,
      crs: await crsOf(file, null),
      encoding: 'UTF-8',
      notes: [],
      byteCount: statSync(file.path).size,
      features: () => readLines(file),
    };
  },
};

function* readLines(file: SourceFile): Generator<SourceFeature> {
  const reader = new ByteReader(file.path);
  try {
    reader.skipByteOrderMark();
    for (let position = 0, line = reader.takeLine(); line; line = reader.takeLine()) {
      const hasSeparator = line.text.startsWith(RECORD_SEPARATOR);
      const slice = hasSeparator ? {text: line.text.slice(1), startByte: line.startByte + 1} : line;
      if (slice.text.trim() === '') continue;
      position++;
      yield asFeature(parseSlice(slice, file), position, reader.position, file);
    }
  } catch (error) {
    throw sayWhere(error, file);
  } finally {
    reader.close();
  }
}

function countLines(file: SourceFile): number {
  const reader = new ByteReader(file.path);
  try {
    let count = 0;
    for (let line = reader.takeLine(); line; line = reader.takeLine()) {
      if (line.text.trim() !== '') count++;
    }
    return count;
  } catch (error) {
    throw sayWhere(error, file);
  } finally {
    reader.close();
  }
}

function layerNameOf({fileName}: SourceFile): string {
  return fileName.replace(/\.[^.]*$/, '');
}
