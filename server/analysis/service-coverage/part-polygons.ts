import {flatRingAreaM2} from '../../kernel/area.ts';
import type {FlatRings} from '../../kernel/geometry.ts';
import {fromLegalPlane} from '../../kernel/legal-plane.ts';
import type {LonLatRings} from '../../kernel/lon-lat-rings.ts';
import {windingOfShiftedRing} from '../../kernel/winding.ts';

/** Decimals of a degree that are told: 0.1 mm, ten times finer than coordinates are delivered. */
const STEPS_PER_DEGREE = 1e9;

/** Rings in the legal plane as polygons in longitude and latitude: each shell, then its holes. */
export function toLonLatPolygons({xy, starts}: FlatRings): LonLatRings {
  const rings = Array.from({length: starts.length - 1}, (_, r) => ({
    start: starts[r]!,
    end: starts[r + 1]!,
    areaM2: flatRingAreaM2(xy, starts[r]!, starts[r + 1]!),
  }));
  // the smallest shell round a hole is its own
  const shells = rings
    .filter(({areaM2}) => areaM2 > 0)
    .sort((a, b) => a.areaM2 - b.areaM2)
    .map((ring) => ({ring, holes: [] as typeof rings}));
  for (const hole of rings) {
    if (hole.areaM2 >= 0) continue;
    const round = shells.find(
      ({ring}) =>
        ring.areaM2 >= -hole.areaM2 &&
        windingOfShiftedRing(xy, ring.start, ring.end, ...middleOf(xy, hole)) !== 0,
    );
    round?.holes.push(hole);
  }
  const ordered = shells.flatMap(({ring, holes}) => [ring, ...holes]);
  const lonLat = new Float64Array(2 * ordered.reduce((sum, {start, end}) => sum + end - start, 0));
  const outStarts = new Uint32Array(ordered.length + 1);
  let at = 0;
  ordered.forEach(({start, end}, r) => {
    for (let v = start; v < end; v++) {
      const [lon, lat] = fromLegalPlane(xy[2 * v]!, xy[2 * v + 1]!);
      lonLat[at++] = round9(lon);
      lonLat[at++] = round9(lat);
    }
    outStarts[r + 1] = at / 2;
  });
  return {
    lonLat,
    starts: outStarts,
    isShell: Uint8Array.from(ordered, ({areaM2}) => (areaM2 > 0 ? 1 : 0)),
  };
}

/** The middle of an edge: a vertex may be where a hole touches its shell. */
function middleOf(xy: Float64Array, {start}: {start: number}): [number, number] {
  return [(xy[2 * start]! + xy[2 * start + 2]!) / 2, (xy[2 * start + 1]! + xy[2 * start + 3]!) / 2];
}

function round9(degrees: number): number {
  return Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE;
}
