import {inBoth, type LocalText} from '../../../contract/local-text.ts';
import {fail, type LiandongError} from '../../errors.ts';
import type {SourceFeature} from '../source-feature.ts';
import {ByteReader} from './byte-reader.ts';
import {notJson, parseSlice, sayWhere, type NamedFile} from './parse-slice.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-bytes.ts';

const GEOMETRY_TYPES = [
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
];

/** What a GeoJSON file says outside its features. */
export interface GeojsonOutline {
  featureCount: number;
  /** The members of the top object but `features`. */
  members: Record<string, unknown>;
}

/**
 * Reads through a GeoJSON file without its features.
 * @throws FILE_NOT_JSON, FILE_NOT_GEOJSON
 */
export function readOutline(file: NamedFile): GeojsonOutline {
  const members: Record<string, unknown> = {};
  let featureCount = 0;
  walkTop(file, {
    member: (name, value) => (members[name] = value),
    feature: (reader) => {
      reader.skipValue();
      featureCount++;
    },
  });
  return {featureCount: featureCount + checkOutline(file, members, featureCount), members};
}

/**
 * The features of a GeoJSON file one after the other, of a collection, a single feature or a bare
 * geometry. Call readOutline first: it judges the whole.
 * @throws FILE_NOT_JSON, FILE_NOT_GEOJSON
 */
export function* readFeatures(
  file: NamedFile,
  outline: GeojsonOutline,
  byteCount: number,
): Generator<SourceFeature> {
  const {type} = outline.members;
  if (type === 'FeatureCollection') {
    yield* readCollection(file);
  } else if (type === 'Feature') {
    yield asFeature(outline.members, 1, byteCount, file);
  } else {
    yield {position: 1, geometry: outline.members, properties: {}, endByte: byteCount};
  }
}

/** A parsed value as a feature. @throws FILE_NOT_GEOJSON */
export function asFeature(
  value: unknown,
  position: number,
  endByte: number,
  file: NamedFile,
): SourceFeature {
  const {type, geometry, properties} = (value ?? {}) as Record<string, unknown>;
  if (type !== 'Feature') {
    const isEsri = isEsriFeature(value);
    const seen = describe(value);
    throw notGeojson(file, {
      zh: `第 ${position} 个要素为${seen.zh}，应为 Feature。${isEsri ? '似为 Esri JSON，请转换为 GeoJSON。' : ''}`,
      en: `feature ${position} is ${seen.en}, expected a Feature.${isEsri ? ' It looks like Esri JSON; convert it to GeoJSON.' : ''}`,
    });
  }
  const isTable =
    typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  return {
    position,
    geometry: geometry ?? null,
    properties: isTable ? (properties as Record<string, unknown>) : {},
    endByte,
  };
}

function* readCollection(file: NamedFile): Generator<SourceFeature> {
  const reader = new ByteReader(file.path);
  try {
    reader.skipByteOrderMark();
    reader.skipSpace();
    reader.skip();
    while (nameOfMember(reader, file) !== 'features' || reader.skipSpace() !== OPEN_BRACKET) {
      reader.skipValue();
      reader.skipSpace();
      reader.skip();
    }
    reader.skip();
    for (let position = 1; reader.skipSpace() !== CLOSE_BRACKET; position++) {
      const value = parseSlice(reader.takeValue(), file);
      yield asFeature(value, position, reader.position, file);
      if (reader.skipSpace() === COMMA) reader.skip();
    }
  } catch (error) {
    throw sayWhere(error, file);
  } finally {
    reader.close();
  }
}

interface TopVisitor {
  member(name: string, value: unknown): void;
  /** Must pass the feature that begins at the reader. */
  feature(reader: ByteReader): void;
}

