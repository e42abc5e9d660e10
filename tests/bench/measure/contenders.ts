import {intersect} from '@turf/turf';
import initGeos from 'geos-wasm';
import polygonClipping from 'polygon-clipping';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {BucketSorter} from '../../../server/kernel/cells/buckets.ts';
import {cutBucket} from '../../../server/kernel/cells/cut.ts';
import {Drawing} from '../../../server/kernel/cells/drawing.ts';
import {LeafView} from '../../../server/kernel/cells/leaf.ts';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import {buildPyramid} from '../../../server/kernel/cells/pyramid.ts';
import {toFlatRings, type MultiPolygon} from '../../../server/kernel/geometry.ts';
import {OverlapMeter} from '../../../server/kernel/overlap-area.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';

/** A feature in the legal plane with its box and area, which every contender is given. */
export interface PlaneFeature {
  plane: MultiPolygon;
  areaM2: number;
  box: readonly [number, number, number, number];
}

/** A library that says what a zone (legal plane) holds of a layer; features do not overlap. */
export interface Contender {
  name: string;
  /** How near it is expected to come to the others, relative, and why not nearer. */
  tolerance: number;
  measure: (zone: MultiPolygon) => number;
  /** Features it threw at since the last question. */
  failures: () => number;
}

type Make = (features: PlaneFeature[], classCount?: number) => Contender | Promise<Contender>;

export const CONTENDERS: Make[] = [
  ourCells,
  ourDrawing,
  ourPairs,
  geosPrepared,
  clipper2,
  polygonClippingPairs,
  turf,
];

function cutIntoCells(features: PlaneFeature[]) {
  const sorter = new BucketSorter();
  features.forEach(({plane}, i) => sorter.add(i, 0, toFlatRings(plane)));
  const cells = sorter.drain().map((bucket) => cutBucket([bucket]));
  const leaves = new Map<number, Uint8Array>();
  for (const {keys, bytes, byteStarts} of cells)
    keys.forEach((key, i) => leaves.set(key, bytes.slice(byteStarts[i], byteStarts[i + 1])));
  return {
    pyramid: buildPyramid(cells, 1, features.length),
    leaf: (key: number) => LeafView.of(leaves.get(key)!),
  };
}

function ourCells(features: PlaneFeature[]): Contender {
  const {pyramid, leaf} = cutIntoCells(features);
  return {
    name: 'ours, cells',
    tolerance: 0,
    measure: (zone) => measureZone(toFlatRings(zone), pyramid, leaf).totalM2,
    failures: () => 0,
  };
}

/** The zone is one that this drawing has seen with a vertex elsewhere. */
function ourDrawing(features: PlaneFeature[]): Contender {
  const {pyramid, leaf} = cutIntoCells(features);
  let drawing = new Drawing(pyramid);
  let vertexCount = 0;
  const measure = (zone: MultiPolygon) => {
    drawing.plan(toFlatRings(zone));
    return drawing.finish(leaf).totalM2;
  };
  return {
    name: 'ours, cells, one vertex dragged',
    tolerance: 1e-12,
    measure(zone) {
      // another zone is another drawing
      if (zone[0]![0]!.length !== vertexCount) drawing = new Drawing(pyramid);
      vertexCount = zone[0]![0]!.length;
      return measure(zone);
    },
    failures: () => 0,
  };
}

function ourPairs(features: PlaneFeature[]): Contender {
  const meter = new OverlapMeter();
  const flat = features.map(({plane}) => toFlatRings(plane));
  return {
    name: 'ours, feature by feature',
    tolerance: 1e-12,
    measure(zone) {
      const rings = toFlatRings(zone);
      return sumNear(features, zone, (_, i) => meter.area(rings, flat[i]!));
    },
    failures: () => 0,
  };
}

/** GEOS itself: the zone prepared, stored areas for what it covers, else the intersection. */
async function geosPrepared(features: PlaneFeature[]): Promise<Contender> {
  const geos = (await initGeos()) as unknown as Geos;
  const areaPointer = geos.Module._malloc(8);
  const reader = geos.GEOSWKBReader_create();
  const read = (multiPolygon: MultiPolygon) => {
    const wkb = wkbOfPolygons(multiPolygon);
    const pointer = geos.Module._malloc(wkb.length);
    geos.Module.HEAPU8.set(wkb, pointer);
    const geometry = geos.GEOSWKBReader_read(reader, pointer, wkb.length);
    geos.Module._free(pointer);
    return geometry;
  };
  const known = features.map(({plane}) => read(plane));
  let failures = 0;
  return {
    name: 'geos-wasm, prepared zone',
    tolerance: 1e-9,
    measure(zone) {
      failures = 0;
      const geometry = read(zone);
      const prepared = geos.GEOSPrepare(geometry);
      const sum = sumNear(features, zone, ({areaM2}, i) => {
        if (geos.GEOSPreparedIntersects(prepared, known[i]!) === 0) return 0;
        if (geos.GEOSPreparedCovers(prepared, known[i]!) === 1) return areaM2;
        const shared = geos.GEOSIntersection(geometry, known[i]!);
        if (shared === 0) failures++;
        if (shared === 0) return 0;
        geos.GEOSArea(shared, areaPointer);
        geos.GEOSGeom_destroy(shared);
        return geos.Module.getValue(areaPointer, 'double');
      });
      geos.GEOSPreparedGeom_destroy(prepared);
      geos.GEOSGeom_destroy(geometry);
      return sum;
    },
    failures: () => failures,
  };
}

