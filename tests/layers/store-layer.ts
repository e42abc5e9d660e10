import type {Db} from '../../server/db/db.ts';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import type {MultiPolygon, Polygon} from '../../server/kernel/geometry.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {indexVersion} from '../../server/layers/cells/index-version.ts';
import {publishVersion, resolveLayer, type ResolvedLayer} from '../../server/layers/layer-store.ts';
import {sealFeatures} from '../setup/seal-features.ts';
import {cutting} from '../setup/cutting.ts';

export interface TestFeature {
  id: string;
  class: string | null;
  multiPolygon: MultiPolygon;
}

/** Stores polygons as a ready layer without going through an import. */
export async function storeLayer(
  db: Db,
  layerId: string,
  kind: string,
  features: readonly TestFeature[],
): Promise<ResolvedLayer> {
  const version = await sealFeatures(
    db,
    {id: layerId, kind},
    features.map(({id, class: className, multiPolygon}) => ({
      id,
      name: id,
      class: className,
      areaM2: multiPolygonAreaM2(toLegalMultiPolygon(multiPolygon)),
      wkb: wkbOfPolygons(multiPolygon),
    })),
  );
  await indexVersion(db, version.versionId, cutting, {
    progress() {},
    signal: new AbortController().signal,
  });
  await publishVersion(db, version);
  return resolveLayer(db, layerId);
}

/** A square of `size` degrees with its lower left corner at lon, lat. */
export function square(lon: number, lat: number, size: number): Polygon {
  return [
    [
      [lon, lat],
      [lon + size, lat],
      [lon + size, lat + size],
      [lon, lat + size],
      [lon, lat],
    ],
  ];
}

/** A wiggly outline round a centre, never crossing itself. */
export function blob(
  lon: number,
  lat: number,
  radius: number,
  vertexCount: number,
  random: () => number,
): Polygon {
  const ring = Array.from({length: vertexCount}, (_, i): [number, number] => {
    const angle = (2 * Math.PI * i) / vertexCount;
    const r = radius * (0.6 + 0.4 * random());
    return [lon + r * Math.cos(angle), lat + r * Math.sin(angle)];
  });
  return [[...ring, ring[0]!]];
}
