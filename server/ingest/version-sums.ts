import type {LayerVersion} from '../../contract/layer.ts';
import type {PreparedFeature} from './prepare-feature.ts';

/** Adds up what a version holds while its features pass by. */
export class VersionSums {
  featureCount = 0;
  vertexCount = 0;
  areaM2 = 0;
  private bounds: [number, number, number, number] | null = null;
  private readonly families = new Set<PreparedFeature['family']>();
  private readonly byClass = new Map<string | null, {featureCount: number; areaM2: number}>();

  add(features: readonly PreparedFeature[]): void {
    for (const feature of features) {
      this.featureCount++;
      this.vertexCount += feature.vertexCount;
      this.areaM2 += feature.areaM2;
      this.families.add(feature.family);
      this.extend(feature.bbox);
      const sum = this.byClass.get(feature.class) ?? {featureCount: 0, areaM2: 0};
      sum.featureCount++;
      sum.areaM2 += feature.areaM2;
      this.byClass.set(feature.class, sum);
    }
  }

  get bbox(): number[] | null {
    return this.bounds;
  }

  get geometryFamily(): 'polygon' | 'line' | 'point' | 'any' {
    return this.families.size === 1 ? [...this.families][0]! : 'any';
  }

  /** By name, those without a class last. */
  get classes(): LayerVersion['classes'] {
    return [...this.byClass]
      .map(([name, sum]) => ({class: name, ...sum}))
      .sort((a, b) => (a.class === null ? 1 : b.class === null ? -1 : a.class < b.class ? -1 : 1));
  }

  private extend([west, south, east, north]: PreparedFeature['bbox']): void {
    const b = this.bounds;
    this.bounds =
      b === null
        ? [west, south, east, north]
        : [
            Math.min(b[0], west),
            Math.min(b[1], south),
            Math.max(b[2], east),
            Math.max(b[3], north),
          ];
  }
}
