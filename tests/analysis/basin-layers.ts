import type {Db} from '../../server/db/db.ts';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon, Position} from '../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {indexVersion} from '../../server/layers/cells/index-version.ts';
import {publishVersion} from '../../server/layers/layer-store.ts';
import {sealFeatures} from '../setup/seal-features.ts';
import {cutting} from '../setup/cutting.ts';

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
  const isAreal = features.some((feature) => feature.polygons);
  const version = await sealFeatures(
    db,
    {id: layerId, kind, family: isAreal ? 'polygon' : features[0]?.line ? 'line' : 'point'},
    features.map((feature) => ({
      id: feature.id,
      name: feature.name ?? feature.id,
      parent: feature.parent ?? null,
      downstream: feature.downstream ?? null,
      level: feature.level ?? null,
      properties: feature.properties ?? {},
      areaM2: feature.polygons ? multiPolygonAreaM2(toLegalMultiPolygon(feature.polygons)) : 0,
      wkb: wkbOf(feature),
    })),
  );
  const work = {progress() {}, signal: new AbortController().signal};
  if (isAreal) await indexVersion(db, version.versionId, cutting, work);
  await publishVersion(db, version);
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
