import type {Position} from '../../../server/kernel/geometry.ts';
import type {BenchFeature} from '../measure/region.ts';
import {seededRandom} from '../synthetic-layer.ts';

/** A mosaic of side × side ragged pieces over one square of ten degrees, without gaps or overlaps. */
export interface Mosaic {
  name: string;
  side: number;
  /** Vertices between two corners, on each of the four borders of a piece. */
  edgeVertices: number;
  seed: number;
}

const WEST = 105;
const SOUTH = 25;
const DEGREES = 10;

export async function* piecesOf(mosaic: Mosaic): AsyncGenerator<BenchFeature> {
  const {name, side, edgeVertices, seed} = mosaic;
  const border = makeBorders(side, edgeVertices, seed);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const ring = [
        ...border('east', column, row),
        ...border('north', column + 1, row),
        ...border('east', column, row + 1).toReversed(),
        ...border('north', column, row).toReversed(),
      ];
      // each border ends where the next begins
      const open = ring.filter(
        (p, i) => i === 0 || p[0] !== ring[i - 1]![0] || p[1] !== ring[i - 1]![1],
      );
      yield {id: `${name}${row * side + column}`, class: null, multiPolygon: [[open]]};
    }
  }
}

/** Borders by their first corner; both neighbours get the same positions. */
function makeBorders(side: number, edgeVertices: number, seed: number) {
  const step = DEGREES / side;
  const corner = (column: number, row: number): Position => {
    const random = seededRandom(seed + 7919 * (row * (side + 1) + column));
    const isInside = (at: number) => at > 0 && at < side;
    const shift = (at: number) => (isInside(at) ? 0.5 * (random() - 0.5) * step : 0);
    return [WEST + column * step + shift(column), SOUTH + row * step + shift(row)];
  };
  return (way: 'east' | 'north', column: number, row: number): Position[] => {
    const from = corner(column, row);
    const to = way === 'east' ? corner(column + 1, row) : corner(column, row + 1);
    // the outer frame stays straight, so that two mosaics cover the same square
    const isFrame = way === 'east' ? row === 0 || row === side : column === 0 || column === side;
    const random = seededRandom(
      seed + 104729 * (2 * (row * (side + 1) + column) + Number(way === 'east')),
    );
    const positions = [from];
    for (let i = 1; i <= edgeVertices; i++) {
      const share = i / (edgeVertices + 1);
      // none at the corners, where it would cross the next border
      const reach = share * (1 - share) * Number(!isFrame);
      const sway = (reach * (random() - 0.5) * step) / Math.sqrt(edgeVertices);
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      positions.push([
        from[0] + share * dx - (way === 'north' ? sway : 0),
        from[1] + share * dy + (way === 'east' ? sway : 0),
      ]);
    }
    positions.push(to);
    return positions;
  };
}
