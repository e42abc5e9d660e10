import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FacilitySharing} from '../../contract/facility-sharing.ts';
import type {BuiltApp} from '../../server/app.ts';
import {geodesicM, groundPoint} from '../../server/analysis/facility-sharing/geodesic.ts';
import {makeSample, polygonsOf, type Sample} from '../scripts/region/sample.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {storeSites, type SiteDraft} from './facility-layers.ts';

let sample: Sample;
beforeAll(async () => {
  sample = await makeSample();
}, 60_000);

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('sharing in the sample region', () => {
    let built: BuiltApp;
    const run = async (inputs: object): Promise<FacilitySharing> => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/facility-sharing/execution',
        payload: {
          inputs: {
            units: 'units',
            unitLevel: 'county',
            facilities: 'facilities',
            kind: 'sewage-plant',
            demand: {populationAttribute: 'urban_population'},
            ...inputs,
          },
        },
      });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<FacilitySharing>();
    };

    beforeAll(async () => {
      built = await openTestApp(engine);
      for (const [id, kind] of [
        ['units', 'unit'],
        ['facilities', 'facility'],
        ['redlines', 'redline'],
        ['protected-areas', 'protected-area'],
      ] as const) {
        await storeSites(built.services.db, id, kind, draftsOf(sample, id));
      }
    }, 120_000);
    afterAll(() => built?.app.close());

    it('conserves every load: before, by present facilities, by sites and left', async () => {
      const answer = await run({
        constraints: {maxDistanceM: 60_000},
        siting: {
          k: 4,
          candidates: {gridStepM: 12_000},
          exclude: {redlines: ['redlines'], protectedAreas: ['protected-areas']},
          minCapacity: 5_000,
          maxCapacity: 200_000,
        },
        gap: 0.02,
      });
      const {members, facilities, flows, matching, siting, totals} = answer;
      expect(members.length).toBeGreaterThan(20);
      expect(matching.deficit).toBeGreaterThan(0);
      expect(matching.proof.status).toBe('optimal');
      expect(matching.proof.gap).toBeLessThan(1e-7);
      for (const [m, member] of members.entries()) {
        const gained = flows
          .filter(({from}) => from === m)
          .reduce((sum, {amount}) => sum + amount, 0);
        expect(member.servedAfter - member.servedBefore).toBeCloseTo(gained, 4);
        expect(member.servedAfter + member.unserved).toBeCloseTo(member.load!, 4);
        expect(member.servedBefore + member.deficit).toBeCloseTo(member.load!, 4);
      }
      for (const [f, {spare, taken}] of facilities.entries()) {
        const sum = flows.reduce((all, flow) => (flow.facility === f ? all + flow.amount : all), 0);
        expect(taken).toBeCloseTo(sum, 4);
        expect(taken).toBeLessThanOrEqual(spare * (1 + 1e-9));
      }
      for (const [s, {taken, capacity}] of siting!.sites.entries()) {
        const sum = flows.reduce((all, flow) => (flow.site === s ? all + flow.amount : all), 0);
        expect(taken).toBeCloseTo(sum, 4);
        expect(taken).toBeLessThanOrEqual(capacity * (1 + 1e-9));
      }
      const costs = flows.reduce(
        (sum, {transportPerYear, pipePerYear, treatmentPerYear}) =>
          sum + transportPerYear + pipePerYear + treatmentPerYear,
        siting!.sites.reduce((sum, {buildingPerYear}) => sum + buildingPerYear, 0),
      );
      expect(totals.costPerYear / costs).toBeCloseTo(1, 9);
      const proven = matching.proof.objective + siting!.proof.objective;
      expect(totals.costPerYear / proven).toBeCloseTo(1, 6);
      expect(siting!.sites.length).toBeLessThanOrEqual(4);
      const {total, excluded, left} = siting!.candidates;
      expect(excluded + left).toBe(total);
      expect(siting!.candidates.byReason.map(({reason}) => reason)).toContain('redline');
    });

    it('carries nothing farther than it may, nor over borders that are shut', async () => {
      const {flows, members, facilities, matching} = await run({
        constraints: {maxDistanceM: 40_000, crossBorder: {allowed: false, level: 'prefecture'}},
      });
      expect(matching.pairCount).toBeGreaterThan(0);
      for (const {from, facility, distanceM} of flows) {
        expect(distanceM).toBeLessThanOrEqual(40_000);
        const host = members[facilities[facility!]!.unit!]!;
        expect(host.code.slice(0, 4)).toBe(members[from]!.code.slice(0, 4));
      }
    });

    it('measures distances as PostGIS does on the ellipsoid', async () => {
      const {members} = await run({});
      const [first] = members;
      const far: [number, number][] = [
        ...members.map(({at}) => at),
        [-70, 10],
        [first!.at[0], -80],
      ];
      const rows = await built.services.db.query<{m: number}>(
        {
          text: `select st_distance(st_setsrid(st_makepoint($1, $2), 4490)::geography,
                                    st_setsrid(st_makepoint(p.lon, p.lat), 4490)::geography) as m
                 from unnest($3::double precision[], $4::double precision[]) as p (lon, lat)`,
          values: [...first!.at, far.map(([lon]) => lon), far.map(([, lat]) => lat)],
        },
        'measuring distances',
      );
      rows.forEach(({m}, i) => {
        const own = geodesicM(groundPoint(first!.at), groundPoint(far[i]!));
        expect(Math.abs(own - m)).toBeLessThan(0.001);
      });
    });
  });
});

function draftsOf({region, layer}: Sample, id: string): SiteDraft[] {
  const {map} = region.layers.find((each) => each.id === id)!;
  return layer(id).map((feature) => {
    const {properties, geometry} = feature;
    const role = (name: keyof typeof map) => {
      const value = map[name] === undefined ? null : properties[map[name]];
      return value === null || value === undefined ? null : String(value);
    };
    const roles = {class: role('class'), level: role('level'), parent: role('parent')};
    const shape =
      geometry.type === 'Point' ? {at: geometry.coordinates} : {polygons: polygonsOf(feature)};
    return {id: role('code') ?? feature.id, properties, ...roles, ...shape};
  });
}
