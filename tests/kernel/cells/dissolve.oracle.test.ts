import pg from 'pg';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {
  FIRST_CLASS_COLUMN,
  MULTIPLE_COLUMN,
  TOTAL_COLUMN,
} from '../../../server/kernel/cells/summary.ts';
import {toFlatRings, type MultiPolygon} from '../../../server/kernel/geometry.ts';
import {seededRandom} from '../../bench/synthetic-layer.ts';
import {postgisUrl} from '../../setup/needs.ts';
import {randomPairs, type Pair} from '../pairs.ts';
import {cutLayer} from './layers.ts';

// more with DISSOLVE_LAYERS=20000 npx vitest run tests/kernel/cells/dissolve.oracle.test.ts
const LAYERS = Number(process.env.DISSOLVE_LAYERS ?? 400);
const CLASSES = 3;

/** Of the area any feature holds. */
const RELATIVE_TOLERANCE = 1e-9;

interface Layer {
  kinds: string[];
  features: {classIndex: number; geometry: MultiPolygon}[];
}

/**
 * Both shapes of a few random pairs as one layer: pairs share edges, are the same, lie one in the
 * other or fill each other's holes, and shapes of different pairs cross each other anyhow. Shapes
 * near the origin and shapes at the rim of the plane do not come into one layer: ST_Union then snaps
 * by 1e-12 of the largest coordinate, 2e-5 m, and swallows slivers a millionth wide.
 */
function* randomLayers(count: number): Generator<Layer> {
  const random = seededRandom(41);
  const waiting: Record<'near' | 'far', Pair[]> = {near: [], far: []};
  let made = 0;
  for (const pair of randomPairs(random, 6 * count)) {
    const alike = waiting[pair.kind.endsWith('far out') ? 'far' : 'near'];
    alike.push(pair);
    if (alike.length < 1 + (made % 3)) continue;
    const chosen = alike.splice(0);
    yield {
      kinds: chosen.map(({kind}) => kind),
      features: chosen.flatMap(({a, b}) => [
        {classIndex: Math.floor(random() * CLASSES), geometry: a},
        {classIndex: Math.floor(random() * CLASSES), geometry: b},
      ]),
    };
    if (++made === count) return;
  }
}

describe.skipIf(!postgisUrl)('overlapping features against PostGIS', () => {
  const client = new pg.Client({connectionString: postgisUrl});
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  test(
    `hold what ST_Union holds by class and in all, in ${LAYERS} random layers`,
    {timeout: 300_000},
    async () => {
      const wrong: string[] = [];
      let compared = 0;
      for (const {kinds, features} of randomLayers(LAYERS)) {
        const expected = await unionAreas(client, features);
        if (!expected) continue;
        compared++;
        const {pyramid} = cutLayer(
          features.map(({classIndex, geometry}) => ({classIndex, rings: toFlatRings(geometry)})),
          {classCount: CLASSES, leafVertices: compared % 2 === 0 ? 16 : 200},
        );
        const sums = new Float64Array(pyramid.columnCount);
        pyramid.addSums(0, 1, sums, 0);
        const tolerance = RELATIVE_TOLERANCE * expected.sums[TOTAL_COLUMN]! + floorOf(features);
        // GEOS 3.11 now and then gets an intersection wrong by percents; its difference tells
        if (Math.abs(sums[MULTIPLE_COLUMN]! - expected.multipleByDifference) < tolerance)
          expected.sums[MULTIPLE_COLUMN] = expected.multipleByDifference;
        const worst = Math.max(...expected.sums.map((m2, i) => Math.abs(m2 - sums[i]!)));
        if (worst > tolerance)
          wrong.push(`${kinds.join(' + ')}: off by ${worst}, ${tolerance} allowed`);
      }
      expect(wrong).toEqual([]);
      expect(compared).toBeGreaterThan(0.8 * LAYERS);
    },
  );
});

// Either side may move each outline by a few of the last bits of its coordinates, and where GEOS falls
// back to snapping, at the rim of the plane, slivers a millionth wide are gone.
function floorOf(features: Layer['features']): number {
  let floor = 0;
  for (const {geometry} of features)
    for (const ring of geometry.flat())
      ring.forEach(([x, y], i) => {
        const [nextX, nextY] = ring[(i + 1) % ring.length]!;
        const largest = Math.max(Math.abs(x), Math.abs(y));
        floor += Math.hypot(nextX - x, nextY - y) * (largest * 2e-15 + 1e-8);
      });
  return floor;
}

/** What PostGIS has for the columns of sums; null for a layer that is not valid. */
async function unionAreas(
  client: pg.Client,
  features: Layer['features'],
): Promise<{sums: number[]; multipleByDifference: number} | null> {
  const layer = JSON.stringify(features.map(closed));
  // GEOS raises on invalid input, and some of the random shapes touch themselves
  const {rows: validity} = await client.query(
    `select bool_and(ST_IsValid(ST_GeomFromGeoJSON(
       json_build_object('type', 'MultiPolygon', 'coordinates', f -> 'geometry')))) as is_valid
       from json_array_elements($1::json) f`,
    [layer],
  );
  if (!validity[0].is_valid) return null;
  const {rows} = await client.query(
    `with feature as (
       select (f ->> 'classIndex')::int as class,
              ST_GeomFromGeoJSON(json_build_object('type', 'MultiPolygon', 'coordinates', f -> 'geometry')) as geom
         from json_array_elements($1::json) f
     ),
     -- what each class holds
     held as (
       select class, ST_Union(geom) as geom from feature group by class
     ),
     -- what each two classes both hold
     shared as (
       select ST_Intersection(a.geom, b.geom) as geom from held a join held b on a.class < b.class
     )
     select (select ST_Area(ST_Union(geom)) from feature) as total,
            (select coalesce(ST_Area(ST_Union(geom)), 0) from shared) as multiple,
            -- what one class holds alone: another way to the same figure
            (select sum(coalesce(
                      ST_Area(ST_Difference(
                        a.geom,
                        (select ST_Union(b.geom) from held b where b.class <> a.class))),
                      ST_Area(a.geom)))
               from held a) as single,
            (select json_object_agg(class, ST_Area(geom)) from held) as classes`,
    [layer],
  );
  const {total, multiple, single, classes} = rows[0];
  const sums = Array.from({length: FIRST_CLASS_COLUMN + CLASSES}, () => 0);
  sums[TOTAL_COLUMN] = total;
  sums[MULTIPLE_COLUMN] = multiple;
  for (const [c, m2] of Object.entries(classes)) sums[FIRST_CLASS_COLUMN + Number(c)] = Number(m2);
  return {sums, multipleByDifference: total - single};
}

// GeoJSON repeats the first position
function closed(feature: Layer['features'][number]): Layer['features'][number] {
  const geometry = feature.geometry.map((polygon) =>
    polygon.map((ring) => {
      const [first, last] = [ring[0]!, ring[ring.length - 1]!];
      return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
    }),
  );
  return {...feature, geometry};
}
