import {TOUCH_M, type BorderHolders, type HeldStretch} from '../../kernel/border-holders.ts';
import {groundLengthM} from '../../kernel/ground-length.ts';
import type {BorderChain, BorderPiece} from '../../kernel/shared-border.ts';

type Line = BorderPiece['first'];

/** A part of a stretch on one straight piece of border. */
export interface StretchPart {
  /** As the first unit draws it; the place of the stretch. */
  first: Line;
  /** The lines behind which ground belongs to the first unit alone, to the second alone. */
  sides: [Line, Line];
  lengthM: number;
}

/** A run of border along which either side holds the same classes throughout. */
export interface Stretch {
  parts: StretchPart[];
  lengthM: number;
  /** Class numbers each side holds, ascending. */
  classes: [number[], number[]];
  /** Feature numbers that meet the border from each side. */
  features: [Set<number>, Set<number>];
}

/** Divides a chain of border by what its two sides hold. */
export function divideChain(
  chain: BorderChain,
  holders: {first: BorderHolders; second: BorderHolders},
  classOf: (feature: number) => number,
): Stretch[] {
  const stretches: Stretch[] = [];
  for (const piece of chain.pieces) {
    const sides = sidesOf(piece);
    const [a, b, c, d] = sides[1];
    const left = holders.first.along(sides[0]);
    // the second area lies to the left of the border walked backwards
    const right = holders.second.along([c, d, a, b]).map(turned).reverse();
    for (const {from, to, areas} of together(left, right)) {
      const first = cut(piece.first, from, to);
      // along a slanting edge of kilometres a share of it is not that share of its length
      const lengthM = first === piece.first ? piece.lengthM : groundLengthM(...first);
      const ownSides: StretchPart['sides'] = [cut(sides[0], from, to), cut(sides[1], from, to)];
      append(stretches, {first, sides: ownSides, lengthM}, areas, classOf);
    }
  }
  return joinEnds(dropRounding(stretches), chain.isClosed);
}

/**
 * Each unit is judged behind its own line, but where the two overlap behind that of the other: what
 * lies on ground of both would else be held by both.
 */
function sidesOf({first, second, leftFrom, leftTo}: BorderPiece): StretchPart['sides'] {
  return leftFrom + leftTo > 0 ? [second, first] : [first, second];
}

/** Whether both sides hold the same classes. */
export function isMatched({classes: [first, second]}: Stretch): boolean {
  return sameList(first, second);
}

export function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

function append(
  stretches: Stretch[],
  part: StretchPart,
  areas: [number[], number[]],
  classOf: (feature: number) => number,
): void {
  const classes = areas.map((side) =>
    [...new Set(side.map(classOf))].sort((a, b) => a - b),
  ) as Stretch['classes'];
  const last = stretches.at(-1);
  if (last && sameSides(last.classes, classes)) {
    last.parts.push(part);
    last.lengthM += part.lengthM;
    areas.forEach((side, i) => side.forEach((area) => last.features[i]!.add(area)));
  } else {
    const features = areas.map((side) => new Set(side)) as Stretch['features'];
    stretches.push({parts: [part], lengthM: part.lengthM, classes, features});
  }
}

/** Stretches no longer than the resolution of data belong to what lies before them. */
function dropRounding(stretches: Stretch[]): Stretch[] {
  const kept: Stretch[] = [];
  let ahead: StretchPart[] = [];
  for (const stretch of stretches) {
    const last = kept.at(-1);
    if (stretch.lengthM <= TOUCH_M && stretches.length > 1) {
      if (last) extend(last, stretch.parts);
      else ahead.push(...stretch.parts);
    } else if (last && sameSides(last.classes, stretch.classes)) {
      extend(last, stretch.parts);
      stretch.features.forEach((side, i) => side.forEach((area) => last.features[i]!.add(area)));
    } else {
      kept.push(stretch);
      if (ahead.length > 0) {
        stretch.parts = [...ahead, ...stretch.parts];
        stretch.lengthM += lengthOf(ahead);
        ahead = [];
      }
    }
  }
  return kept.length === 0 ? stretches : kept;
}

/** All round a unit the last stretch goes on in the first. */
function joinEnds(stretches: Stretch[], isClosed: boolean): Stretch[] {
  const first = stretches[0];
  const last = stretches.at(-1);
  if (!isClosed || !first || !last || first === last) return stretches;
  if (!sameSides(first.classes, last.classes)) return stretches;
  extend(last, first.parts);
  first.features.forEach((side, i) => side.forEach((area) => last.features[i]!.add(area)));
  return stretches.slice(1);
}

function extend(stretch: Stretch, parts: StretchPart[]): void {
  stretch.parts.push(...parts);
  stretch.lengthM += lengthOf(parts);
}

function lengthOf(parts: StretchPart[]): number {
  return parts.reduce((sum, {lengthM}) => sum + lengthM, 0);
}

function sameSides(a: Stretch['classes'], b: Stretch['classes']): boolean {
  return sameList(a[0], b[0]) && sameList(a[1], b[1]);
}

function turned({from, to, areas}: HeldStretch): HeldStretch {
  return {from: 1 - to, to: 1 - from, areas};
}

interface BothHeld {
  from: number;
  to: number;
  areas: [number[], number[]];
}

/** Two divisions of one piece laid over each other. */
function together(left: HeldStretch[], right: HeldStretch[]): BothHeld[] {
  const both: BothHeld[] = [];
  let from = 0;
  for (let l = 0, r = 0; l < left.length && r < right.length;) {
    const to = Math.min(left[l]!.to, right[r]!.to);
    if (to - from > 1e-12) both.push({from, to, areas: [left[l]!.areas, right[r]!.areas]});
    if (left[l]!.to <= to + 1e-12) l++;
    if (right[r]!.to <= to + 1e-12) r++;
    from = to;
  }
  // rounding of 1 − to must not shorten the piece
  if (both.length > 0) both.at(-1)!.to = 1;
  return both;
}

function cut(line: Line, from: number, to: number): Line {
  if (from === 0 && to === 1) return line;
  const [a, b, c, d] = line;
  const at = (share: number): [number, number] =>
    share === 0 ? [a, b] : share === 1 ? [c, d] : [a + (c - a) * share, b + (d - b) * share];
  return [...at(from), ...at(to)];
}
