import type {Zone, ZoneDraft, ZoneList} from '../../../contract/zone.ts';
import {API_ROOT, request} from './request.ts';

export async function fetchZones(): Promise<ZoneList['zones']> {
  return (await request<ZoneList>('/zones')).body.zones;
}

/** The latest version, or the one that is named. */
export async function fetchZone(id: string, version?: number): Promise<Zone> {
  const tail = version === undefined ? '' : `/versions/${version}`;
  return (await request<Zone>(`/zones/${encodeURIComponent(id)}${tail}`)).body;
}

export async function fetchZoneVersions(id: string): Promise<ZoneList['zones']> {
  const {body} = await request<ZoneList | {versions: ZoneList['zones']}>(
    `/zones/${encodeURIComponent(id)}/versions`,
  );
  return 'zones' in body ? body.zones : body.versions;
}

export async function createZone(draft: ZoneDraft): Promise<Zone> {
  return (await request<Zone>('/zones', {method: 'POST', json: draft})).body;
}

/** Makes the version after `version`, which is refused where another has followed it. */
export async function replaceZone(id: string, draft: ZoneDraft, version: number): Promise<Zone> {
  const headers = {'if-match': `"${version}"`};
  const path = `/zones/${encodeURIComponent(id)}`;
  return (await request<Zone>(path, {method: 'PUT', json: draft, headers})).body;
}

export async function deleteZone(id: string, version: number): Promise<void> {
  const headers = {'if-match': `"${version}"`};
  await request(`/zones/${encodeURIComponent(id)}`, {method: 'DELETE', headers});
}

export function zoneDownloadUrl(id: string): string {
  return `${API_ROOT}/zones/${encodeURIComponent(id)}?f=geojson`;
}
