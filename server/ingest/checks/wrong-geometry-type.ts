import type {Check} from './check.ts';
import {sequencesOf} from './shape.ts';

const NAMES = {
  polygon: {zh: '面', en: 'Polygon'},
  line: {zh: '线', en: 'LineString'},
  point: {zh: '点', en: 'Point'},
} as const;

/** A feature that cannot be one of its kind, such as a point among red lines. */
export const wrongGeometryType: Check = {
  rule: 'wrong-geometry-type',
  find({shape, family, kind}) {
    if (family === 'any' || shape.family === family) return [];
    const first = sequencesOf(shape)[0]?.[0] ?? null;
    const detail = {
      zh: `几何为${NAMES[shape.family].zh}，而“${kind.zh}”图层需要${NAMES[family].zh}`,
      en: `Geometry is a ${NAMES[shape.family].en}; a layer of kind ${kind.en} needs ${NAMES[family].en}`,
    };
    return [{rule: this.rule, severity: 'error', at: first, detail}];
  },
};
