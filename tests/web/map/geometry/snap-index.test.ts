import type {FeatureCollection, Position} from 'geojson';
import {describe, expect, it} from 'vitest';
import {cameraAt, toScreen} from '../../../../web/src/map/camera.ts';
import {SnapIndex} from '../../../../web/src/map/geometry/snap-index.ts';
import {traceBetween} from '../../../../web/src/map/geometry/trace.ts';

// not representable in fewer digits: what is snapped to must come back bit for bit
const CORNER: Position = [110.123456789012, 30.987654321098];
const ring: Position[] = [CORNER, [110.2, 30.98], [110.2, 31.05], [110.12, 31.05], CORNER];
const candidates: FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    {type: 'Feature', properties: {}, geometry: {type: 'Polygon', coordinates: [ring]}},
    {
      type: 'Feature',
      properties: {},
      geometry: {type: 'Point', coordinates: [110.15, 31]},
    },
  ],
};
const camera = cameraAt([110.16, 31.01], 12, 1000, 800);
const index = new SnapIndex(candidates);

function near(position: Position, dx: number, dy: number) {
  const [x, y] = toScreen(camera, position);
  return index.find(camera, [x + dx, y + dy], 10);
}

describe('snapping', () => {
  it('gives the very coordinates of the vertex', () => {
    const snap = near(CORNER, 4, -5)!;
    expect(snap.kind).toBe('vertex');
    expect(snap.position[0]).toBe(CORNER[0]);
    expect(snap.position[1]).toBe(CORNER[1]);
  });

  it('prefers a vertex in reach to an edge that is nearer', () => {
    // on the edge itself, eight pixels from the corner
    expect(near([110.2, 30.98], 0, -8)!.kind).toBe('vertex');
  });

  it('gives a point on the straight line between the vertices of an edge', () => {
    const snap = near([110.2, 31.015], 6, 0)!;
    expect(snap.kind).toBe('edge');
    expect(snap.position[0]).toBe(110.2);
    expect(snap.position[1]).toBeCloseTo(31.015, 4);
    expect(snap.vertex).toBe(1);
  });

  it('finds nothing out of reach, and nothing among points or without candidates', () => {
    expect(near(CORNER, -40, 0)).toBeNull();
    expect(near([110.15, 31], 0, 0)).toBeNull();
    const empty = new SnapIndex({type: 'FeatureCollection', features: []});
    expect(empty.find(camera, [10, 10], 10)).toBeNull();
  });
});

describe('following a boundary', () => {
  const at = (vertex: number) => ({
    position: ring[vertex]!,
    kind: 'vertex' as const,
    line: ring,
    vertex,
  });

  it('gives the vertices between two on an open line, in the order of walking', () => {
    const line = ring.slice(0, -1);
    const on = (vertex: number) => ({...at(vertex), line});
    expect(traceBetween(on(0), on(3))).toEqual([ring[1], ring[2]]);
    expect(traceBetween(on(3), on(0))).toEqual([ring[2], ring[1]]);
  });

  it('goes the shorter way round a ring, over its seam when that is shorter', () => {
    expect(traceBetween(at(3), at(0))).toEqual([]);
    expect(traceBetween(at(3), at(1))).toEqual([ring[0]]);
  });

  it('starts and ends within edges without repeating them', () => {
    const from = {position: [110.2, 31] as Position, kind: 'edge' as const, line: ring, vertex: 1};
    const to = {
      position: [110.15, 31.05] as Position,
      kind: 'edge' as const,
      line: ring,
      vertex: 2,
    };
    expect(traceBetween(from, to)).toEqual([ring[2]]);
    expect(traceBetween(to, from)).toEqual([ring[2]]);
  });

  it('has nothing to follow between two different lines', () => {
    expect(traceBetween(at(0), {...at(2), line: [...ring]})).toBeNull();
  });
});
