import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {copyRows, CopyWriter, textField} from '../../server/db/copy-rows.ts';
import {DatabaseError, type Db} from '../../server/db/db.ts';
import {migrate, migrationNames} from '../../server/db/migrate.ts';
import {ident, sql, whole} from '../../server/db/sql.ts';
import {engines, isMissing, openTestDb} from '../setup/engines.ts';

const BOW_TIE = 'POLYGON((0 0,1 1,1 0,0 1,0 0))';

describe.each(engines)('the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('keeps the contract:', () => {
    let db: Db;
    beforeAll(async () => {
      db = await openTestDb(engine);
      await db.script('create table numbers (n integer primary key)');
    });
    afterAll(() => db.close());

    it('says what it is', () => {
      expect(db.capabilities.engine).toBe(engine);
      expect(db.capabilities.postgisVersion).toMatch(/^3\.\d/);
      expect(db.capabilities.geosVersion).toMatch(/^3\.\d/);
    });

    it('gives each type in one JavaScript form', async () => {
      const [row] = await db.query(sql`
        select 9007199254740991::int8 as big, 1.5::numeric as exact, date '2013-06-05' as day,
               timestamptz '2013-06-05 08:00:00+08' as moment, '{"a":[1]}'::jsonb as json,
               array[1.5, 2]::float8[] as list, null as nothing, true as yes`);
      expect(row).toEqual({
        big: 9007199254740991,
        exact: 1.5,
        day: '2013-06-05',
        moment: '2013-06-05T00:00:00.000Z',
        json: {a: [1]},
        list: [1.5, 2],
        nothing: null,
        yes: true,
      });
    });

    it('gives bytes as they were given', async () => {
      const bytes = new Uint8Array([0, 1, 127, 128, 255]);
      const [row] = await db.query<{bytes: Uint8Array}>(sql`select ${bytes}::bytea as bytes`);
      expect(new Uint8Array(row!.bytes)).toEqual(bytes);
    });

    it('copies rows out and in as bytes, what is not there as null', async () => {
      await db.script('create table copied (n integer, key bigint, bytes bytea)');
      const writer = new CopyWriter();
      const keys = [0, 9007199254740991, 4294967296];
      keys.forEach((key, i) => {
        writer.row(3);
        writer.int4(i - 1);
        writer.int8(key);
        writer.bytea(new Uint8Array(100_000 * i).fill(i));
      });
      await db.copyIn(sql`copied (n, key, bytes)`, writer.finish(), 'copying');
      await db.query(sql`insert into copied values (7, null, null)`);
      expect(
        await db.query(sql`select n, key, length(bytes) as length from copied order by n`),
      ).toEqual([
        {n: -1, key: 0, length: 0},
        {n: 0, key: 9007199254740991, length: 100_000},
        {n: 1, key: 4294967296, length: 200_000},
        {n: 7, key: null, length: null},
      ]);
      const bytes = await db.copyOut(
        sql`select n::text, bytes from copied where n >= ${whole(1)} order by n`,
      );
      const rows = [...copyRows(bytes)].map(([n, field]) => [textField(n!), field?.length ?? null]);
      expect(rows).toEqual([
        ['1', 200_000],
        ['7', null],
      ]);
    });

    it('copies nothing in when a row is refused, and works on afterwards', async () => {
      await db.script('create table picky (n integer primary key)');
      const twice = new CopyWriter();
      for (const n of [1, 1]) {
        twice.row(1);
        twice.int4(n);
      }
      const copying = db.copyIn(sql`picky (n)`, twice.finish(), 'copying twice');
      await expect(copying).rejects.toThrow(/while copying twice: .*picky_pkey/);
      expect(await db.query(sql`select count(*) as n from picky`)).toEqual([{n: 0}]);
      await expect(db.copyOut(sql`select 1 / 0`, 'dividing')).rejects.toThrow(DatabaseError);
      await expect(db.copyOut(sql`select ${1}::integer`)).rejects.toThrow('COPY takes no values');
    });

    it('throws where an int8 would lose digits', async () => {
      await expect(db.query(sql`select 9007199254740993::int8`)).rejects.toThrow('does not fit');
    });

    it('takes values and arrays of values as parameters only', async () => {
      const nasty = `'); drop table numbers; --`;
      const [row] = await db.query(
        sql`select ${nasty} as text, ${[nasty, 'a,b', '{"c"}']}::text[] as list`,
      );
      expect(row).toEqual({text: nasty, list: [nasty, 'a,b', '{"c"}']});
    });

    it('quotes names that need it', async () => {
      const name = ident('odd "name"; --');
      await db.query(sql`create table ${name} (a integer)`);
      expect(await db.query(sql`select * from ${name}`)).toEqual([]);
    });

    it('names the work in an error and keeps the SQLSTATE', async () => {
      const error = await db
        .query(sql`select * from nowhere`, 'reading nothing')
        .catch((e: unknown) => e);
      expect(error).toBeInstanceOf(DatabaseError);
      expect((error as DatabaseError).message).toContain('while reading nothing');
      expect((error as DatabaseError).sqlState).toBe('42P01');
    });

    it('does all of a transaction or none of it', async () => {
      await db.transaction((t) => t.query(sql`insert into numbers values (1)`));
      await expect(
        db.transaction(async (t) => {
          await t.query(sql`insert into numbers values (2)`);
          throw new Error('changed my mind');
        }),
      ).rejects.toThrow('changed my mind');
      expect(await db.query(sql`select n from numbers`)).toEqual([{n: 1}]);
    });

    it('keeps the statements of concurrent transactions apart', async () => {
      const add = (n: number, isKept: boolean) =>
        db
          .transaction(async (t) => {
            await t.query(sql`insert into numbers values (${n})`);
            await t.query(sql`select 1`);
            if (!isKept) throw new Error('not kept');
          })
          .catch(() => {});
      await Promise.all([add(10, true), add(11, false), add(12, true), add(13, false)]);
      const rows = await db.query(sql`select n from numbers where n >= 10 order by n`);
      expect(rows).toEqual([{n: 10}, {n: 12}]);
    });

    it('is usable after an error inside a transaction', async () => {
      await expect(db.transaction((t) => t.query(sql`select 1/0`))).rejects.toThrow('division');
      expect(await db.query(sql`select 1 as one`)).toEqual([{one: 1}]);
    });

    // On the embedded engine GEOS' exception is swallowed: no rows, no error, no command.
    it('throws when GEOS meets a geometry it cannot work on', async () => {
      const overlay = sql`
        select st_area(st_intersection(${BOW_TIE}::geometry, st_buffer(${'POINT(0.5 0.5)'}::geometry, 1, 2)))`;
      const outcome = await db.query(overlay).then(
        (rows) => ({rows}),
        (error: unknown) => ({error}),
      );
      // GEOS 3.11 on the server works through it; no engine may answer with nothing.
      if ('rows' in outcome) expect(outcome.rows).toHaveLength(1);
      else expect(outcome.error).toBeInstanceOf(DatabaseError);
    });

    it('keeps nothing of a transaction in which GEOS failed', async () => {
      await db.query(sql`create table areas (area double precision)`);
      const isCommitted = await db
        .transaction(async (t) => {
          await t.query(sql`insert into areas values (1)`);
          await t.query(sql`insert into areas
            select st_area(st_intersection(${BOW_TIE}::geometry, ${BOW_TIE}::geometry))`);
        })
        .then(
          () => true,
          () => false,
        );
      // Where GEOS works it out both rows are there; one alone would be half a transaction.
      expect(await db.query(sql`select * from areas`)).toHaveLength(isCommitted ? 2 : 0);
    });

    it('lets only valid geometry into a feature', async () => {
      await db.query(sql`create table features_1 partition of features for values in (1)`);
      const insert = db.query(sql`
        insert into features (version_id, ordinal, feature_id, properties, area_m2, geom)
        values (1, 1, 'a', '{}', 0, st_setsrid(${BOW_TIE}::geometry, 4490))`);
      await expect(insert).rejects.toThrow('features_geom_check');
    });

    it('can be migrated twice without harm', async () => {
      await migrate(db);
      const rows = await db.query(sql`select name from migrations order by name`);
      expect(rows.map((row) => row.name)).toEqual(migrationNames());
    });

    it('measures as the legal plane demands', async () => {
      // 1° × 1° between 30° and 31° north: 10 642 393 438.711 m² by the statutory series
      const [row] = await db.query<{area: number}>(sql`
        select st_area(st_transform(st_segmentize(
          'SRID=4490;POLYGON((118 30,119 30,119 31,118 31,118 30))'::geometry, 0.001), 6933)) as area`);
      expect(row!.area).toBeCloseTo(10_642_393_438.711, 0);
    });
  });
});
