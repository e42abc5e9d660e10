import type {FeatureCollection, Position} from 'geojson';

/** So much goes from one place to another. */
export interface Flow {
  readonly id: string;
  readonly from: Position;
  readonly to: Position;
  /** 0–1 of the largest: how wide the line is. */
  readonly share: number;
  readonly isMarked?: boolean;
}

const STEPS = 14;
/** How far a line bends aside, in its own lengths: enough to tell there from back. */
const BEND = 0.14;

/** Flows as lines that bend to their right, so that two between the same places lie apart. */
export function flowLines(flows: readonly Flow[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    // marked ones last, so that they lie on top
    features: flows
      .toSorted((a, b) => Number(a.isMarked ?? false) - Number(b.isMarked ?? false))
      .map(({id, from, to, share, isMarked = false}) => ({
        type: 'Feature',
        geometry: {type: 'LineString', coordinates: bent(from, to)},
        properties: {id, share, isMarked},
      })),
  };
}

function bent(from: Position, to: Position): Position[] {
  const [ax, ay] = from as [number, number];
  const [bx, by] = to as [number, number];
  // the middle pushed aside at a right angle: a quadratic curve through it
  const [cx, cy] = [(ax + bx) / 2 + (by - ay) * BEND * 2, (ay + by) / 2 - (bx - ax) * BEND * 2];
  return Array.from({length: STEPS + 1}, (_, i) => {
    const t = i / STEPS;
    const [p, q, r] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [p * ax + q * cx + r * bx, p * ay + q * cy + r * by];
  });
}
