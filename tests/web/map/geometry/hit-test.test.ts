import type {MultiPolygon} from 'geojson';
import {describe, expect, it} from 'vitest';
import {cameraAt, toPosition, toScreen} from '../../../../web/src/map/camera.ts';
import {edgeAt, partAt, vertexAt} from '../../../../web/src/map/geometry/hit-test.ts';
import {RingCache} from '../../../../web/src/map/geometry/ring-cache.ts';

const geometry: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: [
    [
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
        [0, 0],
      ],
      [
        [1, 1],
        [1, 2],
        [2, 2],
        [2, 1],
        [1, 1],
      ],
    ],
    [
      [
        [6, 0],
        [7, 0],
        [7, 1],
        [6, 0],
      ],
    ],
  ],
};
const camera = cameraAt([3, 2], 7, 800, 600);
const cache = new RingCache();

describe('the camera', () => {
  it('puts its centre in the middle of the screen', () => {
    const [x, y] = toScreen(camera, [3, 2]);
    expect(x).toBeCloseTo(400, 9);
    expect(y).toBeCloseTo(300, 9);
  });

  it('goes to the screen and back within a millimetre', () => {
    const [lon, lat] = toPosition(camera, toScreen(camera, [1.234567, 1.7654321]));
    expect(lon).toBeCloseTo(1.234567, 8);
    expect(lat).toBeCloseTo(1.7654321, 8);
  });
});

describe('what is under the pointer', () => {
  it('is a vertex within reach, named by part, ring and place', () => {
    const [x, y] = toScreen(camera, [2, 2]);
    expect(vertexAt(geometry, camera, [x + 5, y], 9, cache)).toEqual({part: 0, ring: 1, vertex: 2});
    expect(vertexAt(geometry, camera, [x + 30, y], 9, cache)).toBeNull();
  });

  it('is the first vertex and not the position that closes the ring', () => {
    const at = toScreen(camera, [0, 0]);
    expect(vertexAt(geometry, camera, at, 9, cache)).toEqual({part: 0, ring: 0, vertex: 0});
  });

  it('is an edge, with the nearest place on it', () => {
    const [x, y] = toScreen(camera, [4, 2]);
    const hit = edgeAt(geometry, camera, [x + 6, y], 9, cache)!;
    expect(hit.edge).toEqual({part: 0, ring: 0, vertex: 1});
    expect(hit.position[0]).toBeCloseTo(4, 7);
    expect(hit.position[1]).toBeCloseTo(2, 7);
  });

  it('is a part, but not inside its hole', () => {
    expect(partAt(geometry, [3, 3])).toBe(0);
    expect(partAt(geometry, [1.5, 1.5])).toBeNull();
    expect(partAt(geometry, [6.9, 0.5])).toBe(1);
    expect(partAt(geometry, [5, 5])).toBeNull();
  });
});
