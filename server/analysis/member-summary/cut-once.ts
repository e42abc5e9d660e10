import type {Db} from '../../db/db.ts';
import {difference, intersections, type PlaneGround} from './plane-geometry.ts';

/** Grounds that share more than this overlap; less is the rounding of a common border. */
const LEAST_OVERLAP_M2 = 1;

/** A ground cut by others; pieces and rest make it up. */
export interface OnceCut {
  /** In the order of the others; ground that several of them hold is in the piece of the first. */
  pieces: PlaneGround[];
  /** What none of them holds. */
  rest: PlaneGround;
  /** What several of them hold, more than rounding; else 0. */
  sharedM2: number;
}

/** Cuts a ground by others, so that no ground is in two pieces. */
export async function cutOnce(
  db: Db,
  ground: PlaneGround,
  others: readonly PlaneGround[],
): Promise<OnceCut> {
  const pieces = await intersections(db, ground, others);
  const rest = await difference(db, ground, others);
  const sumM2 = pieces.reduce((sum, {areaM2}) => sum + areaM2, rest.areaM2);
  const sharedM2 = sumM2 - ground.areaM2;
  if (sharedM2 <= LEAST_OVERLAP_M2) return {pieces, rest, sharedM2: 0};
  for (let k = 1; k < pieces.length; k++) {
    pieces[k] = await difference(db, pieces[k]!, pieces.slice(0, k));
  }
  return {pieces, rest, sharedM2};
}
