import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BorderMatch} from '../../contract/border-match.ts';
import {borderMatch} from '../../server/analysis/border-match/border-match.ts';
import type {AnalysisContext} from '../../server/analysis/process.ts';
import type {Db} from '../../server/db/db.ts';
import {sql} from '../../server/db/sql.ts';
import {importLayer} from '../../server/ingest/import-layer.ts';
import {publishVersion} from '../../server/layers/layer-store.ts';
import {kindOf} from '../ingest/read-all.ts';
import {openTestDb} from '../setup/engines.ts';
import {sealFeatures} from '../setup/seal-features.ts';
import {postgisUrl, sharedData} from '../setup/needs.ts';
import {cutting} from '../setup/cutting.ts';

/** Every so many-th county draws its focus areas, its neighbours none. */
const DRAWING = 12;

// Counties of five states and focus areas of a conservation plan, drawn without regard to counties.
describe.skipIf(!sharedData || !postgisUrl)('borders of real counties', () => {
  let db: Db;
  let answer: BorderMatch;

  beforeAll(async () => {
    db = await openTestDb('server');
    await load('counties.zip', 'counties', 'unit', {code: 'GEOID', name: 'NAME'});
    await load('focus_areas.geojson', 'focus-areas', 'redline', {class: 'strategy'});
    answer = (await borderMatch.run(
      {units: 'counties', layer: 'focus-areas'} as never,
      {
        db,
        progress() {},
        signal: new AbortController().signal,
      } as unknown as AnalysisContext,
    )) as BorderMatch;
  }, 180_000);
  afterAll(() => db?.close());

  function run(layer: string): Promise<BorderMatch> {
    const context = {db, progress() {}, signal: new AbortController().signal};
    const inputs = {units: 'counties', layer};
    return borderMatch.run(
      inputs as never,
      context as unknown as AnalysisContext,
    ) as Promise<BorderMatch>;
  }

  async function load(file: string, id: string, kind: string, map: object): Promise<void> {
    await importLayer(
      db,
      {
        filePath: join(sharedData!, 'delaware', file),
        fileName: file,
        id,
        kind: kindOf(kind),
        title: {zh: id, en: id},
        map,
        attribution: {zh: '', en: ''},
        isInvented: false,
        jobId: null,
      },
      {progress() {}, signal: new AbortController().signal, cutting},
    );
  }

  // PostGIS takes geodesics; in pieces of 0.01° they do not leave the edge
  it('are as long as PostGIS says, pair by pair, to 1e-7 or 2 mm', async () => {
    const rows = await db.query<{first: string; second: string; length: number}>(
      sql`with counties as (
            select feature_id as id, properties ->> 'GEOID' as code, geom, st_boundary(geom) as line
            from features join layer_versions v using (version_id) where v.layer_id = 'counties'
          )
          select a.code as first, b.code as second,
                 st_length(st_segmentize(st_intersection(a.line, b.line), 0.01)::geography) as length
          from counties a join counties b on a.code < b.code and a.geom && b.geom
          where st_intersects(a.geom, b.geom)`,
    );
    const theirs = new Map(
      rows
        .filter(({length}) => length > 0)
        .map((row) => [`${row.first} ${row.second}`, row.length]),
    );
    const ours = new Map(
      answer.pairs.map(({units, sharedM}) => [
        units.map((unit) => answer.units[unit]!.code).join(' '),
        sharedM,
      ]),
    );
    expect([...ours.keys()].sort()).toEqual([...theirs.keys()].sort());
    const off = [...theirs].filter(([pair, lengthM]) => {
      return Math.abs(ours.get(pair)! - lengthM) > Math.max(0.002, 1e-7 * lengthM);
    });
    expect(off.map(([pair, lengthM]) => [pair, ours.get(pair), lengthM])).toEqual([]);
  });

  it('have no mismatch where focus areas run on, whoever they were drawn for', () => {
    expect(answer.mismatches).toEqual([]);
    expect(answer.totals.matchedM).toBeGreaterThan(100_000);
  });

  it('have one wherever only one of two counties draws them, as long as PostGIS says', async () => {
    const cut = await db.query<{id: string; class: string | null; wkb: Uint8Array}>(
      sql`with cut as materialized (
            select f.feature_id || ' in ' || c.feature_id as id, f.class,
                   st_collectionextract(st_intersection(f.geom, c.geom), 3) as geom
            from features f join layer_versions v using (version_id),
                 features c join layer_versions w using (version_id)
            where v.layer_id = 'focus-areas' and w.layer_id = 'counties' and f.geom && c.geom
              and c.ordinal % ${DRAWING}::integer = 1
          )
          select id, class, st_asbinary(st_multi(geom), 'NDR') as wkb from cut
          where not st_isempty(geom) order by id`,
    );
    await publishVersion(db, await sealFeatures(db, {id: 'cut', kind: 'redline'}, cut));
    const {pairs, units, mismatches} = await run('cut');
    const rows = await db.query<{first: string; second: string; length: number}>(
      sql`with counties as (
            select ordinal % ${DRAWING}::integer = 1 as is_drawing,
                   properties ->> 'GEOID' as code, geom, st_boundary(geom) as line
            from features join layer_versions v using (version_id) where v.layer_id = 'counties'
          ), borders as materialized (
            select a.code as first, b.code as second, st_intersection(a.line, b.line) as line
            from counties a join counties b on a.code < b.code and a.geom && b.geom
            where a.is_drawing <> b.is_drawing and st_intersects(a.geom, b.geom)
          ), held as materialized (
            select first, second, st_union(st_intersection(line, f.geom)) as line
            from borders, features f join layer_versions v using (version_id)
            where v.layer_id = 'focus-areas' and f.geom && line
            group by 1, 2
          )
          select first, second, st_length(st_segmentize(line, 0.01)::geography) as length from held`,
    );
    const theirs = new Map(rows.map((row) => [`${row.first} ${row.second}`, row.length]));
    const off = pairs.map(({units: pair, mismatchedM}) => {
      const codes = pair.map((unit) => units[unit]!.code).join(' ');
      return [codes, mismatchedM - (theirs.get(codes) ?? 0), mismatchedM] as const;
    });
    // a focus area that leaves the border at a slant leaves it, for us, where it is 2 cm away
    expect(off.filter(([, differenceM]) => Math.abs(differenceM) > 0.05)).toEqual([]);
    expect(new Set(mismatches.map(({kind}) => kind))).toEqual(new Set(['gap']));
    for (const {sides} of mismatches) {
      expect(sides.filter(({classes}) => classes.length === 0)).toHaveLength(1);
    }
    expect([...theirs.values()].reduce((sum, lengthM) => sum + lengthM, 0)).toBeGreaterThan(10_000);
  }, 180_000);

  it('add up', () => {
    for (const {sharedM, matchedM, mismatchedM, nothingM} of answer.pairs) {
      expect(Math.abs(sharedM - matchedM - mismatchedM - nothingM)).toBeLessThan(1e-6);
    }
  });
});
