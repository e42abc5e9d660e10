import type {FileInspection} from '../../../contract/file-inspection.ts';
import type {IssuePage} from '../../../contract/issue.ts';
import type {Job} from '../../../contract/job.ts';
import type {LayerKind, RoleMap} from '../../../contract/layer-kind.ts';
import type {LayerList} from '../../../contract/layer.ts';
import {API_ROOT, ProblemError, problemOf, request, type Reply} from './request.ts';

export async function fetchLayers(): Promise<LayerList['layers']> {
  return (await request<LayerList>('/layers')).body.layers;
}

export async function fetchLayerKinds(): Promise<LayerKind[]> {
  return (await request<{kinds: LayerKind[]}>('/catalog/layer-kinds')).body.kinds;
}

export async function deleteLayer(id: string): Promise<void> {
  await request(`/layers/${encodeURIComponent(id)}`, {method: 'DELETE'});
}

/** Makes a ready version the one that is meant where none is named. */
export async function makeVersionCurrent(layerId: string, version: number): Promise<void> {
  const path = `/layers/${encodeURIComponent(layerId)}/current`;
  await request(path, {method: 'PUT', json: {version}});
}

export async function deleteVersion(layerId: string, version: number): Promise<void> {
  const path = `/layers/${encodeURIComponent(layerId)}/versions/${version}`;
  await request(path, {method: 'DELETE'});
}

export async function fetchIssues(
  layerId: string,
  version: number,
  {limit, offset}: {limit: number; offset: number},
): Promise<IssuePage> {
  const path = `/layers/${encodeURIComponent(layerId)}/versions/${version}/issues`;
  return (await request<IssuePage>(`${path}?limit=${limit}&offset=${offset}`)).body;
}

export interface LayerUpload {
  file: File;
  id: string;
  kind: string;
  title: string;
  map: RoleMap;
  layer?: string;
  crs?: string;
  encoding?: string;
}

export type UploadProgress = (share: number) => void;

export async function inspectFile(
  file: File,
  fields: {crs?: string; encoding?: string},
  progress: UploadProgress,
  signal: AbortSignal,
): Promise<FileInspection> {
  const form = formOf(fields);
  form.append('file', file, file.name);
  return (await upload<FileInspection>('/layers/inspect', form, progress, signal)).body;
}

export async function uploadLayer(
  {file, map, ...fields}: LayerUpload,
  progress: UploadProgress,
  signal: AbortSignal,
): Promise<Job> {
  // Fields first: the server reads the body as a stream and needs them before the file.
  const form = formOf({...fields, map: JSON.stringify(map)});
  form.append('file', file, file.name);
  return (await upload<Job>('/layers', form, progress, signal)).body;
}

function formOf(fields: Record<string, string | undefined>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  return form;
}

/** fetch() cannot tell how far an upload is, XMLHttpRequest can. */
function upload<Body>(
  path: string,
  form: FormData,
  progress: UploadProgress,
  signal: AbortSignal,
): Promise<Reply<Body>> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', `${API_ROOT}${path}`);
    xhr.setRequestHeader('accept', 'application/json');
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    xhr.onload = () => {
      if (xhr.status >= 400) {
        reject(new ProblemError(problemOf(xhr.status, xhr.responseText)));
        return;
      }
      resolve({
        body: JSON.parse(xhr.responseText) as Body,
      });
    };
    xhr.onerror = () => reject(new ProblemError(problemOf(0, '')));
    xhr.onabort = () => reject(new DOMException('Upload cancelled', 'AbortError'));
    signal.addEventListener('abort', () => xhr.abort(), {once: true});
    xhr.send(form);
  });
}
