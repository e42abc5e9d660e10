import {EdgeFrame} from './edge-frame.ts';
import {findEdgeTwins} from './edge-twins.ts';
import {groundLengthM} from './ground-length.ts';
import {nearEdges} from './near-edges.ts';
import {EdgeIndex, type Outlines} from './outlines.ts';

/** A straight piece of a border as either area draws it; both run the way of the first. Degrees. */
export interface BorderPiece {
  /** lon, lat of start and end; the first area lies to the left. */
  first: [number, number, number, number];
  /** The same ground as the second area draws it; the very same numbers where the edge is shared. */
  second: [number, number, number, number];
  /** Metres from the first line to the second at start and end: left, into the first, is positive. */
  leftFrom: number;
  leftTo: number;
  /** Length on the ground of the first area's line. */
  lengthM: number;
}

/** Pieces of one border that follow each other without a break. */
export interface BorderChain {
  first: number;
  second: number;
  pieces: BorderPiece[];
  /** Whether the last piece ends where the first begins: a border all round an area. */
  isClosed: boolean;
}

/** Part of an outline along which no other area lies. */
export interface LoosePiece {
  area: number;
  lengthM: number;
  at: [lon: number, lat: number];
}

export interface SharedBorders {
  chains: BorderChain[];
  loose: LoosePiece[];
  /** Pairs of areas that hold the same ground along an edge both walk the same way. */
  doubles: {area: number; other: number; at: [lon: number, lat: number]}[];
}

interface OwnPiece extends BorderPiece {
  other: number;
}

/**
 * The borders that areas share. Edges with the very same ends are found by hashing; of the rest, those
 * that run the other way within the tolerance, at right angles, are taken for the same border. A chain
 * belongs to the area with the lower number and runs as that area's outline does.
 */
export function findSharedBorders(outlines: Outlines, toleranceM: number): SharedBorders {
  const {twin, doubles} = findEdgeTwins(outlines);
  const {xy, next, owner, edgeCount} = outlines;
  const isDouble = new Uint8Array(edgeCount);
  for (const {edge} of doubles) isDouble[edge] = 1;
  const loners = new EdgeIndex(outlines, (edge) => twin[edge] === -1);
  const frame = new EdgeFrame();
  const borders: SharedBorders = {
    chains: [],
    loose: [],
    doubles: doubles.map(({edge, other}) => ({
      area: owner[other]!,
      other: owner[edge]!,
      at: middleOf(outlines, edge),
    })),
  };
  for (let area = 0; area < outlines.areaCount; area++) {
    let edge = outlines.areaStarts[area]!;
    const end = outlines.areaStarts[area + 1]!;
    while (edge < end) {
      // one ring: its edges follow each other until one leads back to its start
      const start = edge;
      const pieces: OwnPiece[] = [];
      do pieces.push(...piecesOf(edge));
      while (next[edge++] !== start);
      for (const chain of linkChains(area, pieces)) {
        if (!chain.isClosed) trimMouths(chain, toleranceM);
        if (chain.pieces.length > 0) borders.chains.push(chain);
      }
    }
  }
  return borders;

  function piecesOf(edge: number): OwnPiece[] {
    const to = next[edge]!;
    const line: BorderPiece['first'] = [
      xy[2 * edge]!,
      xy[2 * edge + 1]!,
      xy[2 * to]!,
      xy[2 * to + 1]!,
    ];
    if (twin[edge]! >= 0) {
      const other = owner[twin[edge]!]!;
      if (other < owner[edge]!) return [];
      return [
        {first: line, second: line, leftFrom: 0, leftTo: 0, lengthM: groundLengthM(...line), other},
      ];
    }
    const near = nearEdges(outlines, loners, edge, toleranceM, frame);
    const pieces: OwnPiece[] = [];
    let at = 0;
    for (const {edge: otherEdge, from, to: until, leftFrom, leftTo} of near) {
      noteLoose(edge, at, from);
      at = until;
      const other = owner[otherEdge]!;
      if (other < owner[edge]!) continue;
      const isWhole = from === 0 && until === frame.lengthM;
      const ends = isWhole ? line : lineBetween(frame, from, 0, until, 0);
      const piece = {
        first: ends,
        second: lineBetween(frame, from, leftFrom, until, leftTo),
        leftFrom,
        leftTo,
        lengthM: groundLengthM(...ends),
        other,
      };
      pieces.push(...splitAtCrossing(piece, frame, from, until));
    }
    noteLoose(edge, at, frame.lengthM);
    return pieces;
  }

  function noteLoose(edge: number, from: number, to: number): void {
    if (to - from <= toleranceM || isDouble[edge]) return;
    borders.loose.push({
      area: owner[edge]!,
      lengthM: to - from,
      at: frame.position((from + to) / 2, 0),
    });
  }
}

