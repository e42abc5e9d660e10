import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import initGdalJs, {type GdalPackage} from 'gdal3.js/node.js';
import JSZip from 'jszip';
import {afterAll} from 'vitest';

export type Coordinates = number[][][] | number[][][][] | number[] | number[][];

/** A folder for the files of one test file, gone when its tests are over. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
  afterAll(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

export function writeFile(folder: string, name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export function collection(features: object[], more: object = {}): string {
  return JSON.stringify({type: 'FeatureCollection', ...more, features});
}

export function feature(
  coordinates: unknown,
  properties: object = {},
  type: string = 'Polygon',
): {type: 'Feature'; properties: object; geometry: {type: string; coordinates: unknown}} {
  return {type: 'Feature', properties, geometry: {type, coordinates}};
}

/** A square of `size` degrees with its south-west corner at (lon, lat). */
export function square(lon: number, lat: number, size = 0.01): number[][][] {
  const east = lon + size;
  const north = lat + size;
  return [
    [
      [lon, lat],
      [east, lat],
      [east, north],
      [lon, north],
      [lon, lat],
    ],
  ];
}

let gdal: Promise<GdalPackage> | undefined;
let gdalFolder = '';
let madeCount = 0;

/** GDAL in this process, for making files; the code under test has its own in its own thread. */
async function openGdal(): Promise<GdalPackage> {
  gdalFolder ||= mkdtempSync(join(tmpdir(), 'liandong-test-gdal-'));
  gdal ??= initGdalJs({
    path: relative(process.cwd(), 'node_modules/gdal3.js/dist/package'),
    dest: gdalFolder,
    logHandler: () => {},
    errorHandler: () => {},
  });
  return gdal;
}

/** Converts GeoJSON (longitude/latitude) with ogr2ogr; returns the files it made, by ending. */
export async function convert(
  geojson: string,
  options: string[],
  name = `made${++madeCount}`,
): Promise<Map<string, Uint8Array>> {
  const package_ = await openGdal();
  // a new name each time: WASM remembers the files it has seen
  writeFileSync(join(gdalFolder, `source-${name}.geojson`), geojson);
  const {datasets} = await package_.open(`/output/source-${name}.geojson`);
  await package_.ogr2ogr(datasets[0]!, options, name);
  await package_.close(datasets[0]!);
  const made = readdirSync(gdalFolder).filter((file) => file.startsWith(`${name}.`));
  return new Map(
    made.map((file) => [file.slice(name.length + 1), readFileSync(join(gdalFolder, file))]),
  );
}

/** The parts of a shapefile in a CRS and an encoding. */
export function shapefileParts(
  geojson: string,
  {crs = 'EPSG:4490', encoding = 'UTF-8'}: {crs?: string; encoding?: string} = {},
): Promise<Map<string, Uint8Array>> {
  const shaping = ['-s_srs', 'EPSG:4490', '-t_srs', crs];
  return convert(geojson, [
    ...['-f', 'ESRI Shapefile', '-lco', `ENCODING=${encoding}`],
    ...shaping,
  ]);
}

/** A zip archive of shapefiles: the layer's name and its parts; or of anything by path. */
export async function zip(
  folder: string,
  name: string,
  layers: Record<string, Map<string, Uint8Array> | string | Uint8Array>,
): Promise<string> {
  const archive = new JSZip();
  for (const [layer, parts] of Object.entries(layers)) {
    if (!(parts instanceof Map)) archive.file(layer, parts);
    else for (const [ending, bytes] of parts) archive.file(`${layer}.${ending}`, bytes);
  }
  mkdirSync(folder, {recursive: true});
  return writeFile(
    folder,
    name,
    await archive.generateAsync({type: 'uint8array', compression: 'DEFLATE'}),
  );
}

export function without(
  parts: Map<string, Uint8Array>,
  ...endings: string[]
): Map<string, Uint8Array> {
  return new Map([...parts].filter(([ending]) => !endings.includes(ending)));
}