/** Walks the members of the top object; `features`, when an array, item by item. */
function walkTop(file: NamedFile, visitor: TopVisitor): void {
  const reader = new ByteReader(file.path);
  const expect = (byte: number, what: LocalText) => {
    if (reader.skipSpace() !== byte) throw notJson(file, reader.position, seen(reader, what));
    reader.skip();
  };
  try {
    reader.skipByteOrderMark();
    const first = reader.skipSpace();
    if (first === OPEN_BRACKET) {
      throw notGeojson(file, {
        zh: '它是数组，应为带 type 的对象。',
        en: 'it is an array, expected an object with a type.',
      });
    }
    if (first !== OPEN_BRACE) {
      parseSlice(reader.takeValue(), file);
      throw notGeojson(file, {
        zh: '它是单个值，应为带 type 的对象。',
        en: 'it is a single value, expected an object with a type.',
      });
    }
    reader.skip();
    let isFirst = true;
    while (reader.skipSpace() !== CLOSE_BRACE) {
      if (!isFirst) expect(COMMA, {zh: '“,”或“}”', en: '"," or "}"'});
      isFirst = false;
      const name = nameOfMember(reader, file);
      if (name === 'features' && reader.skipSpace() === OPEN_BRACKET) {
        reader.skip();
        for (let isEmpty = true; reader.skipSpace() !== CLOSE_BRACKET; isEmpty = false) {
          if (!isEmpty) expect(COMMA, {zh: '“,”或“]”', en: '"," or "]"'});
          const next = reader.skipSpace();
          if (next === -1 || next === CLOSE_BRACKET || next === COMMA || next === CLOSE_BRACE) {
            throw notJson(file, reader.position, seen(reader, {zh: '一个要素', en: 'a feature'}));
          }
          visitor.feature(reader);
        }
        reader.skip();
        visitor.member(name, []);
      } else {
        visitor.member(name, parseSlice(reader.takeValue(), file));
      }
    }
    reader.skip();
    if (reader.skipSpace() !== -1)
      throw notJson(file, reader.position, seen(reader, {zh: '结尾', en: 'the end'}));
  } catch (error) {
    throw sayWhere(error, file);
  } finally {
    reader.close();
  }
}

function nameOfMember(reader: ByteReader, file: NamedFile): string {
  if (reader.skipSpace() !== QUOTE) {
    throw notJson(
      file,
      reader.position,
      seen(reader, {zh: '双引号中的名称', en: 'a name in double quotes'}),
    );
  }
  const name = parseSlice(reader.takeValue(), file) as string;
  if (reader.skipSpace() !== COLON)
    throw notJson(file, reader.position, seen(reader, inBoth('":"')));
  reader.skip();
  reader.skipSpace();
  return name;
}

function seen(reader: ByteReader, expected: LocalText): LocalText {
  const byte = reader.peek();
  const what =
    byte === -1
      ? {zh: '文件结尾', en: 'the end of the file'}
      : inBoth(`"${String.fromCharCode(byte)}"`);
  return {
    zh: `此处为${what.zh}，应为${expected.zh}`,
    en: `seen ${what.en}, expected ${expected.en}`,
  };
}

/** Whether the whole is GeoJSON; returns how many features there are outside a collection. */
function checkOutline(
  file: NamedFile,
  members: Record<string, unknown>,
  featureCount: number,
): number {
  const {type} = members;
  if (type === 'FeatureCollection') {
    if (Array.isArray(members.features)) return 0;
    throw notGeojson(file, {
      zh: 'FeatureCollection 没有名为 features 的数组。',
      en: 'the FeatureCollection has no array named features.',
    });
  }
  if (featureCount > 0 || 'features' in members) {
    const seenType = quote(type);
    throw notGeojson(file, {
      zh: `它有 features，但 type 为${seenType.zh}，应为 "FeatureCollection"。`,
      en: `it has features but its type is ${seenType.en}, expected "FeatureCollection".`,
    });
  }
  if (type === 'Feature' || GEOMETRY_TYPES.includes(type as string)) return 1;
  if (type === 'Topology') {
    throw notGeojson(file, {
      zh: '它是 TopoJSON，请转换为 GeoJSON。',
      en: 'it is TopoJSON; convert it to GeoJSON.',
    });
  }
  const seenType = quote(type);
  throw notGeojson(file, {
    zh: `type 为${seenType.zh}，应为 "FeatureCollection"、"Feature" 或某种几何类型。`,
    en: `its type is ${seenType.en}, expected "FeatureCollection", "Feature" or a geometry type.`,
  });
}

function notGeojson(file: NamedFile, {zh, en}: LocalText): LiandongError {
  const reason = {zh: zh.replace(/。$/, ''), en: en.replace(/\.$/, '')};
  return fail('FILE_NOT_GEOJSON', {fileName: file.fileName, reason});
}

function describe(value: unknown): LocalText {
  if (value === null) return inBoth('null');
  if (Array.isArray(value)) return {zh: '数组', en: 'an array'};
  if (typeof value !== 'object') return {zh: ` ${typeof value} `, en: `a ${typeof value}`};
  const type = quote((value as {type?: unknown}).type);
  return {zh: `type 为${type.zh}的对象`, en: `an object of type ${type.en}`};
}

function quote(type: unknown): LocalText {
  if (type === undefined) return {zh: '空', en: 'missing'};
  return inBoth(JSON.stringify(type).slice(0, 40));
}

function isEsriFeature(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'attributes' in value;
}
