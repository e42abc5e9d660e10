import {expect, test} from 'vitest';
import {projectRings} from '../../server/kernel/project-rings.ts';
import type {MultiPolygon, Ring} from '../../server/kernel/geometry.ts';
import {layOutLonLat} from '../../server/kernel/lon-lat-rings.ts';
import {ZoneProjector} from '../../server/kernel/project-zone.ts';
import {seededRandom} from '../bench/synthetic-layer.ts';

const random = seededRandom(3);

function ring(lon: number, lat: number, radius: number, count: number, isClockwise: boolean): Ring {
  const open: Ring = Array.from({length: count}, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    const r = radius * (0.7 + 0.3 * random());
    return [lon + r * Math.cos(angle), lat + r * Math.sin(angle)];
  });
  if (isClockwise) open.reverse();
  return [...open, open[0]!];
}

const zone: MultiPolygon = [
  [ring(112, 30, 1, 50, true), ring(112, 30, 0.3, 20, true)],
  [ring(116, 31, 0.01, 400, false), ring(116, 31, 0.002, 30, false)],
];

test('a zone laid out flat comes to the same place as its nested positions, to the last bit', () => {
  const flat = new ZoneProjector().project(layOutLonLat(zone));
  expect(flat).toEqual(projectRings(layOutLonLat(zone)));
});

test('a drawing whose vertices are moved, added and removed one after the other does so at every step', () => {
  const projector = new ZoneProjector();
  const drawn = structuredClone(zone);
  projector.project(layOutLonLat(drawn));
  for (let step = 0; step < 60; step++) {
    const polygon = drawn[Math.floor(random() * 2)]!;
    const edited = polygon[Math.floor(random() * 2)]!;
    const i = 1 + Math.floor(random() * (edited.length - 2));
    const [lon, lat] = edited[i]!;
    if (step % 5 === 3) edited.splice(i, 0, [lon + 1e-3, lat + 1e-3]);
    else if (step % 5 === 4) edited.splice(i, 1);
    // far enough now and then for its edges to need more positions
    else edited[i] = [lon + (random() - 0.5) * 0.01, lat + (random() - 0.5) * 0.05];
    expect(projector.project(layOutLonLat(drawn))).toEqual(projectRings(layOutLonLat(drawn)));
  }
});

test.each([
  ['alone', 0, 0],
  ['and others of its ring', 0, 5],
  ['and others of the next ring', 0, 60],
  ['of the second ring and some before it', 45, 50],
])('the first vertex of a ring, %s, moves both edges that meet there', (_, from, to) => {
  const projector = new ZoneProjector();
  const drawn = structuredClone(zone);
  projector.project(layOutLonLat(drawn));
  const rings = drawn.flat();
  let vertex = 0;
  for (const ring of rings) {
    for (let k = 0; k + 1 < ring.length; k++, vertex++)
      if (vertex >= from && vertex <= to) ring[k] = [ring[k]![0] + 0.01, ring[k]![1] + 0.002];
    ring[ring.length - 1] = ring[0]!;
  }
  expect(projector.project(layOutLonLat(drawn))).toEqual(projectRings(layOutLonLat(drawn)));
});

test('a zone of nothing stays nothing', () => {
  expect(new ZoneProjector().project(layOutLonLat([])).xy).toHaveLength(0);
});
