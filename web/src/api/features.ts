import type {Feature, FeatureCollection} from 'geojson';
import {request} from './request.ts';

export interface FeaturePage extends FeatureCollection {
  numberMatched?: number;
  numberReturned?: number;
  links?: {rel: string; href: string}[];
}

export async function fetchFeature(collection: string, id: string): Promise<Feature> {
  const path = `/collections/${encodeURIComponent(collection)}/items/${encodeURIComponent(id)}`;
  return (await request<Feature>(path, {headers: {accept: 'application/geo+json'}})).body;
}

export async function fetchFeatures(
  collection: string,
  query: Record<string, string | number>,
  signal?: AbortSignal,
): Promise<FeaturePage> {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  );
  const path = `/collections/${encodeURIComponent(collection)}/items?${search}`;
  const options = {headers: {accept: 'application/geo+json'}, ...(signal ? {signal} : {})};
  return (await request<FeaturePage>(path, options)).body;
}
