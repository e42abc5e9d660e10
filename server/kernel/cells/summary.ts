import type {Piece} from './leaf.ts';

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
  private chunks: Uint8Array[] = [];
  private byteStarts = [0];
  private sumStarts = [0];
  private sumColumns: number[] = [];
  private sumAreasM2: number[] = [];
  private featureStarts = [0];
  private features: number[] = [];
  private featureAreasM2: number[] = [];

  addCovered(key: number, features: number[], classes: number[], areaM2: number): void {
    this.add(key, new Uint8Array(0), [{features, classes, areaM2}]);
  }

  addLeaf(key: number, pieces: Piece[], bytes: Uint8Array): void {
    this.add(key, bytes, pieces);
  }

  pack(): Cells {
    const bytes = new Uint8Array(this.byteStarts.at(-1)!);
    this.chunks.forEach((chunk, i) => bytes.set(chunk, this.byteStarts[i]!));
    return {
      keys: Float64Array.from(this.keys),
      bytes,
      byteStarts: Uint32Array.from(this.byteStarts),
      sumStarts: Uint32Array.from(this.sumStarts),
      sumColumns: Uint32Array.from(this.sumColumns),
      sumAreasM2: Float64Array.from(this.sumAreasM2),
      featureStarts: Uint32Array.from(this.featureStarts),
      features: Uint32Array.from(this.features),
      featureAreasM2: Float64Array.from(this.featureAreasM2),
    };
  }

  private add(
    key: number,
    bytes: Uint8Array,
    holders: {features: ArrayLike<number>; classes: ArrayLike<number>; areaM2: number}[],
  ): void {
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
    this.keys.push(key);
    this.chunks.push(bytes);
    this.byteStarts.push(this.byteStarts.at(-1)! + bytes.length);
    this.sumStarts.push(this.sumColumns.length);
    this.featureStarts.push(this.features.length);
  }
}

function addTo(sums: Map<number, number>, key: number, areaM2: number): void {
  sums.set(key, (sums.get(key) ?? 0) + areaM2);
}
