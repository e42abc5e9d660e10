import {BucketSorter} from '../../../server/kernel/cells/buckets.ts';
import {cutBucket} from '../../../server/kernel/cells/cut.ts';
import {LeafView} from '../../../server/kernel/cells/leaf.ts';
import {buildPyramid, type Pyramid} from '../../../server/kernel/cells/pyramid.ts';
import type {Cells} from '../../../server/kernel/cells/summary.ts';
import type {FlatRings} from '../../../server/kernel/geometry.ts';

export interface LayerFeature {
  classIndex: number;
  rings: FlatRings;
}

export interface CutLayer {
  pyramid: Pyramid;
  cells: Cells[];
  leaf: (key: number) => LeafView;
}

/** Cuts a layer the way the service does, all in one thread. */
export function cutLayer(
  layer: LayerFeature[],
  options: {classCount?: number; leafVertices?: number; drainEvery?: number} = {},
): CutLayer {
  const {classCount = 4, leafVertices = 24, drainEvery = Infinity} = options;
  const sorter = new BucketSorter();
  const parts = new Map<number, ReturnType<BucketSorter['drain']>>();
  const drain = () => {
    for (const bucket of sorter.drain())
      parts.set(bucket.key, [...(parts.get(bucket.key) ?? []), bucket]);
  };
  layer.forEach(({classIndex, rings}, i) => {
    sorter.add(i, classIndex, rings);
    if ((i + 1) % drainEvery === 0) drain();
  });
  drain();
  const cells = [...parts.values()].map((bucket) => cutBucket(bucket, leafVertices));
  const rows = new Map<number, Uint8Array>();
  for (const {keys, bytes, byteStarts} of cells)
    keys.forEach((key, i) => {
      if (byteStarts[i]! < byteStarts[i + 1]!)
        rows.set(key, bytes.slice(byteStarts[i], byteStarts[i + 1]));
    });
  const leaf = (key: number): LeafView => {
    const bytes = rows.get(key);
    if (!bytes) throw new Error(`No leaf ${key}.`);
    return LeafView.of(bytes);
  };
  return {pyramid: buildPyramid(cells, classCount, layer.length), cells, leaf};
}

/** Rectangle as one feature's outline, counter-clockwise. */
export function rectangle(x0: number, y0: number, x1: number, y1: number): FlatRings {
  return {
    xy: Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1),
    starts: Uint32Array.of(0, 4),
  };
}

/** Several outlines as one. */
export function joined(...parts: FlatRings[]): FlatRings {
  const xy: number[] = [];
  const starts = [0];
  for (const part of parts)
    for (let r = 0; r + 1 < part.starts.length; r++) {
      for (const value of part.xy.subarray(2 * part.starts[r]!, 2 * part.starts[r + 1]!))
        xy.push(value);
      starts.push(xy.length / 2);
    }
  return {xy: Float64Array.from(xy), starts: Uint32Array.from(starts)};
}

/** The same outline run the other way: a hole. */
export function hole({xy, starts}: FlatRings): FlatRings {
  const turned = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    turned[xy.length - 2 - i] = xy[i]!;
    turned[xy.length - 1 - i] = xy[i + 1]!;
  }
  return {xy: turned, starts};
}
