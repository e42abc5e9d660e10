import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {ImportResult} from '../../contract/layer.ts';
import type {RoleMap} from '../../contract/layer-kind.ts';
import {DatabaseError, type Db} from '../../server/db/db.ts';
import {sql} from '../../server/db/sql.ts';
import {fail} from '../../server/errors.ts';
import {importLayer, type ImportWork} from '../../server/ingest/import-layer.ts';
import {readIndex} from '../../server/layers/cells/cell-store.ts';
import {readIssues} from '../../server/layers/issue-store.ts';
import {listLayers, readLayer, resolveLayer} from '../../server/layers/layer-store.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';
import {sharedData} from '../setup/needs.ts';
import {collection, feature, square, testFolder, writeFile} from './make-files.ts';
import {kindOf, problemOf} from './read-all.ts';
import {cutting} from '../setup/cutting.ts';

const folder = testFolder();

/** Crosses itself in the middle: two triangles of a quarter of the square each, tip to tip. */
const BOW_TIE = [
  [
    [116, 40],
    [116.1, 40.1],
    [116.1, 40],
    [116, 40.1],
    [116, 40],
  ],
];
/** A hole that touches the shell along an edge: valid only as an indentation. */
const HOLE_ON_EDGE = [
  square(117, 40, 0.1)[0]!,
  [
    [117, 40.04],
    [117.05, 40.04],
    [117.05, 40.06],
    [117, 40.06],
    [117, 40.04],
  ],
];

