import {enclosesNothing} from '../../kernel/encloses-nothing.ts';
import type {Check} from './check.ts';

/** Polygons none of which has an inside: lines that were saved as polygons. */
export const noArea: Check = {
  rule: 'no-area',
  find({shape}) {
    if (shape.family !== 'polygon') return [];
    if (!shape.polygons.every(([shell]) => enclosesNothing(shell!))) return [];
    const at = shape.polygons[0]![0]![0]!;
    const detail = {
      zh: '轮廓不围成任何面积：沿一条线去而复返',
      en: 'Its outline encloses no area: it runs along a line and back',
    };
    return [{rule: this.rule, severity: 'error', at, detail}];
  },
};
