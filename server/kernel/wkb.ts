import type {MultiPolygon, Polygon, Position, Ring} from './geometry.ts';
import type {LonLatRings} from './lon-lat-rings.ts';

/**
 * Polygons of a little-endian WKB (OGC 06-103r4) Polygon or MultiPolygon, as PostGIS' ST_AsBinary
 * writes it; other geometries give none. Heights are not expected.
 */
export function polygonsOfWkb(wkb: Uint8Array): MultiPolygon {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  const type = view.getUint32(1, true);
  if (type === POLYGON) return [readPolygon(view, 0).polygon];
  if (type !== MULTI_POLYGON) return [];
  const polygons: MultiPolygon = [];
  let at = 9;
  for (let left = view.getUint32(5, true); left > 0; left--) {
    const {polygon, end} = readPolygon(view, at);
    polygons.push(polygon);
    at = end;
  }
  return polygons;
}

/**
 * The same polygons laid end to end, of which `polygonsOfWkb` would make an array a position: a layer of 7
 * million vertices takes 0.2 s instead of 1.1 on the way to its cells.
 */
export function lonLatOfWkb(wkb: Uint8Array): LonLatRings {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  const type = view.getUint32(1, true);
  const isMulti = type === MULTI_POLYGON;
  const lonLat = new Float64Array(wkb.byteLength >>> 3);
  const starts = [0];
  const isShell: number[] = [];
  let length = 0;
  let at = isMulti ? 9 : 0;
  let polygons = isMulti ? view.getUint32(5, true) : type === POLYGON ? 1 : 0;
  for (; polygons > 0; polygons--) {
    const ringCount = view.getUint32(at + 5, true);
    at += 9;
    for (let ring = 0; ring < ringCount; ring++) {
      const begin = length;
      const end = at + 4 + 16 * view.getUint32(at, true);
      for (at += 4; at < end; at += 8) lonLat[length++] = view.getFloat64(at, true);
      const isClosed =
        length - begin > 2 &&
        lonLat[begin] === lonLat[length - 2] &&
        lonLat[begin + 1] === lonLat[length - 1];
      if (isClosed) length -= 2;
      starts.push(length / 2);
      isShell.push(ring === 0 ? 1 : 0);
    }
  }
  return {
    lonLat: lonLat.subarray(0, length),
    starts: Uint32Array.from(starts),
    isShell: Uint8Array.from(isShell),
  };
}

/** Little-endian WKB of a MultiPolygon; rings are closed where they are not. */
export function wkbOfPolygons(multiPolygon: MultiPolygon): Uint8Array {
  const closed = multiPolygon.map((polygon) => polygon.map(closeRing));
  const size = closed.reduce(
    (sum, rings) => sum + 9 + rings.reduce((s, ring) => s + 4 + 16 * ring.length, 0),
    9,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const header = (type: number, count: number) => {
    view.setUint8(at, 1);
    view.setUint32(at + 1, type, true);
    view.setUint32(at + 5, count, true);
    at += 9;
  };
  header(MULTI_POLYGON, closed.length);
  for (const rings of closed) {
    header(POLYGON, rings.length);
    for (const ring of rings) {
      view.setUint32(at, ring.length, true);
      at += 4;
      for (const [x, y] of ring) {
        view.setFloat64(at, x, true);
        view.setFloat64(at + 8, y, true);
        at += 16;
      }
    }
  }
  return bytes;
}

const POLYGON = 3;
const MULTI_POLYGON = 6;

function readPolygon(view: DataView, start: number): {polygon: Polygon; end: number} {
  const polygon: Polygon = [];
  let at = start + 9;
  for (let rings = view.getUint32(start + 5, true); rings > 0; rings--) {
    const length = view.getUint32(at, true);
    at += 4;
    const ring: Ring = new Array<Position>(length);
    for (let i = 0; i < length; i++, at += 16) {
      ring[i] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
    }
    polygon.push(ring);
  }
  return {polygon, end: at};
}

function closeRing(ring: Ring): Ring {
  const first = ring[0];
  const last = ring.at(-1);
  if (!first || !last || (first[0] === last[0] && first[1] === last[1])) return ring;
  return [...ring, first];
}
