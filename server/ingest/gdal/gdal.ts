import {createRequire} from 'node:module';
import {dirname, join, relative} from 'node:path';
import initGdalJs, {type GdalDataset, type GdalPackage} from 'gdal3.js/node.js';
import {fail, type LiandongError} from '../../errors.ts';
import type {FileNote} from '../formats/format.ts';
import {judgeCrs, knownCrs, normaliseCrs, type Crs} from '../crs/crs.ts';

/** What ogrinfo says of a layer, as far as it is read here. */
export interface GdalLayer {
  name: string;
  featureCount: number;
  geometryFields: {type: string; coordinateSystem?: {wkt: string; projjson?: ProjJson}}[];
  fields: {name: string; type: string}[];
  metadata: Record<string, Record<string, string>>;
}

interface ProjJson {
  name?: string;
  id?: {authority: string; code: number | string};
}

/** Moves x and y of `count` points, in place; what cannot be moved becomes infinite. */
export type Transform = (x: Float64Array, y: Float64Array) => void;

/** A layer written as GeoJSON, and what there was to say. */
export interface Converted {
  path: string;
  notes: FileNote[];
}

/** GDAL writes such a geometry as null, so the feature itself says no more than that. */
const NAN_NOTE: FileNote = {
  rule: 'not-a-number',
  severity: 'warning',
  detail: {
    zh: '有些坐标不是数值（NaN 或无穷大）。含有它们的要素没有几何，已被略去。',
    en: 'Some coordinates are not numbers (NaN or infinite). Features that have them come without geometry and are left out.',
  },
};

const MOUNTED_AT = '/output';
const CONVERTED = 'converted';
/** Points that pass through WASM memory at once: 1 MB. */
const BLOCK_POINTS = 65_536;
/** OAMS_TRADITIONAL_GIS_ORDER: x is longitude or easting whatever the authority says. */
const X_THEN_Y = 0;

/**
 * GDAL in WASM. It sees one folder of the disk and is kept by one thread: opening it takes 0.8 s, and
 * every call holds the thread up.
 */
export class Gdal {
  private constructor(
    private readonly gdal: GdalPackage,
    private readonly folder: string,
    private readonly complaints: string[],
  ) {}

  static async open(folder: string): Promise<Gdal> {
    const complaints: string[] = [];
    const files = dirname(createRequire(import.meta.url).resolve('gdal3.js/dist/package/gdal3.js'));
    const gdal = await initGdalJs({
      // it puts "./" before the path
      path: relative(process.cwd(), files),
      dest: folder,
      // Never look for files or servers beside the file at hand
      env: {GDAL_DISABLE_READDIR_ON_OPEN: 'NO', CPL_VSIL_CURL_ALLOWED_EXTENSIONS: 'none'},
      logHandler: () => {},
      errorHandler: (message) => complaints.push(message),
    });
    return new Gdal(gdal, folder, complaints);
  }

  /** Lists the layers of a file in the folder. @throws Error with GDAL's words */
  async layers(name: string, openOptions: string[] = []): Promise<GdalLayer[]> {
    return this.withDataset(name, openOptions, (dataset) =>
      Promise.resolve((dataset.info as {layers?: GdalLayer[]} | undefined)?.layers ?? []),
    );
  }

  /**
   * Writes one layer of a file as GeoJSON in the CRS it has, heights dropped, curves made straight.
   * 17 digits would make the same numbers again, but GDAL rounds off a tail of nines or zeros; of 20
   * it rounds the last few, which change no number.
   * @throws Error with GDAL's words
   */
  async convert(
    name: string,
    layer: string,
    openOptions: string[] = [],
    more: string[] = [],
  ): Promise<Converted> {
    const writing = ['-f', 'GeoJSON', '-lco', 'RFC7946=NO', '-lco', 'SIGNIFICANT_FIGURES=20'];
    const shaping = ['-dim', 'XY', '-nlt', 'CONVERT_TO_LINEAR'];
    await this.withDataset(name, openOptions, (dataset) =>
      this.gdal.ogr2ogr(dataset, [...writing, ...shaping, ...more, layer], CONVERTED),
    );
    const hasNotNumbers = this.complaints.some((line) => line.includes('NaN coordinate'));
    return {
      path: join(this.folder, `${CONVERTED}.geojson`),
      notes: hasNotNumbers ? [NAN_NOTE] : [],
    };
  }

