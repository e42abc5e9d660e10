import {readFeatures, type FeatureQuery, type FeatureRow} from '../layers/read-features.ts';
import type {Services} from '../services.ts';
import {GEOJSON_TYPE, type Link} from './links.ts';

export interface Page {
  range: {after: number; offset: number; limit: number};
  numberMatched: number;
  /** Names of the attributes wanted; null: all. */
  properties: ReadonlySet<string> | null;
  links: Link[];
  /** Address of the page that begins after the feature with this ordinal. */
  nextUrl(ordinal: number): string;
}

/**
 * Writes a GeoJSON FeatureCollection piece by piece. One feature more than the page holds is asked for:
 * that it is there is what the next link says.
 */
export async function* writeFeatures(
  db: Services['db'],
  query: FeatureQuery,
  {range, numberMatched, properties, links, nextUrl}: Page,
): AsyncGenerator<string> {
  let count = 0;
  let last = range.after;
  let hasMore = false;
  yield '{"type":"FeatureCollection","features":[';
  for await (const rows of readFeatures(db, query, {...range, limit: range.limit + 1})) {
    const texts: string[] = [];
    for (const row of rows) {
      hasMore = count === range.limit;
      if (hasMore) break;
      texts.push(`${count === 0 ? '' : ','}${featureText(row, properties)}`);
      last = row.ordinal;
      count++;
    }
    yield texts.join('');
  }
  const next: Link[] = hasMore ? [{rel: 'next', href: nextUrl(last), type: GEOJSON_TYPE}] : [];
  const rest = {
    numberMatched,
    numberReturned: count,
    timeStamp: new Date().toISOString(),
    links: [...links, ...next],
  };
  yield `],${JSON.stringify(rest).slice(1)}`;
}

/**
 * A GeoJSON feature: its id, its attributes as imported, and `areaM2`. The geometry is passed on as the
 * database wrote it.
 */
export function featureText(
  {featureId, properties, areaM2, geometry}: FeatureRow,
  wanted: ReadonlySet<string> | null,
  links?: Link[],
): string {
  const all = {...properties, areaM2};
  const chosen =
    wanted === null
      ? all
      : Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
  const head = JSON.stringify({type: 'Feature', id: featureId, properties: chosen});
  const tail = links ? `,"links":${JSON.stringify(links)}` : '';
  return `${head.slice(0, -1)},"geometry":${geometry ?? 'null'}${tail}}`;
}
