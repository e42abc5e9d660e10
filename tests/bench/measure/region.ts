import {createReadStream, existsSync, readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {MultiPolygon, Polygon} from '../../../server/kernel/geometry.ts';
import {makeRegion, type Region} from '../../../scripts/region/make-region.ts';

/** Ignored by git; a region is made once and kept. */
const FOLDER = 'data/local/bench/province';
const LAYERS = ['units', 'redlines'];

export interface BenchFeature {
  id: string;
  class: string | null;
  /** Longitude/latitude. */
  multiPolygon: MultiPolygon;
}

/** Streams the features of one layer, so that a region of any size takes little memory. */
export type FeatureStream = () => AsyncIterable<BenchFeature>;

export interface BenchRegion {
  seed: number;
  /** Of the file of red lines: the same bytes on every machine. */
  sha256: string;
  redlines: FeatureStream;
  counties: FeatureStream;
}

/** The province region of the sample generator: invented, seeded, made at the first use. */
export async function openRegion(say: (line: string) => void): Promise<BenchRegion> {
  if (!existsSync(`${FOLDER}/region.json`)) {
    say('making the province region (about a minute, once)');
    await makeRegion({size: 'province', outDir: FOLDER, layers: LAYERS});
  }
  const region = JSON.parse(readFileSync(`${FOLDER}/region.json`, 'utf8')) as Region;
  return {
    seed: region.seed,
    sha256: region.layers.find((layer) => layer.id === 'redlines')!.sha256,
    redlines: () => readFeatures('redlines', () => true),
    counties: () => readFeatures('units', ({level}) => level === 'county'),
  };
}

/** The part of a region round a centre that has about so many red-line vertices. */
export async function cutOut(
  region: BenchRegion,
  centre: readonly [number, number],
  vertexCount: number,
): Promise<BenchRegion> {
  const near: {feature: BenchFeature; distance: number}[] = [];
  for await (const feature of region.redlines())
    near.push({feature, distance: distanceTo(feature, centre)});
  near.sort((a, b) => a.distance - b.distance);
  const redlines: BenchFeature[] = [];
  let left = vertexCount;
  let reach = 0;
  for (const {feature, distance} of near) {
    if (left <= 0) break;
    left -= verticesOf(feature.multiPolygon);
    redlines.push(feature);
    reach = distance;
  }
  const counties: BenchFeature[] = [];
  for await (const county of region.counties())
    if (distanceTo(county, centre) < reach + COUNTY_RADIUS_DEGREES) counties.push(county);
  return {...region, redlines: () => iterate(redlines), counties: () => iterate(counties)};
}

// half the width of a county of 3 000 km²
const COUNTY_RADIUS_DEGREES = 0.25;

export function verticesOf(multiPolygon: MultiPolygon): number {
  let count = 0;
  for (const polygon of multiPolygon) for (const ring of polygon) count += ring.length;
  return count;
}

async function* readFeatures(
  layer: string,
  isWanted: (properties: Record<string, unknown>) => boolean,
): AsyncGenerator<BenchFeature> {
  const lines = createInterface({input: createReadStream(`${FOLDER}/${layer}.geojsonl`)});
  for await (const line of lines) {
    if (line === '') continue;
    const {id, properties, geometry} = JSON.parse(line) as {
      id: string;
      properties: Record<string, unknown> & {class?: string};
      geometry:
        {type: 'Polygon'; coordinates: Polygon} | {type: 'MultiPolygon'; coordinates: MultiPolygon};
    };
    if (!isWanted(properties)) continue;
    const multiPolygon =
      geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    yield {id, class: properties.class ?? null, multiPolygon};
  }
}

async function* iterate(features: BenchFeature[]): AsyncGenerator<BenchFeature> {
  yield* features;
}

function distanceTo({multiPolygon}: BenchFeature, [lon, lat]: readonly [number, number]): number {
  const [x, y] = multiPolygon[0]![0]![0]!;
  return Math.hypot((x - lon) * Math.cos((lat * Math.PI) / 180), y - lat);
}
