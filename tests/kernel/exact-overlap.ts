import type {MultiPolygon, Position} from '../../server/kernel/geometry.ts';

/**
 * The overlap area in whole numbers, without any rounding until the last step: slow, short and
 * unlike the kernel in every way, so that they can question each other.
 *
 * The plane is cut into upright slabs at every vertex and every crossing. Within a slab no two
 * edges cross, so the edges sorted by height bound trapezoids, and the even–odd rule says for each
 * whether it lies in both shapes.
 *
 *      |  /|          |\
 *      | / |  a and b | \
 *      |/  |__________|  \
 *      |___|______________\
 */
interface Edge {
  x0: bigint;
  y0: bigint;
  x1: bigint;
  y1: bigint;
  isOfA: boolean;
}

/** A fraction with a denominator above zero. */
interface Fraction {
  n: bigint;
  d: bigint;
}

// terms are summed in units of 2^-160 of the squared integer unit
const SUM_BITS = 160n;

export function exactOverlapArea(a: MultiPolygon, b: MultiPolygon): number {
  const bits = fractionBits([...a.flat(2), ...b.flat(2)]);
  const edges = [...collectEdges(a, true, bits), ...collectEdges(b, false, bits)];
  const cuts = sortedUnique([
    ...edges.flatMap((e): Fraction[] => [
      {n: e.x0, d: 1n},
      {n: e.x1, d: 1n},
    ]),
    ...crossings(edges),
  ]);

  let sum = 0n;
  for (let i = 1; i < cuts.length; i++) sum += slabArea(edges, cuts[i - 1]!, cuts[i]!);
  // 80 significant bits are kept through the division, far more than a number holds
  return toNumber({n: sum, d: 1n << (SUM_BITS + 2n * BigInt(bits))});
}

function slabArea(edges: Edge[], from: Fraction, to: Fraction): bigint {
  const middle: Fraction = {n: from.n * to.d + to.n * from.d, d: 2n * from.d * to.d};
  const heights = edges
    .filter((e) => !isLess(middle, {n: e.x0, d: 1n}) && isLess(middle, {n: e.x1, d: 1n}))
    .map((e) => ({height: heightAt(e, middle), isOfA: e.isOfA}))
    .sort((s, t) => (isLess(s.height, t.height) ? -1 : isLess(t.height, s.height) ? 1 : 0));

  const width: Fraction = {n: to.n * from.d - from.n * to.d, d: from.d * to.d};
  let sum = 0n;
  let isInA = false;
  let isInB = false;
  heights.forEach(({height, isOfA}, i) => {
    if (isInA && isInB) {
      const below = heights[i - 1]!.height;
      const rise: Fraction = {n: height.n * below.d - below.n * height.d, d: height.d * below.d};
      sum += ((width.n * rise.n) << SUM_BITS) / (width.d * rise.d);
    }
    if (isOfA) isInA = !isInA;
    else isInB = !isInB;
  });
  return sum;
}

function heightAt(e: Edge, x: Fraction): Fraction {
  const run = e.x1 - e.x0;
  return {n: e.y0 * run * x.d + (e.y1 - e.y0) * (x.n - e.x0 * x.d), d: run * x.d};
}

// Edges from left to right; upright ones bound no trapezoid.
function collectEdges(shape: MultiPolygon, isOfA: boolean, bits: number): Edge[] {
  const edges: Edge[] = [];
  for (const ring of shape.flat()) {
    ring.forEach((p, i) => {
      const q = ring[(i + 1) % ring.length]!;
      const [left, right] = p[0] <= q[0] ? [p, q] : [q, p];
      if (left[0] === right[0]) return;
      const [x0, y0] = left.map((v) => toInteger(v, bits)) as [bigint, bigint];
      const [x1, y1] = right.map((v) => toInteger(v, bits)) as [bigint, bigint];
      edges.push({x0, y0, x1, y1, isOfA});
    });
  }
  return edges;
}

function crossings(edges: Edge[]): Fraction[] {
  const found: Fraction[] = [];
  edges.forEach((e, i) => {
    for (const f of edges.slice(i + 1)) {
      const from = e.x0 > f.x0 ? e.x0 : f.x0;
      const to = e.x1 < f.x1 ? e.x1 : f.x1;
      const eRun = e.x1 - e.x0;
      const fRun = f.x1 - f.x0;
      const slopes = (e.y1 - e.y0) * fRun - (f.y1 - f.y0) * eRun;
      if (from >= to || slopes === 0n) continue;
      // e.y0 + (x − e.x0) eSlope = f.y0 + (x − f.x0) fSlope
      const n =
        (f.y0 - e.y0) * eRun * fRun + e.x0 * (e.y1 - e.y0) * fRun - f.x0 * (f.y1 - f.y0) * eRun;
      const x = slopes > 0n ? {n, d: slopes} : {n: -n, d: -slopes};
      if (isLess({n: from, d: 1n}, x) && isLess(x, {n: to, d: 1n})) found.push(x);
    }
  });
  return found;
}

function sortedUnique(fractions: Fraction[]): Fraction[] {
  const sorted = fractions.sort((s, t) => (isLess(s, t) ? -1 : isLess(t, s) ? 1 : 0));
  return sorted.filter((x, i) => i === 0 || isLess(sorted[i - 1]!, x));
}

const isLess = (s: Fraction, t: Fraction): boolean => s.n * t.d < t.n * s.d;

/** How many binary digits after the point the coordinates need. */
function fractionBits(positions: Position[]): number {
  let bits = 0;
  for (const value of positions.flat()) {
    while (!Number.isInteger(value * 2 ** bits)) bits++;
  }
  return bits;
}

const toInteger = (value: number, bits: number): bigint => BigInt(value * 2 ** bits);

function toNumber({n, d}: Fraction): number {
  if (n === 0n) return 0;
  const shift = BigInt(Math.max(0, 80 + d.toString(2).length - n.toString(2).length));
  return Number((n << shift) / d) / 2 ** Number(shift);
}
