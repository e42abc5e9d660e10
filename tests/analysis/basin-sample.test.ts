import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BasinCells} from '../../contract/basin-cells.ts';
import type {BasinLinkage} from '../../contract/basin-linkage.ts';
import type {BuiltApp} from '../../server/app.ts';
import {makeSample, polygonsOf, type Sample, type SampleFeature} from '../scripts/region/sample.ts';
import {openTestApp} from '../setup/app.ts';
import {outlineAreasM2, sideAreasM2} from './reach-areas.ts';
import {storeRoleLayer, type RoleFeature} from './basin-layers.ts';

/** A crossing as the maker of the region knows it. */
const crossingName = (upstream: unknown, downstream: unknown, [lon, lat]: [number, number]) =>
  `${String(upstream)}>${String(downstream)} ${lon.toFixed(5)},${lat.toFixed(5)}`;

describe('the sample region', () => {
  let built: BuiltApp;
  let sample: Sample;
  const execute = async <T>(process: string, inputs: object): Promise<T> => {
    const response = await built.app.inject({
      method: 'POST',
      url: `/api/processes/${process}/execution`,
      payload: {inputs: {units: 'units', basins: 'basins', ...inputs}},
    });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<T>();
  };

  beforeAll(async () => {
    sample = await makeSample();
    built = await openTestApp('embedded');
    for (const [id, kind] of [
      ['units', 'unit'],
      ['basins', 'basin'],
      ['rivers', 'river'],
      ['sections', 'section'],
    ] as const) {
      const {map} = sample.region.layers.find((layer) => layer.id === id)!;
      const features = sample.layer(id).map((feature) => withRoles(feature, map));
      await storeRoleLayer(built.services.db, id, kind, features);
    }
  }, 60_000);
  afterAll(() => built?.app.close());

  it('has cells that add up to each unit at every level', async () => {
    const result = await execute<BasinCells>('basin-cells', {weight: 'population'});
    expect(result.complete).toBe(true);
    expect(result.idForm).toBe('water-resource-7+6');
    for (const {cells, unitLevel, basinLevel} of result.sums) {
      const held = new Map<string, number>();
      for (const {unit, areaM2} of cells) held.set(unit, (held.get(unit) ?? 0) + areaM2);
      const sides = [...result.units, ...result.unitParents].filter((u) => u.level === unitLevel);
      for (const {code, areaM2, remainderM2} of sides) {
        const missing = areaM2 - remainderM2 - (held.get(code) ?? 0);
        expect(Math.abs(missing), `${code} in level ${basinLevel}`).toBeLessThan(1e-9 * areaM2);
      }
    }
    for (const {areaM2, featureAreaM2} of [...result.unitParents, ...result.basinParents]) {
      if (featureAreaM2 !== null)
        expect(Math.abs(areaM2 - featureAreaM2)).toBeLessThan(1e-9 * areaM2);
    }
  });

  it('has its crossings where the maker of the region put them, and sections at the watched ones', async () => {
    const {crossings, sectionsUnmatched, graph} = await execute<BasinLinkage>('basin-linkage', {
      rivers: 'rivers',
      sections: 'sections',
    });
    const watched = sample.layer('sections').map(({id, properties, geometry}) => ({
      id,
      name: crossingName(
        properties.upstream_unit,
        properties.downstream_unit,
        geometry.coordinates as [number, number],
      ),
    }));
    const unwatched = sample.region.deliberate.unmonitoredCrossings.map(
      ({upstreamUnit, downstreamUnit, at}) =>
        crossingName(upstreamUnit, downstreamUnit, at as [number, number]),
    );
    const code = (unit: number | null) => (unit === null ? 'outside' : graph.units[unit]!.code);
    const inside = crossings.filter(({from, to}) => from !== null && to !== null);
    const found = inside.map(({from, to, at}) => crossingName(code(from), code(to), at));
    expect(found.sort()).toEqual([...watched.map(({name}) => name), ...unwatched].sort());
    expect(sectionsUnmatched).toEqual([]);
    for (const {section, at, from, to} of inside) {
      const name = crossingName(code(from), code(to), at);
      const expected = watched.find((each) => each.name === name);
      expect([name, section?.code]).toEqual([name, expected?.id]);
    }
    expect(crossings.every(({direction}) => direction === 'confirmed')).toBe(true);
  });

  it('has basins in order, each above the one it flows into', async () => {
    const {basins, order, issues, graph, parents} = await execute<BasinLinkage>('basin-linkage', {
      rivers: 'rivers',
    });
    expect(order).toBe('downstream-links');
    expect(issues.filter(({severity}) => severity === 'error')).toEqual([]);
    for (const {downstream, stepsToMouth, upstreamM2} of basins) {
      if (downstream === null) continue;
      expect(stepsToMouth).toBe(basins[downstream]!.stepsToMouth! + 1);
      expect(upstreamM2!).toBeLessThan(basins[downstream]!.upstreamM2!);
    }
    for (const {order: units, links} of [graph, ...parents]) {
      const place = new Map(units!.map((unit, i) => [unit, i]));
      for (const {from, to, isAgainstOrder} of links) {
        expect(place.get(from)! < place.get(to)!).toBe(!isAgainstOrder);
      }
    }
  });

  it('shows of the way of water just the ground that is counted, from wherever one asks', async () => {
    for (const [inputs, from] of [
      [{}, {collection: 'units', id: '920282'}],
      [{}, {type: 'Point', coordinates: [113.9, 28.6]}],
      [
        {unitLevel: 'prefecture', basinLevel: '2'},
        {collection: 'units', id: '920200'},
      ],
      [{unitLevel: 'province'}, {type: 'Point', coordinates: [113.9, 28.6]}],
    ] as const) {
      const answer = await execute<BasinLinkage>('basin-linkage', {
        rivers: 'rivers',
        from,
        outline: true,
        ...inputs,
      });
      const counted = sideAreasM2(answer);
      const shown = {place: 0, upstream: 0, downstream: 0, both: 0};
      for (const {side, ...outline} of answer.reach!.outline!) {
        shown[side] = outlineAreasM2(answer, outline);
      }
      for (const side of ['place', 'upstream', 'downstream', 'both'] as const) {
        // what is drawn has seven decimals of a degree: a centimetre along each edge
        const difference = Math.abs(shown[side] - counted[side]);
        expect(difference, side).toBeLessThan(1e-6 * Math.max(1e6, counted[side]));
      }
    }
  });

  it('gives the same order where only the rivers tell it', async () => {
    const {basins} = await execute<BasinLinkage>('basin-linkage', {});
    const features = sample.layer('basins').map((feature) => {
      const {map} = sample.region.layers.find((layer) => layer.id === 'basins')!;
      return {...withRoles(feature, map), downstream: null};
    });
    await storeRoleLayer(built.services.db, 'unlinked', 'basin', features);
    const byRivers = await execute<BasinLinkage>('basin-linkage', {
      basins: 'unlinked',
      rivers: 'rivers',
    });
    expect(byRivers.order).toBe('rivers');
    byRivers.basins.forEach(({code, downstream}, i) => {
      if (downstream === null) return;
      expect([code, basins[i]!.downstream]).toEqual([code, downstream]);
    });
    const linked = byRivers.basins.filter(({downstream}) => downstream !== null).length;
    expect(linked / basins.filter(({downstream}) => downstream !== null).length).toBeGreaterThan(
      0.8,
    );
  });
});

function withRoles(
  feature: SampleFeature,
  map: Sample['region']['layers'][number]['map'],
): RoleFeature {
  const {id, properties, geometry} = feature;
  const role = (name: keyof typeof map) => {
    const value = map[name] === undefined ? null : properties[map[name]!];
    return value === null || value === undefined ? null : String(value);
  };
  return {
    id,
    name: role('name') ?? id,
    parent: role('parent'),
    level: role('level'),
    downstream: role('downstream'),
    properties,
    ...(geometry.type === 'LineString'
      ? {line: geometry.coordinates}
      : geometry.type === 'Point'
        ? {point: geometry.coordinates}
        : {polygons: polygonsOf(feature)}),
  };
}