describe.each(engines)('Importing a layer on the %s engine', (engine) => {
  let db: Db;
  beforeAll(async () => {
    if (!isMissing(engine)) db = await openTestDb(engine);
  }, 60_000);
  afterAll(() => db?.close());
  const test = it.skipIf(isMissing(engine));

  function start(
    id: string,
    features: object[],
    {
      kind = 'redline',
      map = {},
      ...work
    }: {kind?: string; map?: RoleMap} & Partial<ImportWork> = {},
    into: Db = db,
  ): Promise<ImportResult> {
    const filePath = writeFile(folder, `${engine}-${id}.geojson`, collection(features));
    const title = {zh: id, en: id};
    return importLayer(
      into,
      {
        filePath,
        fileName: `${id}.geojson`,
        id,
        kind: kindOf(kind),
        title,
        map,
        attribution: {zh: '', en: ''},
        isInvented: true,
        jobId: null,
      },
      {progress: () => {}, signal: new AbortController().signal, cutting, ...work},
    );
  }

  const issuesOf = async (id: string) => {
    const {versionId} = await resolveLayer(db, id);
    return (await readIssues(db, versionId, {limit: 1000, offset: 0})).issues;
  };

  test('stores what is valid as it is, mends what is not, and leaves out what cannot be mended', async () => {
    const result = await start(
      'mixed',
      [
        feature(square(115, 40), {code: 'good'}),
        feature(BOW_TIE, {code: 'bow-tie'}),
        feature(HOLE_ON_EDGE, {code: 'hole-on-edge'}),
        feature(
          [
            [
              [118, 40],
              [118.1, 40],
              [118, 40],
            ],
          ],
          {code: 'too-short'},
        ),
        feature(
          [
            [
              // round a corner and back, with a stop on the way
              [119, 40],
              [119.2, 40],
              [119.2, 40.1],
              [119.2, 40],
              [119.1, 40],
              [119, 40],
            ],
          ],
          {code: 'flat'},
        ),
      ],
      {map: {code: 'code'}},
    );
    expect(result).toMatchObject({
      layer: 'mixed',
      version: 1,
      featureCount: 3,
      repairedCount: 2,
      rejectedCount: 2,
    });

    const issues = await issuesOf('mixed');
    expect(issues.map(({featureId, severity}) => [featureId, severity])).toEqual([
      ['too-short', 'error'],
      ['flat', 'error'],
      ['bow-tie', 'warning'],
      ['hole-on-edge', 'warning'],
    ]);
    const bowTie = issues[2]!;
    expect(bowTie.rule).toBe('self-intersection');
    expect(bowTie.at![0]).toBeCloseTo(116.05, 9);
    expect(bowTie.at![1]).toBeCloseTo(40.05, 9);
    expect(bowTie.detail).toMatch(/repaired, area .* m² → .* m².*feature 2/);
    // its two rings run in opposite directions and cancelled each other but for their latitudes
    expect(bowTie.repair!.areaChangeM2).toBeGreaterThan(4e7);
    expect(Math.abs(issues[3]!.repair!.areaChangeM2)).toBeLessThan(0.01);
    expect(issues[1]!.detail).toMatch(/nothing is left of it after repair/);
    expect(issues[1]!.localDetail.zh).toMatch(/修复后没有剩余（第 \d+ 个要素/);
    for (const {detail, localDetail} of issues) expect(localDetail.en).toBe(detail);

    const rows = await db.query<{isValid: boolean; areaM2: number; asMeasured: number}>(
      sql`select st_isvalid(geom) as "isValid", f.area_m2 as "areaM2",
                 st_area(st_transform(st_segmentize(geom, 0.001), 6933)) as "asMeasured"
          from features f join layer_versions v using (version_id)
          where v.layer_id = 'mixed' order by ordinal`,
    );
    expect(rows).toHaveLength(3);
    for (const {isValid, areaM2, asMeasured} of rows) {
      expect(isValid).toBe(true);
      expect(areaM2 / asMeasured).toBeCloseTo(1, 8);
    }
    const layer = await readLayer(db, 'mixed');
    expect(layer).toMatchObject({currentVersion: 1, versions: [{rejectedCount: 2, issueCount: 4}]});
  });

  test('makes the next version current only when it is complete', async () => {
    await start('edition', [feature(square(115, 40))]);
    const first = await resolveLayer(db, 'edition');
    // asked for while the import goes on; the answer to the last may come when it has ended
    const seen: Promise<'first' | 'complete' | 'incomplete'>[] = [];
    const look = async () => {
      const {version, versionId} = await resolveLayer(db, 'edition');
      if (version === first.version) return 'first';
      return (await readIndex(db, versionId)) === null ? 'incomplete' : 'complete';
    };
    const second = await start('edition', [feature(square(115, 40)), feature(square(116, 40))], {
      progress: () => seen.push(look()),
    });
    const told = await Promise.all(seen);
    expect(told[0]).toBe('first');
    expect(told).not.toContain('incomplete');
    expect(second.version).toBe(2);
    expect((await readLayer(db, 'edition')).currentVersion).toBe(2);
    expect((await resolveLayer(db, 'edition@1')).featureCount).toBe(1);
  });

  test('leaves nothing behind when it is stopped half-way', async () => {
    const many = Array.from({length: 3000}, (_, i) => feature(square(100 + i / 100, 40, 0.005)));
    const stop = new AbortController();
    const work = start('stopped', many, {
      signal: stop.signal,
      progress: (_share, step) => {
        if (step.en === 'storing') stop.abort(fail('JOB_DISMISSED', {jobId: 'j'}));
      },
    });
    expect((await problemOf(work)).code).toBe('JOB_DISMISSED');
    expect((await listLayers(db)).map(({id}) => id)).not.toContain('stopped');
    const left = await db.query(sql`select from layer_versions where layer_id = 'stopped'`);
    expect(left).toHaveLength(0);
  });

  test('leaves the layer as it was when the next version cannot be used', async () => {
    await start('kept', [feature(square(115, 40))]);
    const short = feature([
      [
        [118, 40],
        [118.1, 40],
        [118, 40],
      ],
    ]);
    const problem = await problemOf(start('kept', [short, short]));
    expect(problem.code).toBe('NOTHING_USABLE');
    expect(problem.message).toBe(
      'No feature of "kept.geojson", which has 2, could be used: 2 × ring-too-short, first: Ring has ' +
        '3 positions, needs at least 4 (feature 1). A layer of kind redline takes polygons with ' +
        'area, their positions as longitude and latitude or in the CRS of the file. Give each ring ' +
        'three corners or more and its first position again at the end. Then import the file ' +
        'again; nothing of it was stored.',
    );
    expect(problem.issues!.length).toBeGreaterThanOrEqual(2);
    expect((await readLayer(db, 'kept')).versions).toHaveLength(1);
  });

  test('counts each reason why nothing can be used, with the first feature of each', async () => {
    const swapped = feature(square(40, 116));
    const empty = {...feature(square(115, 40)), geometry: null};
    const problem = await problemOf(start('bad', [swapped, empty, swapped]));
    expect(problem.message).toContain('2 × swapped-coordinates, first: Position [40, 116] has');
    expect(problem.message).toContain(
      '1 × empty-geometry, first: It has no geometry (feature 2). A layer of kind redline takes',
    );
    expect(problem.message).toContain('Write the file anew with longitude before latitude. Leave');
    expect((await listLayers(db)).map(({id}) => id)).not.toContain('bad');
  });

  test('refuses another kind under the same id', async () => {
    await start('kinded', [feature(square(115, 40))]);
    const problem = await problemOf(start('kinded', [feature(square(115, 40))], {kind: 'park'}));
    expect(problem.code).toBe('LAYER_KIND_CHANGED');
  });

  test('tells when features overlap each other, and by how much', async () => {
    const apart = [feature(square(115, 40, 0.1)), feature(square(115.1, 40, 0.1))];
    await start('apart', apart);
    expect((await issuesOf('apart')).map(({rule}) => rule)).toEqual(['no-code-mapped']);

    // half of the first lies under the second
    await start('overlapping', [feature(square(115, 40, 0.1)), feature(square(115.05, 40, 0.1))]);
    const issue = (await issuesOf('overlapping')).find(({rule}) => rule === 'self-overlap');
    expect(issue).toMatchObject({rule: 'self-overlap', severity: 'warning', featureId: null});
    const {areaM2} = await resolveLayer(db, 'overlapping');
    const [, lessM2] = /, ([\d.]+) m² less\. Coverage/.exec(issue!.detail)!;
    expect(Number(lessM2) / (areaM2 / 4)).toBeCloseTo(1, 6);

    // a service that knew one language left it without the other
    await db.query(
      sql`update issues set issue = issue - 'localDetail' where issue ->> 'rule' = 'self-overlap'`,
    );
    const old = (await issuesOf('overlapping')).find(({rule}) => rule === 'self-overlap')!;
    expect(old.localDetail).toEqual({zh: old.detail, en: issue!.detail});
  });

  test('rejects alone what the geometry engine cannot judge', async () => {
    const bad = Buffer.alloc(8);
    bad.writeDoubleLE(116.6666);
    const givesUp: Db['query'] = (statement, doing) => {
      const isAsked = doing === 'checking geometries' || doing === 'repairing a geometry';
      if (isAsked && JSON.stringify(statement.values).includes(bad.toString('hex'))) {
        throw new DatabaseError('GEOS met a geometry it cannot work on', null);
      }
      return db.query(statement, doing);
    };
    const stubborn = new Proxy(db, {
      get(target, key) {
        if (key === 'query') return givesUp;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const features = Array.from({length: 9}, (_, i) => feature(square(115 + i, 40)));
    features[4] = feature(square(116.6666, 41), {});
    const result = await start('stubborn', features, {}, stubborn);
    expect(result).toMatchObject({featureCount: 8, rejectedCount: 1});
    expect((await issuesOf('stubborn'))[0]).toMatchObject({
      rule: 'validity-unknown',
      severity: 'error',
      featureId: '5',
    });
  });

  test('sums areas by class, lines and points without any', async () => {
    const features = [
      feature(square(115, 40), {type: 'b'}),
      feature(square(116, 40), {type: 'a'}),
      feature(square(117, 40), {type: 'a'}),
      feature(square(118, 40), {type: null}),
    ];
    await start('classes', features, {map: {class: 'type'}});
    const [version] = (await readLayer(db, 'classes')).versions;
    expect(version!.classes.map((sum) => [sum.class, sum.featureCount])).toEqual([
      ['a', 2],
      ['b', 1],
      [null, 1],
    ]);
    const total = version!.classes.reduce((sum, each) => sum + each.areaM2, 0);
    expect(total / version!.areaM2).toBeCloseTo(1, 12);
    expect(version).toMatchObject({vertexCount: 20, bbox: [115, 40, 118.01, 40.01]});

    const line = feature(
      [
        [115, 40],
        [116, 40],
      ],
      {},
      'LineString',
    );
    await start('rivers', [line], {kind: 'river'});
    expect(await resolveLayer(db, 'rivers')).toMatchObject({geometryFamily: 'line', areaM2: 0});
  });

  // once is enough: the same files are read on either engine
  if (engine !== (isMissing('server') ? 'embedded' : 'server')) return;
  describe.skipIf(!sharedData)('of a real basin', () => {
    const files: [string, string, RoleMap, string | undefined, number, number][] = [
      ['counties.zip', 'unit', {code: 'GEOID', name: 'NAME'}, undefined, 177, 0],
      ['focus_areas.geojson', 'redline', {class: 'strategy', name: 'name'}, undefined, 85, 13],
    ];
    it.each(files)(
      '%s goes in whole',
      async (name, kind, map, layer, featureCount, repairedCount) => {
        const id = `real-${kind}`;
        const result = await importLayer(
          db,
          {
            filePath: join(sharedData!, 'delaware', name),
            fileName: name,
            layer,
            id,
            kind: kindOf(kind),
            title: {zh: id, en: id},
            map,
            attribution: {zh: '', en: ''},
            isInvented: false,
            jobId: null,
          },
          {progress: () => {}, signal: new AbortController().signal, cutting},
        );
        expect(result).toMatchObject({featureCount, repairedCount, rejectedCount: 0});
        const [row] = await db.query<{areaM2: number}>(
          sql`select sum(st_area(st_transform(st_segmentize(geom, 0.002), 6933))) as "areaM2"
            from features join layer_versions v using (version_id) where v.layer_id = ${id}`,
        );
        // finer than the edge rule's 1 cm, which costs these outlines up to 6e-9
        if (result.areaM2 > 0) expect(result.areaM2 / row!.areaM2).toBeCloseTo(1, 7);
      },
      120_000,
    );
  });
});
