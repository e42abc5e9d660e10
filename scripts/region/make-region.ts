import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {listDeliberate, type Deliberate} from './deliberate.ts';
import {LayerFile, type LayerFigures} from './layer-file.ts';
import {REGION_LAYERS} from './layers/index.ts';
import type {RegionLayer} from './layers/layer.ts';
import {readNames, readRecipe} from './recipe.ts';
import {makeWorld} from './world.ts';

export type RegionOptions = {
  size: string;
  /** Left out: the seed of the recipe. */
  seed?: number;
  outDir: string;
  /** Only these layers; left out: all. */
  layers?: string[];
};

export type RegionReport = {
  /** What is being made, and how much of everything is done, 0 to 1. */
  progress?: (step: string, share: number) => void;
  signal?: AbortSignal;
};

export type RegionLayerEntry = LayerFigures &
  Pick<RegionLayer, 'id' | 'kind' | 'title' | 'map'> & {file: string};

export type Region = {
  seed: number;
  size: string;
  invented: true;
  crs: 'EPSG:4490';
  attribution: {zh: string; en: string};
  layers: RegionLayerEntry[];
  deliberate: Deliberate;
};

/** What thinking the region up costs against writing it, measured on the three sizes. */
const WORLD_SHARE = 0.35;

/**
 * Makes an invented region: a GeoJSON file per layer, one feature a line, and region.json that says
 * what is in them. The same size and seed give the same bytes.
 */
export async function makeRegion(
  {size, seed, outDir, layers}: RegionOptions,
  {progress = () => {}, signal}: RegionReport = {},
): Promise<Region> {
  const recipe = readRecipe();
  const own = recipe.sizes[size];
  if (!own) {
    throw new Error(`Size "${size}" is not one of ${Object.keys(recipe.sizes).join(', ')}`);
  }
  const unknown = layers?.find((id) => !REGION_LAYERS.some((layer) => layer.id === id));
  if (unknown) throw new Error(`There is no layer "${unknown}" in a region`);
  mkdirSync(outDir, {recursive: true});
  // the manifest comes last: where there is one, the region is whole
  rmSync(join(outDir, 'region.json'), {force: true});
  let lastPause = 0;
  const step = async (name: string, share: number) => {
    signal?.throwIfAborted();
    progress(name, share);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const usedSeed = seed ?? own.seed;
  const world = await makeWorld(own, readNames(), usedSeed, (name, share) =>
    step(name, share * WORLD_SHARE),
  );
  const wanted = REGION_LAYERS.filter((layer) => !layers || layers.includes(layer.id));
  const entries: RegionLayerEntry[] = [];
  for (const [index, {id, kind, title, map, write}] of wanted.entries()) {
    const name = `${id}.geojsonl`;
    const file = new LayerFile(join(outDir, name), world.tracer);
    try {
      await write(world, file, async (share) => {
        // a turn for others every 50 ms keeps a server answering while a region is made
        if (performance.now() - lastPause < 50) return;
        await step(id, WORLD_SHARE + ((1 - WORLD_SHARE) * (index + share)) / wanted.length);
        lastPause = performance.now();
      });
    } catch (error) {
      file.abandon();
      throw error;
    }
    entries.push({id, kind, title, file: name, ...file.finish(), map});
  }
  const region: Region = {
    seed: usedSeed,
    size,
    invented: true,
    crs: 'EPSG:4490',
    attribution: recipe.attribution,
    layers: entries,
    deliberate: listDeliberate(world),
  };
  writeFileSync(join(outDir, 'region.json'), `${JSON.stringify(region, null, 2)}\n`);
  progress('done', 1);
  return region;
}