/** Cuts a piece where the two lines cross, so that each part is ground of nobody or of both. */
function splitAtCrossing(piece: OwnPiece, frame: EdgeFrame, from: number, to: number): OwnPiece[] {
  const {leftFrom, leftTo} = piece;
  if (leftFrom * leftTo >= 0) return [piece];
  const at = from + ((to - from) * leftFrom) / (leftFrom - leftTo);
  const [lon, lat] = frame.position(at, 0);
  const [a, b, c, d] = piece.first;
  const [e, f, g, h] = piece.second;
  const lengthM = groundLengthM(a, b, lon, lat);
  return [
    {...piece, first: [a, b, lon, lat], second: [e, f, lon, lat], leftTo: 0, lengthM},
    {
      ...piece,
      first: [lon, lat, c, d],
      second: [lon, lat, g, h],
      leftFrom: 0,
      lengthM: piece.lengthM - lengthM,
    },
  ];
}

/** 0.1 mm: what rounding leaves between two parts of one edge, in degrees and in metres. */
const SAME_DEGREES = 1e-9;
const SAME_M = 1e-4;

/** Links the pieces of one ring, which come in its order. */
function linkChains(first: number, pieces: OwnPiece[]): BorderChain[] {
  const chains: BorderChain[] = [];
  if (pieces.length === 0) return chains;
  const follows = (a: OwnPiece, b: OwnPiece) =>
    a.other === b.other &&
    Math.abs(a.first[2] - b.first[0]) < SAME_DEGREES &&
    Math.abs(a.first[3] - b.first[1]) < SAME_DEGREES;
  // begin where a chain begins, not where the ring happens to
  let begin = pieces.findIndex((piece, i) => !follows(pieces.at(i - 1)!, piece));
  const isClosed = begin < 0;
  if (isClosed) begin = 0;
  let chain: BorderChain | null = null;
  let last: OwnPiece | null = null;
  for (let i = 0; i < pieces.length; i++) {
    const {other, ...piece} = pieces[(begin + i) % pieces.length]!;
    const own = pieces[(begin + i) % pieces.length]!;
    if (chain === null || last === null || !follows(last, own)) {
      chain = {first, second: other, pieces: [], isClosed};
      chains.push(chain);
    }
    chain.pieces.push(piece);
    last = own;
  }
  return chains;
}

/**
 * Where two units part, at a coast or at a third unit, their outlines still run near each other for a
 * few metres. An end that opens to the tolerance is such a mouth and no border, if it opens steeply;
 * two drawings of one line part slowly.
 */
function trimMouths({pieces}: BorderChain, toleranceM: number): void {
  const atEnd = mouthLength([...pieces].reverse(), toleranceM, (one) => [one.leftFrom, one.leftTo]);
  pieces.splice(pieces.length - atEnd);
  const atStart = mouthLength(pieces, toleranceM, (one) => [one.leftTo, one.leftFrom]);
  pieces.splice(0, atStart);
}

// 11°: what opens more slowly takes 50 m to a tolerance of 10 m
const STEEP_MOUTH = 0.2;

/** How many pieces from an end belong to its mouth; `widths` gives inner and outer width of a piece. */
function mouthLength(
  fromEnd: BorderPiece[],
  toleranceM: number,
  widths: (piece: BorderPiece) => [inner: number, outer: number],
): number {
  let count = 0;
  let lengthM = 0;
  let outermost = 0;
  let before = Infinity;
  for (const piece of fromEnd) {
    const [inner, outer] = widths(piece).map(Math.abs) as [number, number];
    if (count === 0) outermost = outer;
    if (outer > before + 1e-6 || inner > outer) break;
    before = inner;
    lengthM += piece.lengthM;
    count++;
    if (inner < SAME_M) break;
  }
  const isMouth = outermost > 0.99 * toleranceM && outermost - before > STEEP_MOUTH * lengthM;
  return isMouth ? count : 0;
}

function middleOf({xy, next}: Outlines, edge: number): [number, number] {
  const to = next[edge]!;
  return [(xy[2 * edge]! + xy[2 * to]!) / 2, (xy[2 * edge + 1]! + xy[2 * to + 1]!) / 2];
}

function lineBetween(
  frame: EdgeFrame,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): BorderPiece['first'] {
  return [...frame.position(x0, y0), ...frame.position(x1, y1)];
}
