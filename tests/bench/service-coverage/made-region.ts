import type {Db} from '../../../server/db/db.ts';
import {multiPolygonAreaM2} from '../../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import type {Position, Ring} from '../../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../../server/kernel/wkb.ts';
import {appendFeatures, type StoredFeature} from '../../../server/layers/feature-store.ts';
import {publishVersion} from '../../../server/layers/layer-store.ts';
import {seeded} from '../../layers/random.ts';
import {beginLayer, sealLayer} from '../../setup/seal-features.ts';

/** West, south, east, north: as large and as far north as the east of China. */
const REGION = [104, 23, 122, 41] as const;
const STORED_AT_ONCE = 100;

export interface MadeRegion {
  unitCount: number;
  facilityCount: number;
  vertexCount: number;
}

/**
 * Counties side by side that share winding borders, with people, and plants strewn over them, the
 * same for a seed. Basins are columns of counties that drain south.
 */
export async function storeMadeRegion(
  db: Db,
  {
    columns,
    rows,
    borderVertices,
    facilityCount,
    seed,
  }: {
    columns: number;
    rows: number;
    borderVertices: number;
    facilityCount: number;
    seed: number;
  },
): Promise<MadeRegion> {
  const random = seeded(seed);
  const [west, south, east, north] = REGION;
  const [width, height] = [(east - west) / columns, (north - south) / rows];
  const border = (from: Position, to: Position): Position[] => {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    return Array.from({length: borderVertices}, (_, i) => {
      const along = (i + 1) / (borderVertices + 1);
      const off = (0.3 * (random() - 0.5) + 2 * Math.sin(7 * along)) / 30;
      const fade = Math.sin(Math.PI * along);
      return [from[0] + dx * along - dy * off * fade, from[1] + dy * along + dx * off * fade];
    });
  };
  const corner = (i: number, j: number): Position => [west + i * width, south + j * height];
  const grid = (w: number, h: number, end: (i: number, j: number) => Position) =>
    Array.from({length: w}, (_, i) =>
      Array.from({length: h}, (_, j) => border(corner(i, j), end(i, j))),
    );
  const eastward = grid(columns, rows + 1, (i, j) => corner(i + 1, j));
  const northward = grid(columns + 1, rows, (i, j) => corner(i, j + 1));
  const features: StoredFeature[] = [];
  let vertexCount = 0;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const ring: Ring = [
        corner(i, j),
        ...eastward[i]![j]!,
        corner(i + 1, j),
        ...northward[i + 1]![j]!,
        corner(i + 1, j + 1),
        ...eastward[i]![j + 1]!.toReversed(),
        corner(i, j + 1),
        ...northward[i]![j]!.toReversed(),
      ];
      vertexCount += ring.length;
      features.push({
        ...NOTHING,
        ordinal: features.length + 1,
        featureId: `u${String(i).padStart(3, '0')}${String(j).padStart(3, '0')}`,
        properties: {population: Math.round(1e6 * random())},
        areaM2: multiPolygonAreaM2(toLegalMultiPolygon([[ring]])),
        wkbHex: Buffer.from(wkbOfPolygons([[ring]])).toString('hex'),
      });
    }
  }
  await store(db, 'units', 'unit', 'polygon', features);
  const facilities = Array.from({length: facilityCount}, (_, i): StoredFeature => {
    const at: Position = [west + (east - west) * random(), south + (north - south) * random()];
    const capacity = 1 + Math.round(20 * random());
    return {
      ...NOTHING,
      ordinal: i + 1,
      featureId: `f${i + 1}`,
      class: 'sewage-plant',
      properties: {
        capacity,
        load: capacity * (0.4 + 0.7 * random()),
        measure: '万m³/d',
        opened: 2010,
      },
      wkbHex: pointHex(at),
    };
  });
  await store(db, 'facilities', 'facility', 'point', facilities);
  return {unitCount: features.length, facilityCount, vertexCount};
}

const NOTHING: StoredFeature = {
  ordinal: 0,
  featureId: '',
  name: null,
  nameEn: null,
  class: null,
  parent: null,
  downstream: null,
  level: null,
  properties: {},
  areaM2: 0,
  wkbHex: '',
};

async function store(
  db: Db,
  layerId: string,
  kind: string,
  geometryFamily: 'polygon' | 'point',
  features: StoredFeature[],
): Promise<void> {
  const draft = {id: layerId, kind, family: geometryFamily};
  const version = await beginLayer(db, draft);
  for (let from = 0; from < features.length; from += STORED_AT_ONCE) {
    await appendFeatures(db, version.versionId, features.slice(from, from + STORED_AT_ONCE));
  }
  await sealLayer(db, version, draft, {featureCount: features.length, areaM2: 0});
  await publishVersion(db, version);
}

function pointHex([lon, lat]: Position): string {
  const bytes = Buffer.alloc(21);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(1, 1);
  bytes.writeDoubleLE(lon, 5);
  bytes.writeDoubleLE(lat, 13);
  return bytes.toString('hex');
}
