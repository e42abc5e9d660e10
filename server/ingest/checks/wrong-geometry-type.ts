import type {Check} from './check.ts';
import {sequencesOf} from './shape.ts';

const NAMES = {polygon: 'Polygon', line: 'LineString', point: 'Point'} as const;

/** A feature that cannot be one of its kind, such as a point among red lines. */
export const wrongGeometryType: Check = {
  rule: 'wrong-geometry-type',
  find({shape, family, kind}) {
    if (family === 'any' || shape.family === family) return [];
    const first = sequencesOf(shape)[0]?.[0] ?? null;
    const detail = {
      zh: `几何为 ${NAMES[shape.family]}；${kind} 类型的图层需要 ${NAMES[family]}`,
      en: `Geometry is a ${NAMES[shape.family]}; a layer of kind ${kind} needs ${NAMES[family]}`,
    };
    return [{rule: this.rule, severity: 'error', at: first, detail}];
  },
};
