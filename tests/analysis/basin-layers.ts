import type {Db} from '../../server/db/db.ts';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon, Position} from '../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {indexVersion} from '../../server/layers/cells/index-version.ts';
import {appendFeatures} from '../../server/layers/feature-store.ts';
import {createVersion, finishVersion} from '../../server/layers/layer-store.ts';

/** A feature with roles; its geometry polygons, a line or a point. */
export interface RoleFeature {
  id: string;
  name?: string;
  parent?: string | null;
  level?: string | null;
  downstream?: string | null;
  properties?: Record<string, unknown>;
  polygons?: MultiPolygon;
  line?: Position[];
  point?: Position;
}

/** Stores features with their roles as a ready layer without going through an import. */
export async function storeRoleLayer(
  db: Db,
  layerId: string,
  kind: string,
  features: readonly RoleFeature[],
): Promise<void> {
  const title = {zh: layerId, en: layerId};
  const handle = await createVersion(db, {
    layerId,
    kind,
    title,
    source: {
      fileName: 'made in a test',
      format: 'geojson',
      layerName: null,
      crs: 'EPSG:4490',
      encoding: null,
      bytes: 0,
      sha256: '',
    },
    map: {},
    attribution: title,
    isInvented: true,
    jobId: null,
  });
  const stored = features.map((feature, i) => ({
    ordinal: i + 1,
    featureId: feature.id,
    name: feature.name ?? feature.id,
    nameEn: null,
    class: null,
    parent: feature.parent ?? null,
    downstream: feature.downstream ?? null,
    level: feature.level ?? null,
    properties: feature.properties ?? {},
    areaM2: feature.polygons ? multiPolygonAreaM2(toLegalMultiPolygon(feature.polygons)) : 0,
    wkbHex: wkbOf(feature).toString('hex'),
  }));
  await appendFeatures(db, handle.versionId, stored);
  const isAreal = features.some((feature) => feature.polygons);
  const work = {progress() {}, signal: new AbortController().signal};
  if (isAreal) await indexVersion(db, handle.versionId, 1, work);
  await finishVersion(db, handle, {
    featureCount: features.length,
    vertexCount: 0,
    areaM2: stored.reduce((sum, feature) => sum + feature.areaM2, 0),
    bbox: null,
    geometryFamily: isAreal ? 'polygon' : features[0]?.line ? 'line' : 'point',
    classes: [],
    attributes: [],
    rejectedCount: 0,
    title,
  });
}

/** A box from its lower left to its upper right corner, a multipolygon. */
export function box(west: number, south: number, east: number, north: number): MultiPolygon {
  return [
    [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  ];
}

function wkbOf({polygons, line, point}: RoleFeature): Buffer {
  if (polygons) return Buffer.from(wkbOfPolygons(polygons));
  const positions = line ?? [point!];
  const head = Buffer.alloc(line ? 9 : 5);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(line ? 2 : 1, 1);
  if (line) head.writeUInt32LE(line.length, 5);
  return Buffer.concat([head, Buffer.from(Float64Array.from(positions.flat()).buffer)]);
}
