import {flatAreaM2} from '../area.ts';
import type {FlatRings} from '../geometry.ts';
import {OverlapMeter} from '../overlap-area.ts';
import {dissolve} from './dissolve.ts';
import {cutRing, RingHalver, type CutRing} from './halve.ts';
import {cellBox, cellChildren, cellKey, MAX_LEVEL, type CellBox} from './key.ts';
import {encodeLeaf, type Piece} from './leaf.ts';
import {quarter, takeOutCovering} from './quarter.ts';
import {CellList, type Cells} from './summary.ts';

/** Cells of 65 536 m: a province makes some 200 buckets of some ten thousand vertices. */
export const BUCKET_LEVEL = 10;
/**
 * A cell with more vertices is quartered. Measured on 7 M vertices in 20 000 polygons (docs/adr):
 * fewer make a zone's boundary cheaper to measure and the cells bigger on disk.
 */
export const LEAF_VERTICES = 96;

/** Part of a layer inside one bucket, in buffers that can be transferred to another thread or spilled. */
export interface Bucket {
  key: number;
  xy: Float64Array;
  /** one entry more than rings */
  starts: Uint32Array;
  /** by ring */
  features: Uint32Array;
  classes: Uint32Array;
  /** features that hold the whole bucket, in pairs: feature, class */
  covering: Uint32Array;
}

/**
 * First step: takes the features of a layer one by one and sorts them, cut along the way, into
 * buckets. Nothing crosses a bucket, so each can be finished on its own, on any thread. Memory is
 * bounded by the caller: `drain` hands over what has come together so far, as often as wanted, and
 * `cutBucket` takes any number of parts of one bucket.
 */
export class BucketSorter {
  /** Vertices held since the last drain; a vertex takes 16 bytes. */
  vertexCount = 0;
  private buckets = new Map<number, {rings: CutRing[]; covering: number[]}>();
  private classOf = new Map<number, number>();
  private halver = new RingHalver();

  constructor(private readonly level = BUCKET_LEVEL) {}

  /** The coordinates are in the legal plane, edges densified, and are not copied: do not write to them. */
  add(feature: number, classIndex: number, {xy, starts}: FlatRings): void {
    this.classOf.set(feature, classIndex);
    const rings: CutRing[] = [];
    for (let r = 0; r + 1 < starts.length; r++)
      if (starts[r + 1]! - starts[r]! > 2)
        rings.push(cutRing(feature, xy, starts[r]!, starts[r + 1]!));
    this.descend(cellKey(0, 0, 0), rings, []);
  }

  /** Everything since the last drain, a bucket each, and starts afresh. */
  drain(): Bucket[] {
    const packed = [...this.buckets].map(([key, {rings, covering}]) =>
      packBucket(key, rings, covering, this.classOf),
    );
    this.buckets = new Map();
    this.classOf = new Map();
    this.vertexCount = 0;
    return packed;
  }

  private descend(key: number, rings: CutRing[], inherited: number[]): void {
    if (rings.length === 0 && inherited.length === 0) return;
    const box = cellBox(key);
    const {crossing, covering} = takeOutCovering(rings, inherited, box);
    if (crossing.length === 0 && covering.length === 0) return;
    if (key % 32 === this.level) {
      const bucket = this.buckets.get(key) ?? {rings: [], covering: []};
      this.buckets.set(key, bucket);
      bucket.covering.push(...covering);
      for (const ring of crossing) {
        bucket.rings.push(ring);
        this.vertexCount += ring.end - ring.start;
      }
      return;
    }
    const quarters = quarter(this.halver, crossing, box);
    cellChildren(key).forEach((child, i) => this.descend(child, quarters[i]!, covering));
  }
}

/**
 * Second step: cuts one bucket, given in one or more parts, into leaves. Returns their bytes and
 * what the pyramid above them needs to know. Pure: any thread, any order.
 */
export function cutBucket(parts: Bucket[], leafVertices = LEAF_VERTICES): Cells {
  const key = parts[0]!.key;
  const classOf = new Map<number, number>();
  const rings: CutRing[] = [];
  const covering: number[] = [];
  for (const part of parts) {
    for (let r = 0; r < part.features.length; r++) {
      classOf.set(part.features[r]!, part.classes[r]!);
      rings.push(cutRing(part.features[r]!, part.xy, part.starts[r]!, part.starts[r + 1]!));
    }
    for (let i = 0; i < part.covering.length; i += 2) {
      covering.push(part.covering[i]!);
      classOf.set(part.covering[i]!, part.covering[i + 1]!);
    }
  }

  const cells = new CellList();
  const halver = new RingHalver();
  const meter = new OverlapMeter();
  const descend = (cell: number, cellRings: CutRing[], inherited: number[]): void => {
    if (cellRings.length === 0 && inherited.length === 0) return;
    const box = cellBox(cell);
    const {crossing, covering: covers} = takeOutCovering(cellRings, inherited, box);
    if (crossing.length === 0) {
      if (covers.length > 0)
        cells.addCovered(cell, covers, classesOf(covers, classOf), box.size ** 2);
      return;
    }
    if (!isWorthQuartering(crossing, box, cell % 32, leafVertices)) {
      const pieces = makePieces(crossing, covers, box, classOf, meter);
      cells.addLeaf(cell, pieces, encodeLeaf(pieces));
      return;
    }
    const quarters = quarter(halver, crossing, box);
    cellChildren(cell).forEach((child, i) => descend(child, quarters[i]!, covers));
  };
  descend(key, rings, covering);
  return cells.pack();
}

