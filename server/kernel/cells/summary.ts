import type {Piece} from './leaf.ts';
import {LeafEncoder} from './leaf-encoder.ts';

/** Columns of area sums: what any class holds, what several hold, then one column per class. */
export const TOTAL_COLUMN = 0;
export const MULTIPLE_COLUMN = 1;
export const FIRST_CLASS_COLUMN = 2;

/**
 * The leaves cut from one bucket that are not empty, in key order, as tables that can be transferred
 * to another thread. Leaf i has the bytes byteStarts[i] … byteStarts[i + 1]; one that is covered as
 * a whole has none.
 */
export interface Cells {
  keys: Float64Array;
  bytes: Uint8Array;
  byteStarts: Uint32Array;
  /** Area sums of leaf i: entries sumStarts[i] … of columns and areas. */
  sumStarts: Uint32Array;
  sumColumns: Uint32Array;
  sumAreasM2: Float64Array;
  /** Area of each feature in leaf i, overlaps counted for every feature. */
  featureStarts: Uint32Array;
  features: Uint32Array;
  featureAreasM2: Float64Array;
}

/** Collects leaves. */
export class CellList {
  private keys: number[] = [];
  private bytes = new Uint8Array(2 ** 16);
  private byteCount = 0;
  private encoder = new LeafEncoder();
  private byteStarts = [0];
  private sumStarts = [0];
  private sumColumns: number[] = [];
  private sumAreasM2: number[] = [];
  private featureStarts = [0];
  private features: number[] = [];
  private featureAreasM2: number[] = [];

  addCovered(key: number, features: number[], classes: number[], areaM2: number): void {
    this.add(key, [{features, classes, areaM2}]);
  }

  addLeaf(key: number, pieces: Piece[]): void {
    const leaf = this.encoder.encode(pieces);
    const end = this.byteCount + leaf.length;
    if (end > this.bytes.length) {
      const larger = new Uint8Array(2 * end);
      larger.set(this.bytes.subarray(0, this.byteCount));
      this.bytes = larger;
    }
    this.bytes.set(leaf, this.byteCount);
    this.byteCount = end;
    this.add(key, pieces);
  }

  pack(): Cells {
    return {
      keys: new Float64Array(this.keys),
      bytes: this.bytes.slice(0, this.byteCount),
      byteStarts: new Uint32Array(this.byteStarts),
      sumStarts: new Uint32Array(this.sumStarts),
      sumColumns: new Uint32Array(this.sumColumns),
      sumAreasM2: new Float64Array(this.sumAreasM2),
      featureStarts: new Uint32Array(this.featureStarts),
      features: new Uint32Array(this.features),
      featureAreasM2: new Float64Array(this.featureAreasM2),
    };
  }

  private add(key: number, holders: Holder[]): void {
    if (holders.length === 1 && holders[0]!.features.length === 1) this.sumUpOne(holders[0]!);
    else this.sumUp(holders);
    this.keys.push(key);
    this.byteStarts.push(this.byteCount);
    this.sumStarts.push(this.sumColumns.length);
    this.featureStarts.push(this.features.length);
  }

  // most leaves: one feature, one class
  private sumUpOne({features, classes, areaM2}: Holder): void {
    this.sumColumns.push(TOTAL_COLUMN, FIRST_CLASS_COLUMN + classes[0]!);
    this.sumAreasM2.push(areaM2, areaM2);
    this.features.push(features[0]!);
    this.featureAreasM2.push(areaM2);
  }

  private sumUp(holders: Holder[]): void {
    const sums = new Map<number, number>();
    const byFeature = new Map<number, number>();
    for (const {features, classes, areaM2} of holders) {
      addTo(sums, TOTAL_COLUMN, areaM2);
      if (classes.length > 1) addTo(sums, MULTIPLE_COLUMN, areaM2);
      for (let i = 0; i < classes.length; i++)
        addTo(sums, FIRST_CLASS_COLUMN + classes[i]!, areaM2);
      for (let i = 0; i < features.length; i++) addTo(byFeature, features[i]!, areaM2);
    }
    for (const [column, areaM2] of sums) {
      this.sumColumns.push(column);
      this.sumAreasM2.push(areaM2);
    }
    for (const [feature, areaM2] of byFeature) {
      this.features.push(feature);
      this.featureAreasM2.push(areaM2);
    }
  }
}

/** What one set of features holds of a leaf together. */
interface Holder {
  features: ArrayLike<number>;
  classes: ArrayLike<number>;
  areaM2: number;
}

function addTo(sums: Map<number, number>, key: number, areaM2: number): void {
  sums.set(key, (sums.get(key) ?? 0) + areaM2);
}
