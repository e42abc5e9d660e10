import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {OverlayMatrix} from '../../contract/overlay-matrix.ts';
import type {RedlineCoverage} from '../../contract/redline-coverage.ts';
import type {Db} from '../../server/db/db.ts';
import {sql} from '../../server/db/sql.ts';
import {polygonsOfWkb} from '../../server/kernel/wkb.ts';
import {openServer} from '../../server/db/server-engine.ts';
import {measureInPostgis, type OracleFeature} from '../oracle/postgis-measure.ts';
import {openTestDatabaseUrl} from '../setup/engines.ts';
import {postgisUrl, sharedData} from '../setup/needs.ts';
import {runLiandong, startService, type RunningService} from '../setup/running-service.ts';

// A real basin over five states, imported as its owner publishes it; not ours to copy, so it lies
// beside the project and the same on made data is in commands.test.ts and coverage.test.ts.
describe.skipIf(!sharedData || !postgisUrl)('a real basin, on a PostGIS server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-basin-'));
  let service: RunningService;
  let db: Db;
  let drop: () => Promise<void>;

  const liandong = async (...args: string[]) => {
    const outcome = await runLiandong(...args, '--url', service.url);
    expect(outcome.stderr + outcome.stdout, args.join(' ')).not.toContain('[');
    expect(outcome.status).toBe(0);
    return outcome.stdout;
  };
  const load = (file: string, ...args: string[]) =>
    liandong('import', join(sharedData!, 'delaware', file), ...args);
  const run = async <T>(process: string, inputs: object): Promise<T> => {
    const out = join(folder, `${process}.json`);
    await liandong('run', process, '--inputs', JSON.stringify(inputs), '--out', out);
    return JSON.parse(readFileSync(out, 'utf8')) as T;
  };
  const features = async (layer: string): Promise<(OracleFeature & {id: string})[]> => {
    const rows = await db.query<{id: string; class: string | null; wkb: Uint8Array}>(
      sql`select feature_id as id, f.class, st_asbinary(geom, 'NDR') as wkb
          from features f join layer_versions v using (version_id)
          where layer_id = ${layer} order by ordinal`,
    );
    return rows.map(({wkb, ...row}) => ({...row, multiPolygon: polygonsOfWkb(wkb)}));
  };

  beforeAll(async () => {
    const database = await openTestDatabaseUrl();
    drop = database.drop;
    service = await startService({
      DATABASE_URL: database.url,
      LIANDONG_DATA: folder,
      LIANDONG_SAMPLE: 'false',
    });
    db = await openServer(database.url);
  }, 300_000);
  afterAll(async () => {
    await service?.stop();
    await db?.close();
    await drop?.();
    rmSync(folder, {recursive: true, force: true});
  });

  it('imports counties, sub-watersheds, focus areas and discharges as they are', async () => {
    const counties = await load(
      'counties.zip',
      ...['--id', 'counties', '--kind', 'unit', '--map', 'code=GEOID', '--map', 'name=NAME'],
    );
    expect(counties).toContain('counties@1: 177 features');
    const basins = await load(
      'hucs.gpkg',
      ...['--id', 'huc12', '--kind', 'basin', '--layer', 'huc12'],
      ...['--map', 'code=huc12', '--map', 'downstream=to_huc12'],
    );
    expect(basins).toContain('huc12@1: 426 features');
    const focus = await load(
      'focus_areas.geojson',
      ...['--id', 'focus-areas', '--kind', 'redline', '--map', 'class=strategy'],
    );
    expect(focus).toContain('focus-areas@1: 85 features, 13 repaired');
    const points = await load(
      'point_sources.geojson',
      ...['--id', 'point-sources', '--kind', 'facility'],
    );
    expect(points).toContain('point-sources@1: 812 features');
  }, 300_000);

  it('gives every county its focus areas as PostGIS does, to 1e-9', async () => {
    const coverage = await run<RedlineCoverage>('redline-coverage', {
      place: {collection: 'counties'},
      redlines: 'focus-areas',
    });
    const counties = await features('counties');
    const focus = await features('focus-areas');
    expect(coverage.places).toHaveLength(177);
    for (const [i, place] of coverage.places.entries()) {
      expect(place.id).toBe(counties[i]!.id);
      const expected = await measureInPostgis(db, counties[i]!.multiPolygon, focus);
      expect(Math.abs(place.areaM2 - expected.areaM2)).toBeLessThan(1e-9 * place.areaM2);
      expect(Math.abs(place.coveredM2 - expected.totalM2)).toBeLessThan(1e-9 * place.areaM2);
      for (const part of place.byClass) {
        const ofClass = expected.byClassM2.get(part.class) ?? 0;
        expect(Math.abs(part.areaM2 - ofClass)).toBeLessThan(1e-9 * place.areaM2);
      }
    }
  }, 300_000);

  it('makes a matrix of counties and sub-watersheds that adds up, with the bay left over', async () => {
    const matrix = await run<OverlayMatrix>('overlay-matrix', {rows: 'counties', columns: 'huc12'});
    const counties = await features('counties');
    const basins = await features('huc12');
    const held = new Float64Array(matrix.rows.length);
    for (const {row, areaM2} of matrix.cells) held[row]! += areaM2;
    for (const [i, row] of matrix.rows.entries()) {
      expect(Math.abs(held[i]! + row.remainderM2 - row.areaM2)).toBeLessThan(1e-9 * row.areaM2);
    }
    // every fortieth cell against PostGIS
    for (const {row, column, areaM2} of matrix.cells.filter((_, i) => i % 40 === 0)) {
      const pair = await measureInPostgis(db, counties[row]!.multiPolygon, [basins[column]!]);
      expect(Math.abs(areaM2 - pair.totalM2)).toBeLessThan(1e-9 * pair.areaM2);
    }
  }, 300_000);
});
