import {flatAreaM2} from '../area.ts';
import type {FlatRings} from '../geometry.ts';
import {OverlapMeter} from '../overlap-area.ts';
import type {Bucket} from './buckets.ts';
import {dissolve} from './dissolve.ts';
import {cutRing, RingHalver, type CutRing} from './halve.ts';
import {cellBox, cellChildren, MAX_LEVEL, type CellBox} from './key.ts';
import type {Piece} from './leaf.ts';
import {quarter, takeOutCovering} from './quarter.ts';
import {CellList, type Cells} from './summary.ts';

/**
 * A cell with more vertices is quartered. Measured on 7 M vertices in 20 000 polygons (docs/adr):
 * fewer make a zone's boundary cheaper to measure and the cells bigger on disk.
 */
export const LEAF_VERTICES = 96;

/**
 * Cuts one bucket of a `BucketSorter`, given in one or more parts, into leaves. Returns their bytes and
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
      cells.addLeaf(cell, pieces);
      return;
    }
    const mark = halver.scratch.mark();
    const quarters = quarter(halver, crossing, box);
    const children = cellChildren(cell);
    for (let i = 0; i < 4; i++) descend(children[i]!, quarters[i]!, covers);
    halver.scratch.release(mark);
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
  if (covering.length === 0 && rings.every(({feature}) => feature === rings[0]!.feature)) {
    return [toPiece([rings[0]!.feature], flatten(rings), classOf)];
  }
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
  return (faces.length > 1 ? dissolve(faces, meter) : faces).map((face) =>
    toPiece(face.features, face.rings, classOf),
  );
}

function toPiece(features: number[], rings: FlatRings, classOf: Map<number, number>): Piece {
  return {
    features: new Uint32Array(features),
    classes: new Uint32Array(classesOf(features, classOf)),
    rings,
    areaM2: flatAreaM2(rings),
  };
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
  for (let r = 0; r < rings.length; r++) {
    starts[r + 1] = starts[r]! + rings[r]!.end - rings[r]!.start;
  }
  const xy = new Float64Array(2 * starts[rings.length]!);
  let at = 0;
  for (const ring of rings)
    for (let i = 2 * ring.start; i < 2 * ring.end; i++) xy[at++] = ring.xy[i]!;
  return {xy, starts};
}

function classesOf(features: number[], classOf: Map<number, number>): number[] {
  if (features.length === 1) return [classOf.get(features[0]!)!];
  return [...new Set(features.map((feature) => classOf.get(feature)!))].sort((a, b) => a - b);
}
