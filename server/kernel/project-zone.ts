import type {FlatRings} from './geometry.ts';
import type {LonLatRings} from './lon-lat-rings.ts';
import {projectEdges, turned} from './project-rings.ts';

/**
 * Brings the versions of one drawing into the legal plane, to the last bit as `projectRings`
 * does. What comes before the first moved vertex and after the last is taken over from the version
 * before: 20 000 vertices of which one was dragged take 0.08 ms instead of 0.35.
 */
export class ZoneProjector {
  private last: LonLatRings = {
    lonLat: new Float64Array(0),
    starts: new Uint32Array(1),
    isShell: new Uint8Array(0),
  };
  // x, y of the last version, and where in it the edge from each vertex begins
  private xy = new Float64Array(0);
  private edgeStarts = new Uint32Array(1);

  /** The result is good until the next call. */
  project(rings: LonLatRings): FlatRings {
    const {lonLat, starts, isShell} = rings;
    const vertexCount = lonLat.length / 2;
    const [firstEdge, endEdge] = this.changedEdges(rings);
    const edgeStarts = new Uint32Array(vertexCount + 1);
    edgeStarts.set(this.edgeStarts.subarray(0, firstEdge));
    const before = firstEdge === 0 ? 0 : this.edgeStarts[firstEdge]!;
    const middle = projectEdges(rings, firstEdge, endEdge, edgeStarts, before);
    const after = endEdge === vertexCount ? this.xy.length : this.edgeStarts[endEdge]!;
    const shift = before + middle.length - after;
    for (let k = endEdge; k < vertexCount; k++) edgeStarts[k] = this.edgeStarts[k]! + shift;

    const xy = new Float64Array(this.xy.length + shift);
    xy.set(this.xy.subarray(0, before));
    xy.set(middle, before);
    xy.set(this.xy.subarray(after), before + middle.length);
    edgeStarts[vertexCount] = xy.length;
    this.last = rings;
    this.xy = xy;
    this.edgeStarts = edgeStarts;
    const outStarts = starts.map((start) => edgeStarts[start]! / 2);
    return {xy: turned(xy, outStarts, isShell), starts: outStarts};
  }

  // edges from the first to before the end may have changed; all of them when the rings are others
  private changedEdges({lonLat, starts}: LonLatRings): [number, number] {
    const {lonLat: known} = this.last;
    const vertexCount = lonLat.length / 2;
    if (!this.hasStarts(starts)) return [0, vertexCount];
    let first = 0;
    while (first < lonLat.length && lonLat[first] === known[first]) first++;
    if (first === lonLat.length) return [vertexCount, vertexCount];
    let last = lonLat.length - 1;
    while (lonLat[last] === known[last]) last--;
    return edgesBetween(first >>> 1, last >>> 1, starts);
  }

  private hasStarts(starts: Uint32Array): boolean {
    const {starts: last} = this.last;
    return last.length === starts.length && last.every((start, r) => start === starts[r]);
  }
}

// The edges of the vertices from first to last: from the one that ends in the first to the one that
// begins in the last, or to the end of the last one's ring where its start moved, in which it closes.
function edgesBetween(first: number, last: number, starts: Uint32Array): [number, number] {
  const ring = starts.findLastIndex((start) => start <= last);
  const isClosingMoved = starts[ring]! >= first;
  return [
    starts.includes(first) ? first : first - 1,
    isClosingMoved ? starts[ring + 1]! : last + 1,
  ];
}
