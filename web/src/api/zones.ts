import type {Zone, ZoneDraft, ZoneList} from '../../../contract/zone.ts';
import {API_ROOT, request, type Reply} from './request.ts';

export async function fetchZones(): Promise<ZoneList['zones']> {
  return (await request<ZoneList>('/zones')).body.zones;
}

export function fetchZone(id: string, version?: number): Promise<Reply<Zone>> {
  const tail = version === undefined ? '' : `/versions/${version}`;
  return request<Zone>(`/zones/${encodeURIComponent(id)}${tail}`);
}

export async function fetchZoneVersions(id: string): Promise<ZoneList['zones']> {
  const {body} = await request<ZoneList | {versions: ZoneList['zones']}>(
    `/zones/${encodeURIComponent(id)}/versions`,
  );
  return 'zones' in body ? body.zones : body.versions;
}

export function createZone(draft: ZoneDraft): Promise<Reply<Zone>> {
  return request<Zone>('/zones', {method: 'POST', json: draft});
}

/** Makes the next version; `etag` is that of the version the edit began from. */
export function replaceZone(id: string, draft: ZoneDraft, etag: string): Promise<Reply<Zone>> {
  const headers = {'if-match': etag};
  return request<Zone>(`/zones/${encodeURIComponent(id)}`, {method: 'PUT', json: draft, headers});
}

export async function deleteZone(id: string, etag: string): Promise<void> {
  const headers = {'if-match': etag};
  await request(`/zones/${encodeURIComponent(id)}`, {method: 'DELETE', headers});
}

export function zoneDownloadUrl(id: string): string {
  return `${API_ROOT}/zones/${encodeURIComponent(id)}?f=geojson`;
}
