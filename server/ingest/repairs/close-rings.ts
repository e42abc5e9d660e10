import type {Ring} from '../../kernel/geometry.ts';
import type {Repair} from './repair.ts';

/** Closes rings by repeating their first position. The area stays: it was reckoned as if closed. */
export const closeRings: Repair = {
  method: 'close-ring',
  rule: 'ring-not-closed',
  mend(shape) {
    if (shape.family !== 'polygon') return shape;
    return {...shape, polygons: shape.polygons.map((polygon) => polygon.map(closed))};
  },
};

function closed(ring: Ring): Ring {
  const first = ring[0]!;
  const last = ring.at(-1)!;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, [first[0], first[1]]];
}
