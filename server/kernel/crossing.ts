import {orient2d} from 'robust-predicates';

/**
 * Where two edges cross, decided so that nothing is ever collinear and nothing only touches.
 *
 * Of the two operands, **b is shifted in thought by (ε, ε²)**, ε > 0 smaller than any number. Every
 * test below first asks for the exact orientation of three positions and, where that is zero, takes
 * the sign that the shift implies. The answers are those of one real arrangement in general
 * position, so they never contradict each other: winding numbers close round every ring. Red lines
 * follow county lines, so shared and collinear edges are the normal case, not the exception.
 */

const ULP = 2 ** -53;
/** Shewchuk 1997, ccwerrboundA: a determinant larger than this share of its two products has the right sign. */
const SIDE_ERROR = (3 + 16 * ULP) * ULP;

/**
 * How the winding number of b changes along the edge p→q of a where it crosses the edge r→s of b:
 * 1 when it goes to the left of r→s, −1 when it goes to the right, 0 when they do not cross.
 * Seen from b the change in the winding number of a is the opposite.
 */
export function crossingSign(
  px: number,
  py: number,
  qx: number,
  qy: number,
  rx: number,
  ry: number,
  sx: number,
  sy: number,
): -1 | 0 | 1 {
  const rIsLeft = isShiftedLeft(px, py, qx, qy, rx, ry);
  if (rIsLeft === isShiftedLeft(px, py, qx, qy, sx, sy)) return 0;
  const pIsLeft = isLeftOfShifted(rx, ry, sx, sy, px, py);
  if (pIsLeft === isLeftOfShifted(rx, ry, sx, sy, qx, qy)) return 0;
  return pIsLeft ? -1 : 1;
}

/** Whether c, a position of b, lies left of p→q, an edge of a. A p→q without length has no left. */
export function isShiftedLeft(
  px: number,
  py: number,
  qx: number,
  qy: number,
  cx: number,
  cy: number,
): boolean {
  const side = orient(px, py, qx, qy, cx, cy);
  if (side !== 0) return side > 0;
  // (q − p) × (ε, ε²) = ε² Δx − ε Δy
  return qy < py || (qy === py && qx > px);
}

/** Whether c, a position of a, lies left of r→s, an edge of b. An r→s without length has no left. */
export function isLeftOfShifted(
  rx: number,
  ry: number,
  sx: number,
  sy: number,
  cx: number,
  cy: number,
): boolean {
  const side = orient(rx, ry, sx, sy, cx, cy);
  if (side !== 0) return side > 0;
  // −(s − r) × (ε, ε²) = ε Δy − ε² Δx
  return sy > ry || (sy === ry && sx < rx);
}

/**
 * The crossing point of two edges for which crossingSign is not 0, less an origin, to out[0], out[1].
 * Near the origin it is finer than the coordinates themselves, whose last bit at 1.7e7 m is 4e-9 m:
 * too coarse for a sliver a millionth wide. It is reckoned along the shorter edge, taken from the
 * vertex itself where an edge ends on the other, and clamped into the boxes of both edges: nearly
 * parallel edges place it anywhere along themselves.
 */
export function crossingPoint(
  px: number,
  py: number,
  qx: number,
  qy: number,
  rx: number,
  ry: number,
  sx: number,
  sy: number,
  originX: number,
  originY: number,
  out: Float64Array,
): void {
  const isAlongA = Math.abs(qx - px) + Math.abs(qy - py) <= Math.abs(sx - rx) + Math.abs(sy - ry);
  const cSide = isAlongA ? orient(rx, ry, sx, sy, px, py) : orient(px, py, qx, qy, rx, ry);
  const dSide = isAlongA ? orient(rx, ry, sx, sy, qx, qy) : orient(px, py, qx, qy, sx, sy);
  const cx = isAlongA ? px : rx;
  const cy = isAlongA ? py : ry;
  const dx = isAlongA ? qx : sx;
  const dy = isAlongA ? qy : sy;
  // the sides differ in sign or one of them is zero
  const share = cSide / (cSide - dSide);
  const x = dSide === 0 ? dx - originX : cx - originX + share * (dx - cx);
  const y = dSide === 0 ? dy - originY : cy - originY + share * (dy - cy);

  const minX = Math.max(Math.min(px, qx), Math.min(rx, sx)) - originX;
  const maxX = Math.min(Math.max(px, qx), Math.max(rx, sx)) - originX;
  const minY = Math.max(Math.min(py, qy), Math.min(ry, sy)) - originY;
  const maxY = Math.min(Math.max(py, qy), Math.max(ry, sy)) - originY;
  out[0] = Math.min(Math.max(x, minX), maxX);
  out[1] = Math.min(Math.max(y, minY), maxY);
}

