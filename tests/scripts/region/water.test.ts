import {beforeAll, describe, expect, it} from 'vitest';
import {edgesOf, makeSample, outline, ringsOf} from './sample.ts';
import type {Sample, SampleFeature} from './sample.ts';

let sample: Sample;
let byCode: Map<string, SampleFeature>;
beforeAll(async () => {
  sample = await makeSample();
  byCode = new Map(
    ['units', 'basins', 'rivers'].flatMap((id) => sample.layer(id).map((f) => [f.id, f] as const)),
  );
});

describe('basins', () => {
  const level = (number: number) =>
    sample.layer('basins').filter((basin) => basin.properties.level === number);

  it('partition the land at each of their four levels', () => {
    const provinces = sample.layer('units').filter((u) => u.properties.level === 'province');
    for (const number of [1, 2, 3, 4]) {
      const edges = level(number).flatMap(edgesOf);
      expect(new Set(edges).size).toBe(edges.length);
      expect(outline(level(number))).toEqual(outline(provinces));
    }
  });

  it('nest: a code begins with its parent’s, and parents are the union of their children', () => {
    for (const basin of sample.layer('basins')) {
      const {parent, level: own} = basin.properties;
      expect(basin.id).toHaveLength([1, 3, 5, 7][Number(own) - 1]!);
      if (parent === null) continue;
      expect(basin.id.startsWith(String(parent))).toBe(true);
      expect(byCode.get(String(parent))!.properties.level).toBe(Number(own) - 1);
    }
    for (const parent of [...level(1), ...level(2), ...level(3)]) {
      const children = sample.layer('basins').filter((b) => b.properties.parent === parent.id);
      expect([parent.id, outline(children)]).toEqual([parent.id, new Set(edgesOf(parent))]);
    }
  });

  it('flow to a neighbour of their own level and in the end out of the region', () => {
    for (const basin of sample.layer('basins')) {
      const seen = new Set<string>();
      for (let at: SampleFeature | undefined = basin; at;) {
        expect([...seen]).not.toContain(at.id);
        seen.add(at.id);
        const {downstream, level: own}: SampleFeature['properties'] = at.properties;
        if (downstream === null) break;
        const next: SampleFeature = byCode.get(String(downstream))!;
        expect(next.properties.level).toBe(own);
        expect([at.id, next.id, touch(at, next)]).toEqual([at.id, next.id, true]);
        at = next;
      }
    }
    expect(level(1).every((basin) => basin.properties.downstream === null)).toBe(true);
    expect(level(4).filter((basin) => basin.properties.downstream === null)).toHaveLength(
      level(1).length,
    );
  });
});

describe('rivers', () => {
  it('run downhill and join end to start', () => {
    for (const reach of sample.layer('rivers')) {
      const {top_m: top, bottom_m: bottom, downstream} = reach.properties;
      expect(Number(bottom)).toBeLessThanOrEqual(Number(top));
      if (downstream === null) continue;
      const next = byCode.get(String(downstream))!;
      expect(points(next)[0]).toEqual(points(reach).at(-1));
      expect(Number(next.properties.flow_m3s)).toBeGreaterThanOrEqual(
        Number(reach.properties.flow_m3s),
      );
      expect(Number(next.properties.order)).toBeGreaterThanOrEqual(Number(reach.properties.order));
    }
  });

  it('leave the region once for every river system', () => {
    const mouths = sample.layer('rivers').filter((reach) => reach.properties.downstream === null);
    const systems = sample.layer('basins').filter((basin) => basin.properties.level === 1);
    expect(mouths.map((reach) => String(reach.properties.basin)[0]).sort()).toEqual(
      systems.map((basin) => basin.id).sort(),
    );
    const land = outline(sample.layer('units').filter((u) => u.properties.level === 'province'));
    const shore = new Set([...land].flatMap((edge) => edge.split(' ')));
    for (const reach of mouths) expect(shore.has(points(reach).at(-1)!.join(','))).toBe(true);
  });

  it('cross county borders only in vertices both have', () => {
    const border = borderVertices(sample);
    let met = 0;
    for (const reach of sample.layer('rivers')) {
      met += points(reach).filter((point) => border.has(point.join(','))).length;
    }
    expect(met).toBeGreaterThan(sample.layer('sections').length);
  });
});

describe('monitoring sections', () => {
  it('stand where a river leaves the one unit for the other', () => {
    const onRiver = new Set(
      sample.layer('rivers').flatMap((reach) => points(reach).map((point) => point.join(','))),
    );
    for (const section of sample.layer('sections')) {
      const place = (section.geometry.coordinates as number[]).join(',');
      expect([section.id, onRiver.has(place)]).toEqual([section.id, true]);
      const {upstream_unit: up, downstream_unit: down} = section.properties;
      for (const code of [up, down]) {
        const unit = byCode.get(String(code))!;
        expect(ringsOf(unit).flat().map(String)).toContain(place);
      }
    }
  });

  it('leave the crossings unwatched that the manifest names', () => {
    const {unmonitoredCrossings} = sample.region.deliberate;
    expect(unmonitoredCrossings.length).toBeGreaterThan(2);
    const watched = new Set(sample.layer('sections').map((s) => String(s.geometry.coordinates)));
    const border = borderVertices(sample);
    for (const {at} of unmonitoredCrossings) {
      expect(watched.has(String(at))).toBe(false);
      expect(border.has(at.join(','))).toBe(true);
    }
  });
});

function points(reach: SampleFeature): [number, number][] {
  return reach.geometry.coordinates as [number, number][];
}

function touch(a: SampleFeature, b: SampleFeature): boolean {
  const vertices = new Set(ringsOf(a).flat().map(String));
  return ringsOf(b)
    .flat()
    .some((point) => vertices.has(String(point)));
}

/** Vertices where two counties' rings meet. */
function borderVertices({layer}: Sample): Set<string> {
  const owners = new Map<string, string>();
  const border = new Set<string>();
  for (const unit of layer('units')) {
    if (unit.properties.level !== 'county') continue;
    for (const point of ringsOf(unit).flat()) {
      const key = point.join(',');
      const owner = owners.get(key);
      if (owner !== undefined && owner !== unit.id) border.add(key);
      owners.set(key, unit.id);
    }
  }
  return border;
}
