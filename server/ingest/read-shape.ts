import type {MultiPolygon, Position, Ring} from '../kernel/geometry.ts';
import type {GeometryFamily} from '../../contract/layer-kind.ts';
import {inBoth, type LocalText} from '../../contract/local-text.ts';
import type {Finding} from './checks/check.ts';
import type {Shape} from './checks/shape.ts';

/** A shape, or why there is none; what was changed on the way is told either way. */
export interface ReadShape {
  shape: Shape | null;
  findings: Finding[];
}

/**
 * Makes a shape of what stands under `geometry` in a file: heights dropped, collections taken apart.
 * Of a collection the members of the wanted family are kept.
 */
export function readShape(geometry: unknown, wanted: GeometryFamily): ReadShape {
  if (geometry === null || geometry === undefined) {
    return failed('empty-geometry', {zh: '没有几何', en: 'It has no geometry'});
  }
  const {type} = geometry as {type?: unknown};
  const parts = type === 'GeometryCollection' ? membersOf(geometry) : [geometry];
  if (parts === null) {
    return failed('unknown-geometry', {
      zh: 'GeometryCollection 没有 geometries',
      en: 'GeometryCollection has no geometries',
    });
  }
  try {
    const shapes = parts.map(readSimple);
    const shape = shapes.length === 1 ? shapes[0]! : merge(shapes, wanted);
    if (shape === null) {
      return failed('empty-geometry', {zh: '几何集合为空', en: 'The collection is empty'});
    }
    return {shape, findings: type === 'GeometryCollection' ? [unpacked(shapes, shape)] : []};
  } catch (error) {
    if (error instanceof Unreadable) return {shape: null, findings: [error.finding]};
    throw error;
  }
}

class Unreadable extends Error {
  constructor(readonly finding: Finding) {
    super(finding.detail.en);
  }
}

function failed(rule: string, detail: LocalText): ReadShape {
  return {shape: null, findings: [{rule, severity: 'error', at: null, detail}]};
}

function unreadable(rule: string, detail: LocalText): never {
  throw new Unreadable({rule, severity: 'error', at: null, detail});
}

function readSimple(geometry: unknown): Shape {
  const {type, coordinates} = (geometry ?? {}) as {type?: unknown; coordinates?: unknown};
  const read = typeof type === 'string' ? READERS[type] : undefined;
  if (read === undefined) {
    const seen = JSON.stringify(type);
    unreadable('unknown-geometry', {
      zh: `未知的几何类型 ${seen ?? '（缺失）'}`,
      en: `Geometry type ${seen ?? 'missing'} is not known`,
    });
  }
  return read(coordinates);
}

const READERS: Record<string, (coordinates: unknown) => Shape> = {
  Point: (c) => ({family: 'point', isMulti: false, points: [position(c, [])]}),
  MultiPoint: (c) => ({family: 'point', isMulti: true, points: positions(c, [])}),
  LineString: (c) => ({family: 'line', isMulti: false, lines: notEmpty([positions(c, [])])}),
  MultiLineString: (c) => ({family: 'line', isMulti: true, lines: notEmpty(sequences(c, []))}),
  Polygon: (c) => ({family: 'polygon', isMulti: false, polygons: withRings([sequences(c, [])])}),
  MultiPolygon: (c) => ({
    family: 'polygon',
    isMulti: true,
    polygons: withRings(list(c, []).map((each, i) => sequences(each, [i]))),
  }),
};

function withRings(polygons: MultiPolygon): MultiPolygon {
  return polygons.filter((polygon) => polygon.some((ring) => ring.length > 0));
}

function notEmpty(lines: Ring[]): Ring[] {
  return lines.filter((line) => line.length > 0);
}

function sequences(value: unknown, path: number[]): Ring[] {
  return list(value, path).map((each, i) => positions(each, [...path, i]));
}

function positions(value: unknown, path: number[]): Ring {
  const items = list(value, path);
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    // the common case without a call: two numbers
    if (Array.isArray(item) && item.length === 2) {
      if (Number.isFinite(item[0]) && Number.isFinite(item[1])) continue;
    }
    items[i] = position(item, [...path, i]);
  }
  return items as Ring;
}

function position(value: unknown, path: number[]): Position {
  if (!Array.isArray(value) || value.length < 2) {
    unreadable('not-a-position', {
      zh: `${place(path)} 为 ${say(value).zh}，应为 [经度, 纬度]`,
      en: `${place(path)} is ${say(value).en}, expected [longitude, latitude]`,
    });
  }
  const [lon, lat] = value as unknown[];
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
    unreadable('not-a-number', {
      zh: `${place(path)} 为 ${say(value).zh}，应为两个有限数值`,
      en: `${place(path)} is ${say(value).en}, expected two finite numbers`,
    });
  }
  return [lon as number, lat as number];
}

function list(value: unknown, path: number[]): unknown[] {
  if (Array.isArray(value)) return value;
  unreadable('not-a-position', {
    zh: `${place(path)} 为 ${say(value).zh}，应为数组`,
    en: `${place(path)} is ${say(value).en}, expected an array`,
  });
}

function place(path: number[]): string {
  return `coordinates${path.map((index) => `[${index}]`).join('')}`;
}

function say(value: unknown): LocalText {
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && !Number.isFinite(each) ? String(each) : each,
  );
  if (text === undefined) return {zh: '空', en: 'missing'};
  return inBoth(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** Members of a collection, and of collections in it; null when it has no list of them. */
function membersOf(geometry: unknown): unknown[] | null {
  const {geometries} = geometry as {geometries?: unknown};
  if (!Array.isArray(geometries)) return null;
  return geometries.flatMap((each: unknown) =>
    (each as {type?: unknown} | null)?.type === 'GeometryCollection'
      ? (membersOf(each) ?? [])
      : [each],
  );
}

/** Members of one family as one shape: of the wanted one, or of the one with the most dimensions. */
function merge(shapes: Shape[], wanted: GeometryFamily): Shape | null {
  const families = ['polygon', 'line', 'point'] as const;
  const family =
    families.find((each) => each === wanted && shapes.some((shape) => shape.family === each)) ??
    families.find((each) => shapes.some((shape) => shape.family === each));
  if (family === undefined) return null;
  const kept = shapes.filter((shape) => shape.family === family);
  const isMulti = true;
  if (family === 'polygon') {
    return {
      family,
      isMulti,
      polygons: kept.flatMap((s) => (s.family === family ? s.polygons : [])),
    };
  }
  if (family === 'line') {
    return {family, isMulti, lines: kept.flatMap((s) => (s.family === family ? s.lines : []))};
  }
  return {family, isMulti, points: kept.flatMap((s) => (s.family === family ? s.points : []))};
}

function unpacked(shapes: Shape[], kept: Shape): Finding {
  const dropped = shapes.filter(({family}) => family !== kept.family).length;
  const keptCount = shapes.length - dropped;
  const detail = {
    zh: `GeometryCollection 已拆开：保留 ${keptCount} 个${FAMILIES_ZH[kept.family]}成员${dropped === 0 ? '' : `，舍去 ${dropped} 个其他类型的成员`}`,
    en: `GeometryCollection was taken apart: ${keptCount} ${kept.family} members kept${dropped === 0 ? '' : `, ${dropped} of other types dropped`}`,
  };
  return {
    rule: 'geometry-collection',
    severity: dropped === 0 ? 'info' : 'warning',
    at: null,
    detail,
  };
}

const FAMILIES_ZH: Record<Shape['family'], string> = {polygon: '面', line: '线', point: '点'};