/**
 * Crossings of edges that lie in two arrays, as in `crossingSign` and `crossingPoint` and to the last
 * bit the same. Only whole numbers go in, and where no orientation is in doubt, which is nearly always, no
 * function is called: numbers handed to one that is not inlined are put on the heap first.
 */
export class Crossings {
  /** What positions are reckoned from. */
  originX = 0;
  originY = 0;
  /** The crossing point found last, less the origin. */
  x = 0;
  y = 0;
  private readonly point = new Float64Array(2);

  /** The sign for the edge of a from place p to place q (of x) and the edge of b at place r (of x0). */
  find(a: Float64Array, p: number, q: number, b: Float64Array, r: number): -1 | 0 | 1 {
    const px = a[p]!;
    const py = a[p + 1]!;
    const qx = a[q]!;
    const qy = a[q + 1]!;
    const rx = b[r]!;
    const ry = b[r + 1]!;
    const sx = b[r + 2]!;
    const sy = b[r + 3]!;
    const pLeft = (sx - rx) * (py - ry);
    const pRight = (sy - ry) * (px - rx);
    const qLeft = (sx - rx) * (qy - ry);
    const qRight = (sy - ry) * (qx - rx);
    const rLeft = (qx - px) * (ry - py);
    const rRight = (qy - py) * (rx - px);
    const sLeft = (qx - px) * (sy - py);
    const sRight = (qy - py) * (sx - px);
    const pSide = pLeft - pRight;
    const qSide = qLeft - qRight;
    const rSide = rLeft - rRight;
    const sSide = sLeft - sRight;
    if (
      !(Math.abs(pSide) > SIDE_ERROR * Math.abs(pLeft + pRight)) ||
      !(Math.abs(qSide) > SIDE_ERROR * Math.abs(qLeft + qRight)) ||
      !(Math.abs(rSide) > SIDE_ERROR * Math.abs(rLeft + rRight)) ||
      !(Math.abs(sSide) > SIDE_ERROR * Math.abs(sLeft + sRight))
    )
      return this.findInDoubt(px, py, qx, qy, rx, ry, sx, sy);
    if (pSide > 0 === qSide > 0 || rSide > 0 === sSide > 0) return 0;

    const {originX, originY} = this;
    let x: number;
    let y: number;
    if (Math.abs(qx - px) + Math.abs(qy - py) <= Math.abs(sx - rx) + Math.abs(sy - ry)) {
      const share = pSide / (pSide - qSide);
      x = px - originX + share * (qx - px);
      y = py - originY + share * (qy - py);
    } else {
      const share = rSide / (rSide - sSide);
      x = rx - originX + share * (sx - rx);
      y = ry - originY + share * (sy - ry);
    }
    const minX = Math.max(Math.min(px, qx), Math.min(rx, sx)) - originX;
    const maxX = Math.min(Math.max(px, qx), Math.max(rx, sx)) - originX;
    const minY = Math.max(Math.min(py, qy), Math.min(ry, sy)) - originY;
    const maxY = Math.min(Math.max(py, qy), Math.max(ry, sy)) - originY;
    this.x = Math.min(Math.max(x, minX), maxX);
    this.y = Math.min(Math.max(y, minY), maxY);
    return pSide > 0 ? -1 : 1;
  }

  private findInDoubt(
    px: number,
    py: number,
    qx: number,
    qy: number,
    rx: number,
    ry: number,
    sx: number,
    sy: number,
  ): -1 | 0 | 1 {
    const sign = crossingSign(px, py, qx, qy, rx, ry, sx, sy);
    if (sign === 0) return 0;
    const {point} = this;
    crossingPoint(px, py, qx, qy, rx, ry, sx, sy, this.originX, this.originY, point);
    this.x = point[0]!;
    this.y = point[1]!;
    return sign;
  }
}

/** Twice the signed area of the triangle a, b, c, its sign exact: positive when c is left of a→b. */
function orient(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  const difference = left - right;
  if (Math.abs(difference) > SIDE_ERROR * Math.abs(left + right)) return difference;
  // robust-predicates counts clockwise as positive
  return -orient2d(ax, ay, bx, by, cx, cy);
}