/**
 * All features near the zone in one sweep, which is what it does best. It works on whole numbers:
 * positions are rounded to 0.1 mm, counted from a corner of the region.
 */
async function clipper2(features: PlaneFeature[]): Promise<Contender> {
  // its declarations lie where TypeScript does not look for them
  const path: string = 'clipper2-wasm/dist/es/clipper2z.js';
  const {default: open} = (await import(path)) as {default: () => Promise<ClipperModule>};
  const clipper = await open();
  const [x0, y0] = features[0]!.box;
  const paths = (multiPolygon: MultiPolygon) =>
    multiPolygon.flat().map((ring) => {
      const outline = new clipper.PathD();
      for (const [x, y] of ring) {
        const point = new clipper.PointD(x - x0, y - y0, 0);
        outline.push_back(point);
        point.delete();
      }
      return outline;
    });
  const known = features.map(({plane}) => paths(plane));
  return {
    name: 'clipper2-wasm',
    tolerance: 1e-6,
    measure(zone) {
      const subjects = new clipper.PathsD();
      const clips = new clipper.PathsD();
      sumNear(features, zone, (_, i) => {
        for (const outline of known[i]!) subjects.push_back(outline);
        return 0;
      });
      for (const outline of paths(zone)) {
        clips.push_back(outline);
        outline.delete();
      }
      const shared = clipper.IntersectD(subjects, clips, clipper.FillRule.EvenOdd, 4);
      const areaM2 = Math.abs(clipper.AreaPathsD(shared));
      for (const used of [subjects, clips, shared]) used.delete();
      return areaM2;
    },
    failures: () => 0,
  };
}

function polygonClippingPairs(features: PlaneFeature[]): Contender {
  return overlayContender('polygon-clipping', features, (zone, plane) =>
    polygonClipping.intersection(zone, plane),
  );
}

function turf(features: PlaneFeature[]): Contender {
  const feature = (coordinates: MultiPolygon) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: {type: 'MultiPolygon' as const, coordinates},
  });
  return overlayContender('@turf/turf intersect', features, (zone, plane) => {
    const shared = intersect({
      type: 'FeatureCollection',
      features: [feature(zone), feature(plane)],
    });
    if (!shared) return [];
    const {type, coordinates} = shared.geometry;
    return (type === 'Polygon' ? [coordinates] : coordinates) as MultiPolygon;
  });
}

/** A library that makes the shared geometry, whose area is then taken. */
function overlayContender(
  name: string,
  features: PlaneFeature[],
  overlay: (zone: MultiPolygon, plane: MultiPolygon) => MultiPolygon,
): Contender {
  let failures = 0;
  return {
    name,
    tolerance: 1e-9,
    measure(zone) {
      failures = 0;
      return sumNear(features, zone, ({plane}) => {
        try {
          return multiPolygonAreaM2(overlay(zone, plane));
        } catch {
          failures++;
          return 0;
        }
      });
    },
    failures: () => failures,
  };
}

function sumNear(
  features: PlaneFeature[],
  zone: MultiPolygon,
  areaOf: (feature: PlaneFeature, i: number) => number,
): number {
  const [left, bottom, right, top] = boxOf(zone);
  let sum = 0;
  features.forEach((feature, i) => {
    const [x0, y0, x1, y1] = feature.box;
    if (x0 > right || x1 < left || y0 > top || y1 < bottom) return;
    sum += areaOf(feature, i);
  });
  return sum;
}

export function boxOf(multiPolygon: MultiPolygon): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of multiPolygon)
    for (const [x, y] of polygon[0]!) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  return box;
}

/** The few functions of GEOS's C interface that are called here; geometries are addresses, 0 is none. */
interface Geos {
  Module: {
    _malloc: (bytes: number) => number;
    _free: (pointer: number) => void;
    getValue: (pointer: number, type: string) => number;
    HEAPU8: Uint8Array;
  };
  GEOSWKBReader_create: () => number;
  GEOSWKBReader_read: (reader: number, pointer: number, bytes: number) => number;
  GEOSPrepare: (geometry: number) => number;
  GEOSPreparedIntersects: (prepared: number, geometry: number) => number;
  GEOSPreparedCovers: (prepared: number, geometry: number) => number;
  GEOSPreparedGeom_destroy: (prepared: number) => void;
  GEOSIntersection: (a: number, b: number) => number;
  GEOSArea: (geometry: number, into: number) => number;
  GEOSGeom_destroy: (geometry: number) => void;
}

interface Path {
  push_back: (point: {delete: () => void}) => void;
  delete: () => void;
}
interface Paths {
  push_back: (path: Path) => void;
  delete: () => void;
}
interface ClipperModule {
  PointD: new (x: number, y: number, z: number) => {delete: () => void};
  PathD: new () => Path;
  PathsD: new () => Paths;
  FillRule: {EvenOdd: unknown};
  IntersectD: (subjects: Paths, clips: Paths, rule: unknown, precision: number) => Paths;
  AreaPathsD: (paths: Paths) => number;
}
