import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon, Position} from '../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import type {Db} from '../../server/db/db.ts';
import {indexVersion} from '../../server/layers/cells/index-version.ts';
import {publishVersion} from '../../server/layers/layer-store.ts';
import {sealFeatures} from '../setup/seal-features.ts';
import {cutting} from '../setup/cutting.ts';

/** A point or polygons with attributes, as a test wants it. */
export interface SiteDraft {
  id: string;
  class?: string | null;
  level?: string | null;
  parent?: string | null;
  downstream?: string | null;
  at?: Position;
  polygons?: MultiPolygon;
  properties?: Record<string, unknown>;
}

/** Stores points, or polygons with their cells, as a ready layer. */
export async function storeSites(
  db: Db,
  id: string,
  kind: string,
  drafts: readonly SiteDraft[],
): Promise<void> {
  const isAreal = drafts.some(({polygons}) => polygons);
  const version = await sealFeatures(
    db,
    {id, kind, family: isAreal ? 'polygon' : 'point'},
    drafts.map(({at, polygons, ...draft}) => ({
      ...draft,
      name: draft.id,
      areaM2: polygons ? multiPolygonAreaM2(toLegalMultiPolygon(polygons)) : 0,
      wkb: polygons ? wkbOfPolygons(polygons) : wkbOfPoint(at!),
    })),
  );
  const work = {progress() {}, signal: new AbortController().signal};
  if (isAreal) await indexVersion(db, version.versionId, cutting, work);
  await publishVersion(db, version);
}

function wkbOfPoint([lon, lat]: Position): Uint8Array {
  const view = new DataView(new ArrayBuffer(21));
  view.setUint8(0, 1);
  view.setUint32(1, 1, true);
  view.setFloat64(5, lon, true);
  view.setFloat64(13, lat, true);
  return new Uint8Array(view.buffer);
}

/** A box from its lower left to its upper right corner. */
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
