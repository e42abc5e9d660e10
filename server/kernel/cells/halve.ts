/**
 * One ring on its way down the quadtree: a window into coordinates it may share with others, with
 * its bounding box. The inside is on its left; it closes by itself.
 */
export interface CutRing {
  xy: Float64Array;
  /** window into xy, in vertices */
  start: number;
  end: number;
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
  /** the feature it belongs to */
  feature: number;
}

/**
 * Space for the coordinates of a walk down the quadtree. What a cell's quarters take is given back
 * when they are done, so one buffer serves millions of rings that would each have had an array.
 */
export class Scratch {
  private chunks = [new Float64Array(SCRATCH_LENGTH)];
  private chunk = 0;
  private top = 0;

  /** Where the space in use ends now; `release` takes it back to there. */
  mark(): number {
    return this.chunk * CHUNK_STRIDE + this.top;
  }

  release(mark: number): void {
    this.chunk = Math.floor(mark / CHUNK_STRIDE);
    this.top = mark % CHUNK_STRIDE;
  }

  /** Copies the vertices `from` … `end` of `xy`, counted in numbers, and makes a ring of them. */
  keep(feature: number, xy: Float64Array, from: number, end: number): CutRing {
    const length = end - from;
    while (this.top + length > this.chunks[this.chunk]!.length) {
      this.chunk++;
      this.top = 0;
      const room = this.chunks[this.chunk];
      if (room === undefined || room.length < length) {
        this.chunks[this.chunk] = new Float64Array(Math.max(SCRATCH_LENGTH, length));
      }
    }
    const room = this.chunks[this.chunk]!;
    const start = this.top;
    this.top += length;
    let minX = Infinity;
    let minY = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    for (let i = 0; i < length; i += 2) {
      const x = xy[from + i]!;
      const y = xy[from + i + 1]!;
      room[start + i] = x;
      room[start + i + 1] = y;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
    return {
      xy: room,
      start: start / 2,
      end: (start + length) / 2,
      minX,
      minY,
      maxX,
      maxY,
      feature,
    };
  }
}

/** Numbers in a chunk of scratch space: half a megabyte. */
const SCRATCH_LENGTH = 2 ** 16;
/** More than any chunk is long. */
const CHUNK_STRIDE = 2 ** 40;

/** Makes a ring of a window, with its bounding box. */
export function cutRing(feature: number, xy: Float64Array, start: number, end: number): CutRing {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return {xy, start, end, minX, minY, maxX, maxY, feature};
}

/**
 * Halves rings along grid lines (Sutherland–Hodgman on both sides of the line in one walk). A ring
 * that leaves and comes back is not taken apart: its half runs along the line instead, there and
 * back, which neither an area nor a winding number notices.
 *
 * The crossing of an edge with the line is reckoned once for both halves and always from the end
 * with the smaller coordinate, so two features that walk a shared edge in opposite directions still
 * share it afterwards, to the last bit, and the halves' areas add up.
 *
 * Owns the scratch space of the walk, so make one per thread.
 */
export class RingHalver {
  private low = new Float64Array(1024);
  private high = new Float64Array(1024);

  /** @param scratch where the coordinates of halves go; they are good until it is released. */
  constructor(readonly scratch = new Scratch()) {}

  /**
   * Splits at x = line (axis 0) or y = line (axis 1) and puts each half in its list; one without area
   * on its side is dropped.
   */
  halve(
    ring: CutRing,
    axis: 0 | 1,
    line: number,
    {lows, highs}: {lows: CutRing[]; highs: CutRing[]},
  ): void {
    const {xy, start, end} = ring;
    // every edge adds at most itself and one crossing to a side
    const needed = 4 * (end - start) + 8;
    if (this.low.length < needed) {
      this.low = new Float64Array(2 * needed);
      this.high = new Float64Array(2 * needed);
    }
    const {low, high} = this;
    const across = 1 - axis;
    let lowLength = 0;
    let highLength = 0;

    let a = xy[2 * end - 2 + axis]!;
    let aAcross = xy[2 * end - 2 + across]!;
    for (let i = 2 * start; i < 2 * end; i += 2) {
      const b = xy[i + axis]!;
      const bAcross = xy[i + across]!;
      if ((a < line && b > line) || (a > line && b < line)) {
        const crossing =
          a < b
            ? crossingAt(a, aAcross, b, bAcross, line)
            : crossingAt(b, bAcross, a, aAcross, line);
        lowLength = push(low, lowLength, axis, line, line, crossing);
        highLength = push(high, highLength, axis, line, line, crossing);
      }
      if (b <= line) lowLength = push(low, lowLength, axis, line, b, bAcross);
      if (b >= line) highLength = push(high, highLength, axis, line, b, bAcross);
      a = b;
      aAcross = bAcross;
    }
    const lowHalf = this.finish(low, lowLength, axis, line, ring.feature);
    const highHalf = this.finish(high, highLength, axis, line, ring.feature);
    if (lowHalf) lows.push(lowHalf);
    if (highHalf) highs.push(highHalf);
  }

  // folds the run that goes on across the seam of the ring, and copies what is left
  private finish(
    xy: Float64Array,
    length: number,
    axis: 0 | 1,
    line: number,
    feature: number,
  ): CutRing | null {
    let from = 0;
    while (length - from >= 6 && xy[length - 2 + axis] === line && xy[from + axis] === line) {
      if (xy[length - 4 + axis] === line) length -= 2;
      else if (xy[from + 2 + axis] === line) from += 2;
      else break;
    }
    if (length - from < 6) return null;
    const mark = this.scratch.mark();
    const ring = this.scratch.keep(feature, xy, from, length);
    // what only touches the line has no area on this side
    if (ring.minX < ring.maxX && ring.minY < ring.maxY) return ring;
    this.scratch.release(mark);
    return null;
  }
}

// the other coordinate where an edge from (a, aAcross) to (b, bAcross), a < b, meets the line
function crossingAt(a: number, aAcross: number, b: number, bAcross: number, line: number): number {
  const crossing = aAcross + (bAcross - aAcross) * ((line - a) / (b - a));
  return aAcross < bAcross
    ? Math.min(Math.max(crossing, aAcross), bAcross)
    : Math.min(Math.max(crossing, bAcross), aAcross);
}

/** Appends a position. Of a run along the line only the two ends stay: spikes fold away with it. */
function push(
  xy: Float64Array,
  length: number,
  axis: 0 | 1,
  line: number,
  along: number,
  across: number,
): number {
  const other = 1 - axis;
  if (along === line && length >= 2 && xy[length - 2 + axis] === line) {
    if (xy[length - 2 + other] === across) return length;
    if (length >= 4 && xy[length - 4 + axis] === line) length -= 2;
    // folded back onto the start of the run
    if (length >= 2 && xy[length - 2 + axis] === line && xy[length - 2 + other] === across)
      return length;
  }
  xy[length + axis] = along;
  xy[length + other] = across;
  return length + 2;
}
