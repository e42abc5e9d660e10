import type {FlatRings} from '../geometry.ts';
import {Drawing, type Measurement} from './drawing.ts';
import type {LeafFinder} from './leaf.ts';
import type {Pyramid} from './pyramid.ts';

/**
 * How the service round the cells uses this folder. Everything here is pure and synchronous; reading
 * and writing bytes, threads and caches are the caller's. All coordinates are in the legal plane
 * (EPSG:6933, metres), edges densified (`toLegalMultiPolygon`), as `FlatRings` (`toFlatRings`).
 *
 * **Preparing a layer version**
 *
 *     const sorter = new BucketSorter();
 *     sorter.add(feature, classIndex, rings)         // for each feature; feature = ordinal 0 … n − 1,
 *                                                    // added once; classIndex 0 … classCount − 1
 *     sorter.vertexCount                             // held so far, 16 bytes each: when it is too
 *     sorter.drain(): Bucket[]                       // much, drain and spill; and once at the end
 *
 *     cutBucket(parts: Bucket[]): Cells              // on any thread, in any order, all parts of
 *                                                    // one bucket.key in one call
 *     buildPyramid(cells: Cells[], classCount, featureCount): Pyramid    // once, from all buckets
 *
 *   `Bucket` and `Cells` are flat objects of typed arrays, each with a buffer of its own: post them
 *   with `transferables(value)` as transfer list. To store: a row per leaf that has bytes,
 *   (cells.keys[i] as bigint, cells.bytes.subarray(cells.byteStarts[i], cells.byteStarts[i + 1])),
 *   and `pyramid.bytes` once. `buildPyramid` does not read `cells.bytes`, so it may be set to an
 *   empty array once the rows are written.
 *
 * **Measuring**
 *
 *     const pyramid = Pyramid.open(bytes)            // views only; bytes over a SharedArrayBuffer
 *                                                    // serve all workers
 *     const drawing = new Drawing(pyramid)           // one per drawing and layer; keep it between
 *                                                    // calls to have unchanged cells reused
 *     drawing.plan(zone: FlatRings): number[]        // keys of the leaves to fetch; no I/O before
 *     drawing.bounds(): {lower, upper}               // certain already now
 *     drawing.finish((key, index) => LeafView): Measurement
 *                                                    // index: the leaf's place in key order, dense
 *                                                    // from 0: an array finds it faster than a Map
 *
 *   `finish` is synchronous: fetch the planned leaves into the cache first. A plan may be dropped:
 *   call `plan` again with the next version and what was not measured is still planned. `finish`
 *   measures what was planned last, so never finish an older plan of the same drawing. Bytes that
 *   start on an 8-byte boundary are read in place, others are copied at each call: store them aligned.
 *   A `Drawing` takes about 200 bytes for each crossed cell and 100 for each edge.
 *
 * **Two layers**: `join.ts`; the final matrix is packed above ROUNDING_M2 (`area-matrix.ts`).
 */

/** Measures a zone once. */
export function measureZone(zone: FlatRings, pyramid: Pyramid, leaf: LeafFinder): Measurement {
  const drawing = new Drawing(pyramid);
  drawing.plan(zone);
  return drawing.finish(leaf);
}

/** The buffers of a `Bucket` or of `Cells`, to post it to another thread without a copy. */
export function transferables(value: object): ArrayBuffer[] {
  return Object.values(value)
    .filter((part): part is ArrayBufferView => ArrayBuffer.isView(part))
    .map((part) => part.buffer as ArrayBuffer);
}
