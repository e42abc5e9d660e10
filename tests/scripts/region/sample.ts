import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {makeRegion, type Region} from '../../../scripts/region/make-region.ts';
import type {MultiPolygon, Ring} from '../../../server/kernel/geometry.ts';

export type SampleFeature = {
  id: string;
  properties: Record<string, string | number | null>;
  geometry:
    | {type: 'Polygon'; coordinates: Ring[]}
    | {type: 'MultiPolygon'; coordinates: MultiPolygon}
    | {type: 'LineString'; coordinates: [number, number][]}
    | {type: 'Point'; coordinates: [number, number]};
};

export type Sample = {region: Region; layer: (id: string) => SampleFeature[]};

/** Makes a region in a folder that is gone when this returns, and keeps its features. */
export async function makeSample(seed?: number): Promise<Sample> {
  const outDir = mkdtempSync(join(tmpdir(), 'liandong-region-'));
  try {
    const region = await makeRegion({
      size: 'sample',
      outDir,
      ...(seed === undefined ? {} : {seed}),
    });
    const layers = new Map(
      region.layers.map(({id, file}) => [id, readLines(join(outDir, file))] as const),
    );
    return {region, layer: (id) => layers.get(id)!};
  } finally {
    rmSync(outDir, {recursive: true, force: true});
  }
}

export function polygonsOf({geometry}: SampleFeature): MultiPolygon {
  if (geometry.type === 'Polygon') return [geometry.coordinates];
  if (geometry.type === 'MultiPolygon') return geometry.coordinates;
  throw new Error(`${geometry.type} has no polygons`);
}

export function ringsOf(feature: SampleFeature): Ring[] {
  return polygonsOf(feature).flat();
}

/** Directed edges of a feature's rings, each as "lon,lat lon,lat". */
export function edgesOf(feature: SampleFeature): string[] {
  return ringsOf(feature).flatMap((ring) =>
    ring.slice(1).map((to, index) => `${ring[index]!.join(',')} ${to.join(',')}`),
  );
}

export function reversed(edge: string): string {
  return edge.split(' ').reverse().join(' ');
}

/** Edges of a set of features that no other feature runs along the other way: their outline. */
export function outline(features: SampleFeature[]): Set<string> {
  const edges = new Set(features.flatMap(edgesOf));
  return new Set([...edges].filter((edge) => !edges.has(reversed(edge))));
}

function readLines(path: string): SampleFeature[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as SampleFeature);
}