// From here on straight edges that lie on top of each other are quartered all the same: nothing in a
// cell of 256 m is worth a thousandth of a second.
const LAST_LEVEL_FOR_EDGES = 18;

/**
 * Whether quarters of a cell would be lighter. Quarters part vertices, not what lies on top of each
 * other: thirty features that share an edge, or meet in a corner, would be cut along it down to the
 * last level and never get fewer vertices to a cell. So it takes vertices inside, in several places.
 */
function isWorthQuartering(
  rings: CutRing[],
  {x, y, size}: CellBox,
  level: number,
  leafVertices: number,
): boolean {
  let vertexCount = 0;
  for (const ring of rings) vertexCount += ring.end - ring.start;
  if (vertexCount <= leafVertices || level === MAX_LEVEL) return false;
  if (vertexCount > 8 * leafVertices && level < LAST_LEVEL_FOR_EDGES) return true;
  const right = x + size;
  const top = y + size;
  let firstX = NaN;
  let firstY = NaN;
  let elsewhere = 0;
  for (const {xy, start, end} of rings) {
    for (let i = 2 * start; i < 2 * end; i += 2) {
      const vx = xy[i]!;
      const vy = xy[i + 1]!;
      if (vx <= x || vx >= right || vy <= y || vy >= top) continue;
      if (firstX !== firstX) {
        firstX = vx;
        firstY = vy;
      } else if ((vx !== firstX || vy !== firstY) && ++elsewhere > leafVertices / 8) return true;
    }
  }
  return false;
}

// the rings of each feature side by side; taken apart where features overlap
function makePieces(
  rings: CutRing[],
  covering: number[],
  box: CellBox,
  classOf: Map<number, number>,
  meter: OverlapMeter,
): Piece[] {
  const byFeature = new Map<number, CutRing[]>();
  for (const feature of covering) byFeature.set(feature, [boxRing(feature, box)]);
  for (const ring of rings) {
    const others = byFeature.get(ring.feature);
    if (others) others.push(ring);
    else byFeature.set(ring.feature, [ring]);
  }
  const faces = [...byFeature].map(([feature, own]) => ({
    features: [feature],
    rings: flatten(own),
  }));
  return (faces.length > 1 ? dissolve(faces, meter) : faces).map(({features, rings: flat}) => ({
    features: Uint32Array.from(features),
    classes: Uint32Array.from(classesOf(features, classOf)),
    rings: flat,
    areaM2: flatAreaM2(flat),
  }));
}

function boxRing(feature: number, {x, y, size}: CellBox): CutRing {
  const right = x + size;
  const top = y + size;
  return cutRing(feature, Float64Array.of(x, y, right, y, right, top, x, top), 0, 4);
}

function flatten(rings: CutRing[]): FlatRings {
  const first = rings[0]!;
  if (rings.length === 1)
    return {
      xy: first.xy.subarray(2 * first.start, 2 * first.end),
      starts: Uint32Array.of(0, first.end - first.start),
    };
  const starts = new Uint32Array(rings.length + 1);
  rings.forEach(({start, end}, i) => (starts[i + 1] = starts[i]! + end - start));
  const xy = new Float64Array(2 * starts[rings.length]!);
  rings.forEach((ring, i) =>
    xy.set(ring.xy.subarray(2 * ring.start, 2 * ring.end), 2 * starts[i]!),
  );
  return {xy, starts};
}

function classesOf(features: number[], classOf: Map<number, number>): number[] {
  if (features.length === 1) return [classOf.get(features[0]!)!];
  return [...new Set(features.map((feature) => classOf.get(feature)!))].sort((a, b) => a - b);
}

function packBucket(
  key: number,
  rings: CutRing[],
  covering: number[],
  classOf: Map<number, number>,
): Bucket {
  const flat =
    rings.length > 0 ? flatten(rings) : {xy: new Float64Array(0), starts: new Uint32Array(1)};
  return {
    key,
    // a single ring is still a window into the caller's coordinates
    xy: rings.length === 1 ? flat.xy.slice() : flat.xy,
    starts: flat.starts,
    features: Uint32Array.from(rings, (ring) => ring.feature),
    classes: Uint32Array.from(rings, (ring) => classOf.get(ring.feature)!),
    covering: Uint32Array.from(covering.flatMap((feature) => [feature, classOf.get(feature)!])),
  };
}
