import type {ZoneDraft} from '../../contract/zone.ts';
import type {GeoJsonObject} from '../../contract/geojson.ts';
import type {Db} from '../db/db.ts';
import {fail} from '../errors.ts';
import {multiPolygonAreaM2} from '../kernel/area.ts';
import {toLegalMultiPolygon} from '../kernel/densify.ts';
import type {MultiPolygon} from '../kernel/geometry.ts';
import {wkbOfPolygons} from '../kernel/wkb.ts';
import {resolveLayer} from '../layers/layer-store.ts';
import {dissolvePlaces, readFeaturePlaces, rejectCrossing, type ResolvedPlace} from './place.ts';
import {readPlaces} from './read-geometry.ts';
import type {NewZoneVersion} from './zone-store.ts';

/**
 * Makes what is saved of a zone from what a planner says it is: members are looked up in the current
 * version of their layer, and dissolved with the drawn geometry.
 * @throws ZONE_EMPTY, and what resolving places throws
 */
export async function composeZone(db: Db, draft: ZoneDraft): Promise<NewZoneVersion> {
  const places: ResolvedPlace[] = [];
  let members: NewZoneVersion['members'] = null;
  let drawn: MultiPolygon | null = null;
  if (draft.members) {
    const layer = await resolveLayer(db, draft.members.collection);
    places.push(...(await readFeaturePlaces(db, layer, draft.members.ids)));
    members = {...draft.members, version: layer.version};
  }
  if (draft.drawn) {
    drawn = readPlaces(draft.drawn as GeoJsonObject).flatMap((place) => place.multiPolygon);
    await rejectCrossing(db, drawn, null);
    places.push({id: 'drawn', name: null, multiPolygon: drawn});
  }
  if (places.length === 0) throw fail('ZONE_EMPTY');
  const whole = await dissolvePlaces(db, places);
  return {
    name: draft.name.trim(),
    members,
    drawnWkbHex: drawn === null ? null : hexOf(drawn),
    wkbHex: hexOf(whole),
    areaM2: multiPolygonAreaM2(toLegalMultiPolygon(whole)),
  };
}

function hexOf(multiPolygon: MultiPolygon): string {
  return Buffer.from(wkbOfPolygons(multiPolygon)).toString('hex');
}
