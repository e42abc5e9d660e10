import {packBuffer, packSide, type Band} from './bands.ts';
import {clipToSide} from './clip.ts';
import {boxOf, type Detail} from './detail.ts';

/** Takes what of a feature lies in pack (x, y) of the band. */
export type TakeSlice = (x: number, y: number, slice: Detail) => void;

/**
 * Cuts a feature, given on the grid of the band's last zoom, into the packs of a band. The cuts halve
 * the world again and again along lines that are the same for every feature, so an edge that two
 * features share is cut at the same points in both.
 */
export function slice(detail: Detail, band: Band, take: TakeSlice): void {
  const buffer = packBuffer(band);
  const side = packSide(band);

  const descend = (piece: Detail, zoom: number, x: number, y: number): void => {
    if (zoom === band.first) {
      take(x, y, piece);
      return;
    }
    const childSide = side * 2 ** (band.first - zoom - 1);
    const [minX, , maxX] = boxOf(piece);
    const middleX = (2 * x + 1) * childSide;
    const left = minX > middleX + buffer ? null : below(piece, 0, maxX, middleX + buffer);
    const right = maxX < middleX - buffer ? null : above(piece, 0, minX, middleX - buffer);
    [left, right].forEach((column, isRight) => {
      if (column === null) return;
      const [, minY, , maxY] = boxOf(column);
      const middleY = (2 * y + 1) * childSide;
      const top = minY > middleY + buffer ? null : below(column, 1, maxY, middleY + buffer);
      const bottom = maxY < middleY - buffer ? null : above(column, 1, minY, middleY - buffer);
      if (top) descend(top, zoom + 1, 2 * x + isRight, 2 * y);
      if (bottom) descend(bottom, zoom + 1, 2 * x + isRight, 2 * y + 1);
    });
  };
  descend(detail, 0, 0, 0);
}

function below(piece: Detail, axis: 0 | 1, max: number, bound: number): Detail | null {
  return max <= bound ? piece : clipToSide(piece, axis, bound, false);
}

function above(piece: Detail, axis: 0 | 1, min: number, bound: number): Detail | null {
  return min >= bound ? piece : clipToSide(piece, axis, bound, true);
}
