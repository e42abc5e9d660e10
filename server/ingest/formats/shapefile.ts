import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail} from '../../errors.ts';
import type {Crs} from '../crs/crs.ts';
import type {Converted, Gdal, GdalLayer} from '../gdal/gdal.ts';
import {extractShapefiles, type UnpackedShapefile} from '../zip/extract-shapefiles.ts';
import {chooseLayer} from './choose-layer.ts';
import {dbfEncoding, type DbfEncoding} from './dbf-encoding.ts';
import type {FileNote, Format, SourceFile} from './format.ts';
import {crsNotes} from './geojson.ts';
import {readConverted} from './read-converted.ts';
import {tableAttributes} from './survey-attributes.ts';

/** Shapefiles in a zip archive; every .shp in it is a layer. */
export const shapefile: Format = {
  id: 'shapefile',
  title: 'zipped Shapefile',

  recognises(fileName, head) {
    return /\.zip$/i.test(fileName) || (head[0] === 0x50 && head[1] === 0x4b && head[2]! <= 8);
  },

  async inspect(file) {
    const {shapefiles, gdal} = await unpack(file);
    const layers = [];
    // where one is named nothing that is wrong with another counts
    const meant = file.layer === undefined ? shapefiles : [chosenOf(shapefiles, file)];
    for (const shp of meant) {
      const encoding = encodingOf(file, shp);
      const [info] = await describe(gdal, file, shp, encoding);
      const {path} = await convert(gdal, file, shp, encoding, FIRST_ROWS);
      const geometry = info!.geometryFields[0];
      layers.push({
        name: shp.name,
        crs: inspectedCrs(gdal, file, shp, geometry, meant.length === 1),
        geometry: simpleType(geometry),
        featureCount: info!.featureCount,
        attributes: tableAttributes(info!.fields, readConverted(file, path).features()),
      });
    }
    return layers;
  },

  async open(file) {
    const {shapefiles, gdal} = await unpack(file);
    const shp = chosenOf(shapefiles, file);
    if (file.crs === undefined && !shp.parts.has('prj')) {
      throw fail('CRS_MISSING', {fileName: file.fileName});
    }
    const encoding = encodingOf(file, shp);
    const [info] = await describe(gdal, file, shp, encoding);
    const said = info!.geometryFields[0]?.coordinateSystem?.wkt ?? null;
    const crs = crsOf(gdal, file, shp, said);
    const {path, notes} = await convert(gdal, file, shp, encoding);
    const saidName = said === null ? null : crsName(info!.geometryFields[0]);
    return {
      layerName: shp.name,
      crs,
      encoding: encoding.name,
      notes: [...crsNotes(file, saidName), ...encodingNotes(encoding), ...notes],
      ...readConverted(file, path),
    };
  },
};

/** Enough for a value of each attribute. */
const FIRST_ROWS = ['-limit', '20'];
const FOLDER = 'shapefiles';

async function unpack(file: SourceFile): Promise<{shapefiles: UnpackedShapefile[]; gdal: Gdal}> {
  const folder = join(file.scratch, FOLDER);
  mkdirSync(folder, {recursive: true});
  const shapefiles = await extractShapefiles(file.path, file.fileName, folder);
  for (const {name, parts} of shapefiles) {
    if (file.layer !== undefined && file.layer !== name) continue;
    for (const part of ['shx', 'dbf']) {
      if (!parts.has(part)) throw fail('SHP_PART_MISSING', {name, part: `.${part}`});
    }
  }
  return {shapefiles, gdal: await file.gdal()};
}

function chosenOf(shapefiles: readonly UnpackedShapefile[], file: SourceFile): UnpackedShapefile {
  const names = shapefiles.map((each) => each.name);
  const name = chooseLayer(names, file);
  return shapefiles[names.indexOf(name)]!;
}

function encodingOf(file: SourceFile, shp: UnpackedShapefile): DbfEncoding {
  const path = (ending: string) => join(file.scratch, FOLDER, shp.shp.replace(/shp$/, ending));
  const cpg = shp.parts.has('cpg') ? readFileSync(path('cpg'), 'latin1') : null;
  return dbfEncoding(path('dbf'), cpg, file.encoding);
}

function encodingNotes({name, from}: DbfEncoding): FileNote[] {
  if (from !== 'content' || name === 'UTF-8') return [];
  const detail = {
    zh: `.cpg 和 DBF 都没有说明文字编码；文字不是 UTF-8，已按 ${name} 读取。若名称显示有误，请指定编码重新导入。`,
    en: `Neither a .cpg nor the DBF says how text is encoded; it is not UTF-8 and was read as ${name}. If names look wrong, import again and say the encoding.`,
  };
  return [{rule: 'encoding-assumed', severity: 'info', detail}];
}

async function describe(gdal: Gdal, file: SourceFile, shp: UnpackedShapefile, {name}: DbfEncoding) {
  return gdal.layers(`${FOLDER}/${shp.shp}`, [`ENCODING=${name}`]).catch((error: unknown) => {
    throw broken(file, error);
  });
}

async function convert(
  gdal: Gdal,
  file: SourceFile,
  shp: UnpackedShapefile,
  {name}: DbfEncoding,
  more: string[] = [],
): Promise<Converted> {
  const layer = shp.shp.replace(/\.shp$/, '');
  const from = `${FOLDER}/${shp.shp}`;
  return gdal.convert(from, layer, [`ENCODING=${name}`], more).catch((error: unknown) => {
    throw broken(file, error);
  });
}

function broken({fileName}: SourceFile, error: unknown) {
  return fail('FILE_BROKEN', {fileName, format: shapefile.title, reason: (error as Error).message});
}

function crsOf(gdal: Gdal, file: SourceFile, shp: UnpackedShapefile, said: string | null): Crs {
  if (file.crs !== undefined) return gdal.crs(file.crs);
  if (said !== null) return gdal.crs(said);
  const prj = readFileSync(join(file.scratch, FOLDER, shp.shp.replace(/shp$/, 'prj')), 'utf8');
  throw fail('CRS_UNKNOWN', {
    crs: prj.trim().slice(0, 60),
    reason: {zh: '.prj 无法读取', en: 'the .prj cannot be read'},
  });
}

/**
 * Null where neither the caller nor the archive says it, and where one of several that might be meant
 * has a .prj nobody can read: the others can be imported, and this one is told of when it is named.
 */
function inspectedCrs(
  gdal: Gdal,
  file: SourceFile,
  shp: UnpackedShapefile,
  geometry: GdalLayer['geometryFields'][number] | undefined,
  isOnlyOne: boolean,
): string | null {
  const said = geometry?.coordinateSystem?.wkt ?? null;
  const isSaid = file.crs !== undefined || (isOnlyOne ? shp.parts.has('prj') : said !== null);
  return isSaid ? crsOf(gdal, file, shp, said).label : null;
}

/** EPSG code or name of a layer's CRS, as GDAL tells it. */
export function crsName(field: GdalLayer['geometryFields'][number] | undefined): string | null {
  const system = field?.coordinateSystem;
  if (system === undefined) return null;
  const {id, name} = system.projjson ?? {};
  if (id !== undefined) return `${id.authority}:${id.code}`;
  return name ?? /"([^"]*)"/.exec(system.wkt)?.[1] ?? null;
}

/** Polygon for MultiPolygon, 3D Polygon … */
export function simpleType(field: GdalLayer['geometryFields'][number] | undefined): string {
  return field?.type.replaceAll(/^(3D )?(Measured )?(Multi ?)?| /g, '') ?? 'none';
}
