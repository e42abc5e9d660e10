import {copyFileSync, linkSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fail} from '../../errors.ts';
import type {Gdal, GdalLayer} from '../gdal/gdal.ts';
import {chooseLayer} from './choose-layer.ts';
import type {Format, SourceFile} from './format.ts';
import {checkEncoding, crsNotes} from './geojson.ts';
import {readConverted} from './read-converted.ts';
import {crsName, simpleType} from './shapefile.ts';
import {tableAttributes} from './survey-attributes.ts';

const MAGIC = 'SQLite format 3\0';
const NAME = 'source.gpkg';
/** Enough for a value of each attribute. */
const FIRST_ROWS = ['-limit', '20'];

/** OGC GeoPackage: every table of features is a layer. */
export const geopackage: Format = {
  id: 'geopackage',
  title: 'GeoPackage',

  recognises(fileName, head) {
    return (
      /\.gpkg$/i.test(fileName) || Buffer.from(head.subarray(0, 16)).toString('latin1') === MAGIC
    );
  },

  async inspect(file) {
    const {gdal, tables} = await open(file);
    const layers = [];
    for (const table of tables) {
      const {path} = await convert(gdal, file, table.name, FIRST_ROWS);
      const said = crsName(table.geometryFields[0]);
      layers.push({
        name: table.name,
        crs: file.crs === undefined ? said : gdal.crs(file.crs).label,
        geometry: simpleType(table.geometryFields[0]),
        featureCount: table.featureCount,
        attributes: tableAttributes(table.fields, readConverted(file, path).features()),
      });
    }
    return layers;
  },

  async open(file) {
    const {gdal, tables} = await open(file);
    const name = chooseLayer(
      tables.map((table) => table.name),
      file,
    );
    const table = tables.find((each) => each.name === name)!;
    const said = table.geometryFields[0]!.coordinateSystem?.wkt ?? null;
    const text = file.crs ?? said;
    if (text === null) throw fail('CRS_MISSING', {fileName: file.fileName});
    const crs = gdal.crs(text);
    const saidName = said === null ? null : crsName(table.geometryFields[0]);
    const {path, notes} = await convert(gdal, file, name);
    return {
      layerName: name,
      crs,
      encoding: 'UTF-8',
      notes: [...crsNotes(file, saidName), ...notes],
      ...readConverted(file, path),
    };
  },
};

async function open(file: SourceFile): Promise<{gdal: Gdal; tables: GdalLayer[]}> {
  checkEncoding(file, geopackage.title);
  const path = join(file.scratch, NAME);
  rmSync(path, {force: true});
  try {
    linkSync(file.path, path);
  } catch {
    // another file system
    copyFileSync(file.path, path);
  }
  const gdal = await file.gdal();
  const layers = await gdal.layers(NAME).catch((error: unknown) => {
    throw broken(file, error);
  });
  const tables = layers.filter((layer) => layer.geometryFields.length > 0);
  if (tables.length === 0) throw broken(file, new Error('it has no table of features'));
  return {gdal, tables};
}

async function convert(gdal: Gdal, file: SourceFile, name: string, more: string[] = []) {
  return gdal.convert(NAME, name, [], more).catch((error: unknown) => {
    throw broken(file, error);
  });
}

function broken({fileName}: SourceFile, error: unknown) {
  return fail('FILE_BROKEN', {
    fileName,
    format: geopackage.title,
    reason: (error as Error).message,
  });
}
