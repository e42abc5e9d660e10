import {flatRingAreaM2} from './area.ts';
import {edgeParts, positionAlong} from './densify.ts';
import {openLength, type FlatRings, type MultiPolygon} from './geometry.ts';
import {X_PER_DEGREE, yOfLatitude} from './legal-plane.ts';

/**
 * A zone in lon/lat as it crosses from thread to thread: its rings end to end, closing positions
 * dropped. Nested arrays would be copied position by position, these buffers are handed over.
 */
export interface LonLatRings {
  lonLat: Float64Array;
  /** Where each ring starts, in vertices, and where the last one ends. */
  starts: Uint32Array;
  /** By ring: 1 for a shell, 0 for a hole. */
  isShell: Uint8Array;
}

export function layOutLonLat(zone: MultiPolygon): LonLatRings {
  const rings = zone.flat();
  const starts = new Uint32Array(rings.length + 1);
  rings.forEach((ring, r) => (starts[r + 1] = starts[r]! + openLength(ring)));
  const lonLat = new Float64Array(2 * starts[rings.length]!);
  let at = 0;
  rings.forEach((ring, r) => {
    const length = starts[r + 1]! - starts[r]!;
    for (let k = 0; k < length; k++) {
      const position = ring[k]!;
      lonLat[at++] = position[0];
      lonLat[at++] = position[1];
    }
  });
  const isShell = Uint8Array.from(
    zone.flatMap((polygon) => polygon.map((_, i) => Number(i === 0))),
  );
  return {lonLat, starts, isShell};
}

/**
 * Brings the versions of one drawing into the legal plane, to the last bit as `toLegalFlatRings`
 * does. Edges that stayed where they were are taken over from the version before: a sine for each of
 * 20 000 vertices is what a drag of one of them would mostly wait for.
 */
export class ZoneProjector {
  private last: LonLatRings = {
    lonLat: new Float64Array(0),
    starts: new Uint32Array(1),
    isShell: new Uint8Array(0),
  };
  // x, y of the last version, and where in it the edge from each vertex begins
  private xy = new Float64Array(0);
  private edgeStarts = new Uint32Array(1);

  /** The result is good until the next call. */
  project(rings: LonLatRings): FlatRings {
    const {lonLat, starts, isShell} = rings;
    const known = this.hasStarts(starts) ? this.last.lonLat : null;
    const {xy: knownXy, edgeStarts: knownStarts} = this;
    let xy = new Float64Array(Math.max(lonLat.length, known ? knownXy.length : 0) + 64);
    const edgeStarts = new Uint32Array(lonLat.length / 2 + 1);
    const outStarts = new Uint32Array(starts.length);
    let at = 0;
    for (let r = 0; r + 1 < starts.length; r++) {
      const end = starts[r + 1]!;
      for (let k = starts[r]!; k < end; k++) {
        const next = k + 1 < end ? k + 1 : starts[r]!;
        const i = 2 * k;
        const j = 2 * next;
        edgeStarts[k] = at;
        const isKnown =
          known !== null &&
          known[i] === lonLat[i] &&
          known[i + 1] === lonLat[i + 1] &&
          known[j] === lonLat[j] &&
          known[j + 1] === lonLat[j + 1];
        if (isKnown) {
          const knownEnd = knownStarts[k + 1]!;
          const length = knownEnd - knownStarts[k]!;
          if (at + length > xy.length) xy = enlarged(xy, at + length);
          for (let from = knownStarts[k]!; from < knownEnd; from++) xy[at++] = knownXy[from]!;
          continue;
        }
        const from: [number, number] = [lonLat[i]!, lonLat[i + 1]!];
        const to: [number, number] = [lonLat[j]!, lonLat[j + 1]!];
        const parts = edgeParts(from, to);
        if (at + 2 * parts > xy.length) xy = enlarged(xy, at + 2 * parts);
        xy[at++] = from[0] * X_PER_DEGREE;
        xy[at++] = yOfLatitude(from[1]);
        for (let part = 1; part < parts; part++) {
          const [lon, lat] = positionAlong(from, to, part, parts);
          xy[at++] = lon * X_PER_DEGREE;
          xy[at++] = yOfLatitude(lat);
        }
      }
      outStarts[r + 1] = at / 2;
    }
    edgeStarts[lonLat.length / 2] = at;
    this.last = rings;
    this.xy = xy.subarray(0, at);
    this.edgeStarts = edgeStarts;
    return {xy: turned(this.xy, outStarts, isShell), starts: outStarts};
  }

  private hasStarts(starts: Uint32Array): boolean {
    const {starts: last} = this.last;
    return last.length === starts.length && last.every((start, r) => start === starts[r]);
  }
}

// a copy with the rings reversed whose inside is not on their left; itself when there is none
function turned(xy: Float64Array, starts: Uint32Array, isShell: Uint8Array): Float64Array {
  let result = xy;
  for (let r = 0; r + 1 < starts.length; r++) {
    const start = starts[r]!;
    const end = starts[r + 1]!;
    if (flatRingAreaM2(xy, start, end) >= 0 === (isShell[r] === 1)) continue;
    if (result === xy) result = xy.slice();
    for (let from = start, to = end - 1; from < end; from++, to--) {
      result[2 * to] = xy[2 * from]!;
      result[2 * to + 1] = xy[2 * from + 1]!;
    }
  }
  return result;
}

function enlarged(xy: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * length);
  larger.set(xy);
  return larger;
}
