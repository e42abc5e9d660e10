import type {Check} from './check.ts';

/** A ring encloses something from three corners and the closing position on (RFC 7946 §3.1.6). */
const LEAST_POSITIONS = 4;
const LEAST_LINE_POSITIONS = 2;

/** A ring or line with too few positions to be one. */
export const ringTooShort: Check = {
  rule: 'ring-too-short',
  find({shape}) {
    if (shape.family === 'point') return [];
    const isRing = shape.family === 'polygon';
    const least = isRing ? LEAST_POSITIONS : LEAST_LINE_POSITIONS;
    const sequences = isRing ? shape.polygons.flat() : shape.lines;
    const short = sequences.find((sequence) => sequence.length < least);
    if (short === undefined) return [];
    const detail = {
      zh: `${isRing ? '环' : '线'}只有 ${short.length} 个节点，至少需要 ${least} 个`,
      en: `${isRing ? 'Ring' : 'Line'} has ${short.length} positions, needs at least ${least}`,
    };
    return [{rule: this.rule, severity: 'error', at: short[0] ?? null, detail}];
  },
};
