import type {Ring} from '../../kernel/geometry.ts';
import type {Check} from './check.ts';

/** A ring whose last position is not its first; repairs/close-rings.ts closes it. */
export const ringNotClosed: Check = {
  rule: 'ring-not-closed',
  find({shape}) {
    if (shape.family !== 'polygon') return [];
    const open = shape.polygons.flat().filter(isOpen);
    return open.map((ring) => {
      const at = ring.at(-1)!;
      const last = `[${at.join(', ')}]`;
      const first = `[${ring[0]!.join(', ')}]`;
      const detail = {
        zh: `环止于 ${last}，而不是起点 ${first}`,
        en: `Ring ends at ${last}, not where it begins, ${first}`,
      };
      return {rule: this.rule, severity: 'warning', at, detail};
    });
  },
};

function isOpen(ring: Ring): boolean {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  return first[0] !== last[0] || first[1] !== last[1];
}
