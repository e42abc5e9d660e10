import {polygonAreaM2} from '../../kernel/area.ts';
import type {Polygon} from '../../kernel/geometry.ts';
import {toLegalPlane} from '../../kernel/legal-plane.ts';
import type {Check, Finding, Subject} from './check.ts';

// At 1 : 10 000, the scale red lines are drawn at (环办生态〔2017〕48号), 0.2 mm of line width is 2 m
// on the ground: what is narrower than that is no place, it is two borders that should be one.
const SLIVER_WIDTH_M = 2;

/**
 * A part that is narrower than the lines it is drawn with. Width is twice the area over the
 * perimeter, which is the width of a long strip.
 */
export const sliver = {
  rule: 'sliver',
  find({shape}: Pick<Subject, 'shape'>): Finding[] {
    if (shape.family !== 'polygon') return [];
    let count = 0;
    let worst: {widthM: number; areaM2: number; at: [number, number]} | null = null;
    for (const polygon of shape.polygons) {
      const {widthM, areaM2} = widthOf(polygon);
      if (widthM >= SLIVER_WIDTH_M) continue;
      count++;
      if (worst === null || widthM < worst.widthM) worst = {widthM, areaM2, at: polygon[0]![0]!};
    }
    if (worst === null) return [];
    const {widthM, areaM2, at} = worst;
    const isOne = count === 1;
    const width = widthM.toFixed(2);
    const area = areaM2.toFixed(1);
    const detail = {
      zh: `${isOne ? '有一部分' : `${count} 个部分过窄，其一`}宽 ${width} m、面积 ${area} m²：碎片`,
      en: `${isOne ? 'A part is' : `${count} parts are narrow, one`} ${width} m wide with ${area} m²: a sliver`,
    };
    return [{rule: this.rule, severity: 'warning', at, detail}];
  },
} satisfies Check;

/** Without densifying: an edge long enough to need it belongs to no sliver. */
function widthOf(polygon: Polygon): {widthM: number; areaM2: number} {
  let perimeterM = 0;
  const projected = polygon.map((ring) => ring.map(([lon, lat]) => toLegalPlane(lon, lat)));
  for (const ring of projected) {
    for (let i = 0; i < ring.length; i++) {
      const p = ring[i]!;
      const q = ring[(i + 1) % ring.length]!;
      perimeterM += Math.hypot(q[0] - p[0], q[1] - p[1]);
    }
  }
  const areaM2 = polygonAreaM2(projected);
  return {widthM: perimeterM === 0 ? 0 : (2 * areaM2) / perimeterM, areaM2};
}