  /** @throws CRS_UNKNOWN */
  crs(text: string): Crs {
    const definition = normaliseCrs(text);
    const known = knownCrs(definition);
    if (known) return known;
    const reference = this.reference(definition);
    const {Module} = this.gdal;
    const out = Module._malloc(4);
    Module._OSRExportToWkt(reference, out);
    const wkt = Module.UTF8ToString(Module.HEAPU32[out / 4]!);
    Module._free(out);
    Module._OSRDestroySpatialReference(reference);
    return judgeCrs(definition, wkt);
  }

  /** From a CRS to longitude and latitude of CGCS2000. @throws CRS_UNKNOWN */
  transform(definition: string): Transform {
    const {Module} = this.gdal;
    const from = this.reference(definition);
    const to = this.reference('EPSG:4490');
    const transformation = Module._OCTNewCoordinateTransformation(from, to);
    if (transformation === 0) throw this.unknown(definition);
    const pointer = Module._malloc(BLOCK_POINTS * 16);
    return (x, y) => {
      for (let start = 0; start < x.length; start += BLOCK_POINTS) {
        const end = Math.min(x.length, start + BLOCK_POINTS);
        const yPointer = pointer + (end - start) * 8;
        Module.HEAPF64.set(x.subarray(start, end), pointer / 8);
        Module.HEAPF64.set(y.subarray(start, end), yPointer / 8);
        Module._OCTTransform(transformation, end - start, pointer, yPointer, 0);
        // fresh views: the memory may have grown meanwhile
        x.set(Module.HEAPF64.subarray(pointer / 8, yPointer / 8), start);
        y.set(Module.HEAPF64.subarray(yPointer / 8, yPointer / 8 + end - start), start);
      }
    };
  }

  private reference(definition: string): number {
    const {Module} = this.gdal;
    const bytes = Module.lengthBytesUTF8(definition) + 1;
    const text = Module._malloc(bytes);
    Module.stringToUTF8(definition, text, bytes);
    const reference = Module._OSRNewSpatialReference(0);
    const code = Module._OSRSetFromUserInput(reference, text);
    Module._free(text);
    if (code !== 0) throw this.unknown(definition);
    Module._OSRSetAxisMappingStrategy(reference, X_THEN_Y);
    return reference;
  }

  private unknown(definition: string): LiandongError {
    const said = this.complaints.splice(0).at(-1);
    const reason = said?.replace(/^(ERROR|Warning) \d+: (PROJ: )?/, '') ?? {
      zh: '无法读取',
      en: 'it cannot be read',
    };
    return fail('CRS_UNKNOWN', {crs: definition.slice(0, 60), reason});
  }

  private async withDataset<T>(
    name: string,
    openOptions: string[],
    work: (dataset: GdalDataset) => Promise<T>,
  ): Promise<T> {
    this.complaints.length = 0;
    let dataset: GdalDataset | undefined;
    try {
      const opened = await this.gdal.open(`${MOUNTED_AT}/${name}`, openOptions);
      dataset = opened.datasets[0];
      if (!dataset) throw opened.errors[0] ?? new Error('no driver knows it');
      return await work(dataset);
    } catch (error) {
      // gdal3.js takes warnings of some kinds for errors; the log tells them apart
      const isOnlyWarned = dataset !== undefined && isGdalError(error) && !this.hasFailed();
      if (isOnlyWarned) return undefined as T;
      throw new Error(this.lastWords(error), {cause: error});
    } finally {
      if (dataset) await this.gdal.close(dataset);
    }
  }

  private hasFailed(): boolean {
    return this.complaints.some((line) => line.startsWith('ERROR'));
  }

  private lastWords(error: unknown): string {
    const said = this.complaints.find((line) => line.startsWith('ERROR'));
    const {message} = ([error].flat()[0] ?? {}) as {message?: string};
    // a file that no driver takes is told with an empty message
    const words =
      said || message || 'GDAL does not know what it is; it is broken or of another kind';
    return words.replace(/^ERROR \d+: /, '').replace(/\.$/, '');
  }
}

function isGdalError(error: unknown): boolean {
  return typeof (error as {no?: unknown}).no === 'number';
}
