import type {ArealGeometry} from '../../../contract/geojson.ts';
import {MAX_UNSERVED_VERTICES} from '../../../contract/service-coverage.ts';
import type {LonLatRings} from '../../kernel/lon-lat-rings.ts';

/** So many times the limit is held before the smallest are let go, so that it is seldom sorted. */
const HELD_TIMES = 4;

/** Unserved parts by unit, of which those with most vertices to spare give way to the others. */
export class UnservedParts {
  private parts: {unit: number; rings: LonLatRings; vertexCount: number}[] = [];
  private vertexCount = 0;
  /** Units whose part is not told. */
  omitted = 0;

  add(unit: number, rings: LonLatRings | null): void {
    if (rings === null || rings.lonLat.length === 0) return;
    const vertexCount = rings.lonLat.length / 2;
    this.parts.push({unit, rings, vertexCount});
    this.vertexCount += vertexCount;
    if (this.vertexCount > HELD_TIMES * MAX_UNSERVED_VERTICES) this.shrink();
  }

  /** The parts by unit, as GeoJSON, within the limit. */
  list(): Map<number, ArealGeometry> {
    this.shrink();
    return new Map(this.parts.map(({unit, rings}) => [unit, toGeometry(rings)!]));
  }

  /** As many units as possible are told of: the parts with fewest vertices stay. */
  private shrink(): void {
    this.parts.sort((a, b) => a.vertexCount - b.vertexCount || a.unit - b.unit);
    while (this.vertexCount > MAX_UNSERVED_VERTICES) {
      this.vertexCount -= this.parts.pop()!.vertexCount;
      this.omitted++;
    }
  }
}

/** A MultiPolygon with closed rings; null for nothing. */
export function toGeometry({lonLat, starts, isShell}: LonLatRings): ArealGeometry | null {
  const polygons: [number, number][][][] = [];
  for (let r = 0; r + 1 < starts.length; r++) {
    const ring: [number, number][] = [];
    for (let v = starts[r]!; v < starts[r + 1]!; v++) {
      ring.push([lonLat[2 * v]!, lonLat[2 * v + 1]!]);
    }
    ring.push([...ring[0]!]);
    if (isShell[r] === 1) polygons.push([ring]);
    else polygons.at(-1)!.push(ring);
  }
  return polygons.length === 0 ? null : {type: 'MultiPolygon', coordinates: polygons};
}
