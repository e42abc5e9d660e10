import type {Position} from '../../kernel/geometry.ts';
import type {Check} from './check.ts';

/** The same position twice in a row. Harmless, kept as received, but a sign of careless digitising. */
export const repeatedPoints: Check = {
  rule: 'repeated-points',
  find({shape}) {
    if (shape.family === 'point') return [];
    let count = 0;
    let at: Position | null = null;
    for (const sequence of shape.family === 'polygon' ? shape.polygons.flat() : shape.lines) {
      for (let i = 1; i < sequence.length; i++) {
        const p = sequence[i - 1]!;
        const q = sequence[i]!;
        if (p[0] !== q[0] || p[1] !== q[1]) continue;
        count++;
        at ??= q;
      }
    }
    if (at === null) return [];
    const detail = {
      zh: `${count} 个节点与前一节点重复`,
      en: `${count} ${count === 1 ? 'position repeats' : 'positions repeat'} the one before`,
    };
    return [{rule: this.rule, severity: 'info', at, detail}];
  },
};
