import {expect} from 'vitest';
import type {Job} from '../../../contract/job.ts';
import {PATIENTLY} from '../plan-page.ts';

/** Squares of a tenth of a degree side by side to the east, as features with the given properties. */
export function squares(
  [west, south]: readonly [number, number],
  properties: readonly Record<string, string>[],
) {
  return properties.map((each, i) => {
    const [left, right, top] = [west + i * 0.1, west + (i + 1) * 0.1, south + 0.1];
    const ring = [
      [left, south],
      [right, south],
      [right, top],
      [left, top],
      [left, south],
    ];
    return {
      type: 'Feature',
      properties: each,
      geometry: {type: 'Polygon', coordinates: [ring]},
    };
  });
}

/** Imports features as the next version of a layer, and waits until it is there. */
export async function importFeatures(
  url: string,
  fields: Record<'id' | 'kind' | 'title', string> & {map: Record<string, string>},
  features: readonly object[],
): Promise<void> {
  const form = new FormData();
  for (const name of ['id', 'kind', 'title'] as const) form.append(name, fields[name]);
  form.append('map', JSON.stringify(fields.map));
  const text = JSON.stringify({type: 'FeatureCollection', features});
  form.append('file', new Blob([text], {type: 'application/geo+json'}), 'features.geojson');
  const job = (await (
    await fetch(`${url}/api/layers`, {method: 'POST', body: form})
  ).json()) as Job;
  await expect
    .poll(
      async () => ((await (await fetch(`${url}/api/jobs/${job.jobID}`)).json()) as Job).status,
      PATIENTLY,
    )
    .toBe('successful');
}
