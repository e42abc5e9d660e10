import pg from 'pg';
import type {MultiPolygon} from '../../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';

/** A polygon for the rivals: in the legal plane, densified, so that only the overlay is compared. */
export interface RivalFeature {
  id: string;
  plane: MultiPolygon;
}

/** Areas by [row, column] of an overlay of two layers. */
export type PairAreas = Map<string, number>;

/**
 * The PostGIS recipes to beat, each on a connection of its own: one with
 * max_parallel_workers_per_gather = 0, one with the server's default.
 */
export class Rivals {
  private constructor(
    readonly serial: pg.Client,
    readonly parallel: pg.Client,
  ) {}

  static async open(url: string): Promise<Rivals> {
    const clients = [0, 1].map(() => new pg.Client({connectionString: url}));
    for (const client of clients) {
      client.on('error', () => {});
      await client.connect();
    }
    const [serial, parallel] = clients as [pg.Client, pg.Client];
    await serial.query('set max_parallel_workers_per_gather = 0');
    await serial.query(
      'create table rival_redlines (id text, geom geometry(multipolygon, 6933) not null)',
    );
    await serial.query(
      'create table rival_counties (id text, geom geometry(multipolygon, 6933) not null)',
    );
    return new Rivals(serial, parallel);
  }

  async load(table: 'rival_redlines' | 'rival_counties', features: RivalFeature[]): Promise<void> {
    await this.serial.query(
      `insert into ${table}
       select f.id, st_geomfromwkb(decode(f.wkb, 'base64'), 6933)
       from unnest($1::text[], $2::text[]) as f (id, wkb)`,
      [
        features.map(({id}) => id),
        features.map(({plane}) => Buffer.from(wkbOfPolygons(plane)).toString('base64')),
      ],
    );
  }

  /** Index and statistics for the naive recipe; B1 brings its own. */
  async indexTables(): Promise<void> {
    for (const table of ['rival_redlines', 'rival_counties']) {
      await this.serial.query(`create index on ${table} using gist (geom)`);
      await this.serial.query(`vacuum analyze ${table}`);
    }
  }

  /** B1's preparation: pieces of at most 256 vertices, their areas, an index. Returns milliseconds. */
  prepare(client: pg.Client): Promise<number> {
    return this.subdivide(client, 'select id, geom from rival_redlines');
  }

  /**
   * The same from the longitudes and latitudes that ours starts from, so with their projection; the
   * edge rule is left out, which is in B1's favour.
   */
  prepareFromStored(client: pg.Client, versionId: number): Promise<number> {
    return this.subdivide(
      client,
      `select feature_id as id, st_transform(geom, 6933) as geom from features
       where version_id = ${Math.trunc(versionId)}`,
    );
  }

  private async subdivide(client: pg.Client, whole: string): Promise<number> {
    await client.query('drop table if exists b1_pieces');
    const started = performance.now();
    await client.query(
      `create table b1_pieces as
       select id, geom, st_area(geom) as area
       from (select id, st_subdivide(geom, 256) as geom from (${whole}) as whole) as piece`,
    );
    await client.query('create index on b1_pieces using gist (geom)');
    await client.query('analyze b1_pieces');
    const elapsedMs = performance.now() - started;
    await client.query('vacuum b1_pieces');
    return elapsedMs;
  }

  /** Plain PostGIS: the intersection of the zone with every feature near it. */
  async naive(planeWkb: Buffer): Promise<number> {
    const {rows} = await this.serial.query<{area: number | null}>(
      `select sum(st_area(st_intersection(zone.geom, f.geom))) as area
       from (select st_geomfromwkb($1, 6933) as geom) as zone, rival_redlines f
       where f.geom && zone.geom`,
      [planeWkb],
    );
    return rows[0]!.area ?? 0;
  }

  /** B1, the best public recipe. st_covers(zone, piece) in this order prepares the zone once. */
  async b1(client: pg.Client, planeWkb: Buffer): Promise<number> {
    const {rows} = await client.query<{area: number | null}>(
      `select sum(case when st_covers(zone.geom, p.geom) then p.area
                  else st_area(st_intersection(st_clipbybox2d(zone.geom, box2d(p.geom)), p.geom))
                  end) as area
       from (select st_geomfromwkb($1, 6933) as geom) as zone, b1_pieces p
       where p.geom && zone.geom`,
      [planeWkb],
    );
    return rows[0]!.area ?? 0;
  }

  /**
   * B1 as a join: the area every county shares with every red line. The box is a metre wider than in
   * the recipe: red lines follow county borders, so the box of a piece runs exactly through vertices
   * of the border, and there ST_ClipByBox2D gives rings that touch themselves, which ST_Intersection
   * refuses (TopologyException).
   */
  async b1Join(client: pg.Client): Promise<PairAreas> {
    const {rows} = await client.query<{county: string; redline: string; area: number}>(
      `select c.id as county, p.id as redline,
              sum(case when st_covers(c.geom, p.geom) then p.area
                  else st_area(st_intersection(st_clipbybox2d(c.geom, st_expand(box2d(p.geom), 1)), p.geom))
                  end) as area
       from rival_counties c join b1_pieces p on p.geom && c.geom
       group by c.id, p.id`,
    );
    return new Map(rows.map(({county, redline, area}) => [`${county} ${redline}`, area]));
  }

  async size(): Promise<{pieces: number; bytes: number}> {
    const {rows} = await this.serial.query<{pieces: string; bytes: string}>(
      `select count(*) as pieces, pg_total_relation_size('b1_pieces') as bytes from b1_pieces`,
    );
    return {pieces: Number(rows[0]!.pieces), bytes: Number(rows[0]!.bytes)};
  }

  /** A zone that crosses itself would be measured differently by everyone. */
  async isValid(planeWkb: Buffer): Promise<boolean> {
    const {rows} = await this.serial.query<{valid: boolean}>(
      'select st_isvalid(st_geomfromwkb($1, 6933)) as valid',
      [planeWkb],
    );
    return rows[0]!.valid;
  }

  async close(): Promise<void> {
    await Promise.all([this.serial.end(), this.parallel.end()]);
  }
}
