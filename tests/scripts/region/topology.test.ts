import Flatbush from 'flatbush';
import {beforeAll, describe, expect, it} from 'vitest';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalPlane} from '../../../server/kernel/legal-plane.ts';
import type {Ring} from '../../../server/kernel/geometry.ts';
import {edgesOf, makeSample, outline, polygonsOf, ringsOf} from './sample.ts';
import type {Sample, SampleFeature} from './sample.ts';

let sample: Sample;
beforeAll(async () => {
  sample = await makeSample();
});

const AREAS = [
  'units',
  'redlines',
  'main-function-zones',
  'environment-zones',
  'basins',
  'protected-areas',
  'land-cover',
  'permanent-farmland',
  'industrial-parks',
  'town-boundaries',
];

describe('the sample region', () => {
  it('has about 60 000 vertices, so that a first start stays short', () => {
    const total = sample.region.layers.reduce((sum, {vertices}) => sum + vertices, 0);
    expect(Math.abs(total - 60_000)).toBeLessThan(3_000);
  });
});

describe('the same seed', () => {
  it('gives the same bytes, another seed other bytes', async () => {
    const sums = (made: Sample) => made.region.layers.map((layer) => layer.sha256);
    expect(sums(await makeSample())).toEqual(sums(sample));
    const other = sums(await makeSample(8));
    expect(other.some((sum, index) => sum === sums(sample)[index])).toBe(false);
  });
});

describe('every layer', () => {
  it('has the features and vertices its manifest entry says', () => {
    for (const {id, features, vertices} of sample.region.layers) {
      const list = sample.layer(id);
      expect([id, list.length]).toEqual([id, features]);
      expect([id, count(list)]).toEqual([id, vertices]);
    }
  });

  it('has codes that are unique and are the features’ ids', () => {
    for (const {id} of sample.region.layers) {
      const ids = sample.layer(id).map((feature) => feature.id);
      expect([id, new Set(ids).size]).toEqual([id, ids.length]);
      expect(sample.layer(id).map((feature) => feature.properties.code)).toEqual(ids);
    }
  });
});

describe.each(AREAS)('polygons of %s', (id) => {
  it('have closed rings that never touch or cross themselves or each other but in single points', () => {
    for (const feature of sample.layer(id)) {
      for (const ring of ringsOf(feature)) {
        expect(ring.length).toBeGreaterThan(3);
        expect(ring[0]).toEqual(ring.at(-1));
        const open = ring.slice(1).map(String);
        expect([feature.id, new Set(open).size]).toEqual([feature.id, open.length]);
      }
      expect([feature.id, crossings(feature)]).toEqual([feature.id, 0]);
    }
  });

  it('have counter-clockwise shells and clockwise holes', () => {
    for (const polygon of sample.layer(id).flatMap(polygonsOf)) {
      polygon.forEach((ring, index) => expect(Math.sign(turning(ring))).toBe(index ? -1 : 1));
    }
  });
});

describe('units', () => {
  const level = (name: string) => sample.layer('units').filter((u) => u.properties.level === name);

  it('share borders exactly: inside the land every edge is run twice, once each way', () => {
    for (const name of ['province', 'prefecture', 'county']) {
      const edges = level(name).flatMap(edgesOf);
      // no edge is run twice the same way
      expect([name, new Set(edges).size]).toEqual([name, edges.length]);
      expect(outline(level(name))).toEqual(outline(level('province')));
    }
  });

  it('are exactly the union of their children', () => {
    for (const parent of [...level('province'), ...level('prefecture')]) {
      const children = sample.layer('units').filter((u) => u.properties.parent === parent.id);
      expect(children.length).toBeGreaterThan(1);
      expect([parent.id, outline(children)]).toEqual([parent.id, new Set(edgesOf(parent))]);
      const people = children.reduce((sum, child) => sum + Number(child.properties.population), 0);
      expect(people).toBe(parent.properties.population);
      expect(children.every((c) => c.id.startsWith(parent.id.replace(/(00)+$/, '')))).toBe(true);
    }
  });

  it('have codes no real unit has, and names no other unit has', () => {
    const units = sample.layer('units');
    expect(units.every((unit) => /^(91|92|93)\d{4}$/.test(unit.id))).toBe(true);
    expect(new Set(units.map((unit) => unit.properties.name_zh)).size).toBe(units.length);
  });
});

describe.each(['land-cover', 'environment-zones', 'main-function-zones'])('%s', (id) => {
  it('covers the land without gap or overlap', () => {
    const features = sample.layer(id).filter((f) => f.properties.class !== 'prohibited');
    const edges = features.flatMap(edgesOf);
    expect(new Set(edges).size).toBe(edges.length);
    const provinces = sample.layer('units').filter((u) => u.properties.level === 'province');
    expect(outline(features)).toEqual(outline(provinces));
    expect(area(features) / area(provinces)).toBeCloseTo(1, 12);
  });
});

function area(features: SampleFeature[]): number {
  return features.reduce((sum, feature) => {
    const legal = polygonsOf(feature).map((polygon) =>
      polygon.map((ring) => ring.map(([lon, lat]) => toLegalPlane(lon, lat))),
    );
    return sum + multiPolygonAreaM2(legal);
  }, 0);
}

/** Pairs of edges of a feature that share more than an end point. */
function crossings(feature: SampleFeature): number {
  const edges = ringsOf(feature).flatMap((ring) =>
    ring.slice(1).map((to, index) => [ring[index]!, to] as const),
  );
  const index = new Flatbush(edges.length);
  for (const [[ax, ay], [bx, by]] of edges) {
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index.finish();
  let found = 0;
  edges.forEach(([a, b], own) => {
    const near = index.search(
      Math.min(a[0], b[0]),
      Math.min(a[1], b[1]),
      Math.max(a[0], b[0]),
      Math.max(a[1], b[1]),
      (other) => other > own,
    );
    for (const other of near) {
      const [c, d] = edges[other]!;
      const ends = [c, d].filter((p) => String(p) === String(a) || String(p) === String(b));
      if (ends.length > 1) found++;
      else if (ends.length === 0 && side(a, b, c) * side(a, b, d) <= 0) {
        if (side(c, d, a) * side(c, d, b) <= 0) found++;
      }
    }
  });
  return found;
}

function side(a: readonly number[], b: readonly number[], p: readonly number[]): number {
  return Math.sign((b[0]! - a[0]!) * (p[1]! - a[1]!) - (b[1]! - a[1]!) * (p[0]! - a[0]!));
}

function turning(ring: Ring): number {
  let sum = 0;
  const [x0, y0] = ring[0]!;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum;
}

function count(features: SampleFeature[]): number {
  return features.reduce((sum, feature) => {
    const {geometry} = feature;
    if (geometry.type === 'Point') return sum + 1;
    if (geometry.type === 'LineString') return sum + geometry.coordinates.length;
    return sum + ringsOf(feature).reduce((points, ring) => points + ring.length, 0);
  }, 0);
}
