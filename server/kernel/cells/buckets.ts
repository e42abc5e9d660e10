import type {FlatRings} from '../geometry.ts';
import {cutRing, RingHalver, type CutRing} from './halve.ts';
import {cellAt, cellBox, cellChildren, commonCell} from './key.ts';
import {quarter, takeOutCovering} from './quarter.ts';

/** Cells of 65 536 m: a province makes some 200 buckets of some ten thousand vertices. */
export const BUCKET_LEVEL = 10;
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
  private buckets = new Map<number, GrowingBucket>();
  private halver = new RingHalver();

  constructor(private readonly level = BUCKET_LEVEL) {}

  /** The coordinates are in the legal plane, edges densified; they are copied. */
  add(feature: number, classIndex: number, {xy, starts}: FlatRings): void {
    const rings: CutRing[] = [];
    for (let r = 0; r + 1 < starts.length; r++)
      if (starts[r + 1]! - starts[r]! > 2)
        rings.push(cutRing(feature, xy, starts[r]!, starts[r + 1]!));
    if (rings.length === 0) return;
    this.descend(cellRound(rings, this.level), rings, [], classIndex);
  }

  /** Everything since the last drain, a bucket each, and starts afresh. */
  drain(): Bucket[] {
    const packed = [...this.buckets.values()].map((bucket) => bucket.pack());
    this.buckets = new Map();
    this.vertexCount = 0;
    return packed;
  }

  private descend(key: number, rings: CutRing[], inherited: number[], classIndex: number): void {
    if (rings.length === 0 && inherited.length === 0) return;
    const box = cellBox(key);
    const {crossing, covering} = takeOutCovering(rings, inherited, box);
    if (crossing.length === 0 && covering.length === 0) return;
    if (key % 32 === this.level) {
      this.vertexCount += this.bucketOf(key).add(crossing, covering, classIndex);
      return;
    }
    const {scratch} = this.halver;
    const mark = scratch.mark();
    const quarters = quarter(this.halver, crossing, box);
    const children = cellChildren(key);
    for (let i = 0; i < 4; i++) this.descend(children[i]!, quarters[i]!, covering, classIndex);
    scratch.release(mark);
  }

  private bucketOf(key: number): GrowingBucket {
    let bucket = this.buckets.get(key);
    if (!bucket) this.buckets.set(key, (bucket = new GrowingBucket(key)));
    return bucket;
  }
}

// the smallest cell down to a level that holds all rings
function cellRound(rings: CutRing[], level: number): number {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const ring of rings) {
    minX = Math.min(minX, ring.minX);
    minY = Math.min(minY, ring.minY);
    maxX = Math.max(maxX, ring.maxX);
    maxY = Math.max(maxY, ring.maxY);
  }
  return commonCell(cellAt(level, minX, minY), cellAt(level, maxX, maxY));
}

/** A bucket whose features still come in. */
class GrowingBucket {
  private xy = new Float64Array(1024);
  private length = 0;
  private readonly starts = [0];
  private readonly features: number[] = [];
  private readonly classes: number[] = [];
  private readonly covering: number[] = [];

  constructor(private readonly key: number) {}

  /** Returns how many vertices came in. */
  add(rings: CutRing[], covering: number[], classIndex: number): number {
    const before = this.length;
    for (const {xy, start, end, feature} of rings) {
      this.reserve(2 * (end - start));
      for (let i = 2 * start; i < 2 * end; i++) this.xy[this.length++] = xy[i]!;
      this.starts.push(this.length / 2);
      this.features.push(feature);
      this.classes.push(classIndex);
    }
    for (const feature of covering) this.covering.push(feature, classIndex);
    return (this.length - before) / 2;
  }

  pack(): Bucket {
    return {
      key: this.key,
      xy: this.xy.slice(0, this.length),
      starts: new Uint32Array(this.starts),
      features: new Uint32Array(this.features),
      classes: new Uint32Array(this.classes),
      covering: new Uint32Array(this.covering),
    };
  }

  private reserve(numbers: number): void {
    if (this.length + numbers <= this.xy.length) return;
    const larger = new Float64Array(2 * (this.length + numbers));
    larger.set(this.xy.subarray(0, this.length));
    this.xy = larger;
  }
}
