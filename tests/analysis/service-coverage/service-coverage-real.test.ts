import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {ServiceCoverage} from '../../../contract/service-coverage.ts';
import type {BuiltApp} from '../../../server/app.ts';
import {sql} from '../../../server/db/sql.ts';
import {openTestApp} from '../../setup/app.ts';
import {postgisUrl, sharedData} from '../../setup/needs.ts';
import {importReal} from '../import-real.ts';

/** Cubic metres in a million US gallons: 231 cubic inches of 25.4 mm each. */
const MGD_M3 = 231 * 0.0254 ** 3 * 1e6;

// Permitted discharges of a real basin over five states; not ours to copy, so they lie beside the project.
describe.skipIf(!sharedData || !postgisUrl)('the discharges of a real basin', () => {
  let built: BuiltApp;
  const file = () => join(sharedData!, 'delaware', 'point_sources.geojson');
  const discharges = (): {npdes_id: string; huc12: string; mgd: number}[] =>
    JSON.parse(readFileSync(file(), 'utf8')).features.map(
      (feature: {properties: object}) => feature.properties,
    );
  const totalM3 = () => discharges().reduce((sum, {mgd}) => sum + mgd, 0) * MGD_M3;
  const run = async (inputs: object): Promise<ServiceCoverage> => {
    const response = await built.app.inject({
      method: 'POST',
      url: '/api/processes/service-coverage/execution',
      payload: {
        inputs: {
          units: 'counties',
          facilities: 'sources',
          kind: 'sewage-plant',
          attributes: {load: 'mgd', capacity: 'mgd', basin: 'huc12'},
          measure: 'mgd',
          service: {rule: 'host'},
          geometry: false,
          ...inputs,
        },
      },
    });
    expect(response.statusCode, response.body).toBe(200);
    return response.json<ServiceCoverage>();
  };

  beforeAll(async () => {
    built = await openTestApp('server');
    const {db} = built.services;
    const folder = join(sharedData!, 'delaware');
    const counties = {id: 'counties', kind: 'unit', map: {code: 'GEOID', name: 'NAME'}};
    await importReal(db, folder, 'counties.zip', counties);
    const map = {code: 'huc12', name: 'huc12_name', downstream: 'to_huc12'};
    await importReal(db, folder, 'hucs.gpkg', {id: 'huc12', kind: 'basin', layer: 'huc12', map});
    const sources = {
      id: 'sources',
      kind: 'facility',
      map: {code: 'npdes_id', name: 'facilityname'},
    };
    await importReal(db, folder, 'point_sources.geojson', sources);
  }, 300_000);
  afterAll(() => built?.app.close());

  it('make a matrix by county that sums to the total of the file', async () => {
    const result = await run({});
    const sum = result.matrix.reduce((all, {load}) => all + load, 0);
    expect(sum / totalM3()).toBeCloseTo(1, 12);
    expect(result.totals).toMatchObject({facilityCount: 812});
    expect(result.totals.load / totalM3()).toBeCloseTo(1, 12);
    // load by load: what stands in a county is what its row sums to
    const rows = new Map<number | null, number>();
    for (const {host, load} of result.matrix) rows.set(host, (rows.get(host) ?? 0) + load);
    result.units.forEach(({hostedLoad}, i) => {
      expect(rows.get(i) ?? 0).toBeCloseTo(hostedLoad, 6);
    });
  });

  it('list the two that stand in no county, and those at one point or without amount', async () => {
    const {facilities, matrix, issues, totals, complete} = await run({});
    const outside = facilities.filter(({host}) => host === null);
    expect(outside).toHaveLength(2);
    const ofRule = (rule: string) => issues.find((issue) => issue.rule === rule)?.featureIds ?? [];
    expect(ofRule('facility-outside-units')).toEqual(outside.map(({id}) => id));
    const loadOutside = outside.reduce((sum, {load}) => sum + load!, 0);
    expect(totals.outsideUnitsLoad).toBeCloseTo(loadOutside, 6);
    expect(matrix.at(-1)).toMatchObject({host: null, served: null});
    expect(matrix.at(-1)!.load).toBeCloseTo(loadOutside, 6);
    // five pairs, which the file has with one position each
    expect(ofRule('facilities-at-one-point')).toHaveLength(10);
    const idle = discharges().filter(({mgd}) => mgd === 0);
    expect(ofRule('capacity-not-positive').sort()).toEqual(idle.map((one) => one.npdes_id).sort());
    expect(complete).toBe(false);
  });

  it('make a matrix by sub-watershed that sums to the total of the file', async () => {
    const {matrix, units} = await run({units: 'huc12'});
    expect(matrix.reduce((all, {load}) => all + load, 0) / totalM3()).toBeCloseTo(1, 12);
    // the file names the sub-watershed of each discharge, found by others
    const named = new Map<string, number>();
    for (const {huc12, mgd} of discharges())
      named.set(huc12, (named.get(huc12) ?? 0) + mgd * MGD_M3);
    const same = units.filter(
      ({code, hostedLoad}) =>
        Math.abs(hostedLoad - (named.get(code) ?? 0)) < 1e-6 * (1 + hostedLoad),
    );
    expect(same.length / units.length).toBeGreaterThan(0.9);
  });

  it('serve what drains past them, as PostGIS has it', async () => {
    const {units, facilities} = await run({service: {rule: 'basin'}, basins: 'huc12'});
    const [row] = await built.services.db.query<{areaM2: number}>(
      sql`with recursive
            links as (
              select f.feature_id as code, f.downstream from features f
              join layer_versions v using (version_id) where v.layer_id = 'huc12'
            ),
            served (code) as (
              select properties ->> 'huc12' from features f
              join layer_versions v using (version_id) where v.layer_id = 'sources'
              union
              select l.code from links l join served s on l.downstream = s.code
            ),
            basins as (
              select f.geom from features f
              join layer_versions v using (version_id)
              where v.layer_id = 'huc12' and f.feature_id in (select code from served)
            )
          select sum(st_area(st_intersection(
                       st_transform(st_segmentize(c.geom, 0.001), 6933),
                       st_transform(st_segmentize(b.geom, 0.001), 6933)))) as "areaM2"
          from features c
          join layer_versions v using (version_id)
          join basins b on c.geom && b.geom
          where v.layer_id = 'counties'`,
    );
    const servedM2 = units.reduce((sum, unit) => sum + unit.servedM2, 0);
    expect(servedM2 / row!.areaM2).toBeCloseTo(1, 6);
    expect(facilities.every(({servedM2: own}) => own > 0)).toBe(true);
  });
});
