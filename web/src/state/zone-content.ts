import type {Feature, MultiPolygon, Polygon, Position} from 'geojson';
import type {ArealGeometry} from '../../../contract/geojson.ts';
import type {Place} from '../../../contract/place.ts';
import type {Zone, ZoneDraft} from '../../../contract/zone.ts';

/** What a zone is made of while it is worked on. Never changed in place. */
export interface ZoneContent {
  readonly drawn: MultiPolygon | null;
  /** The ring being drawn, open. */
  readonly sketch: readonly Position[];
  readonly collection: string;
  readonly memberIds: readonly string[];
}

export const EMPTY_CONTENT: ZoneContent = {
  drawn: null,
  sketch: [],
  collection: 'units',
  memberIds: [],
};

export function isEmptyContent({drawn, memberIds}: ZoneContent): boolean {
  return drawn === null && memberIds.length === 0;
}

export function withMemberToggled(content: ZoneContent, id: string): ZoneContent {
  const isMember = content.memberIds.includes(id);
  const memberIds = isMember
    ? content.memberIds.filter((each) => each !== id)
    : [...content.memberIds, id];
  return {...content, memberIds};
}

/**
 * The place to measure. Members alone are named, so the server measures its own geometry; together
 * with something drawn their features are sent along, and the server dissolves the lot.
 */
export function placeOf(
  content: ZoneContent,
  preview: MultiPolygon | null,
  memberFeatures: ReadonlyMap<string, Feature>,
): Place | null {
  const drawn = preview ?? content.drawn;
  const ids = content.memberIds;
  if (drawn === null) {
    return ids.length === 0 ? null : {collection: content.collection, id: [...ids]};
  }
  if (ids.length === 0) return drawn;
  const members = ids.flatMap((id) => memberFeatures.get(id) ?? []);
  const own: Feature = {type: 'Feature', id: 'drawn', properties: {}, geometry: drawn};
  return {type: 'FeatureCollection', features: [...members, own]} as Place;
}

export function draftOf(name: string, content: ZoneContent): ZoneDraft {
  const {drawn, collection, memberIds} = content;
  return {
    name,
    members: memberIds.length === 0 ? null : {collection, ids: [...memberIds]},
    drawn: drawn as ArealGeometry | null,
  };
}

export function contentOf(zone: Zone): ZoneContent {
  return {
    drawn: zone.drawn === null ? null : asMultiPolygon(zone.drawn as Polygon | MultiPolygon),
    sketch: [],
    collection: zone.members?.collection ?? EMPTY_CONTENT.collection,
    memberIds: zone.members?.ids ?? [],
  };
}

export function asMultiPolygon(geometry: Polygon | MultiPolygon): MultiPolygon {
  if (geometry.type === 'MultiPolygon') return geometry;
  return {type: 'MultiPolygon', coordinates: [geometry.coordinates]};
}
