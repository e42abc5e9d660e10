import {statSync} from 'node:fs';
import {fail} from '../../errors.ts';
import {GEOJSON_DEFAULT, knownCrs, normaliseCrs, type Crs} from '../crs/crs.ts';
import {readFeatures, readOutline} from '../json/geojson-file.ts';
import {OPEN_BRACE, OPEN_BRACKET} from '../json/json-bytes.ts';
import type {FileNote, Format, SourceFile} from './format.ts';
import {chooseLayer} from './choose-layer.ts';
import {surveyAttributes} from './survey-attributes.ts';

/** GeoJSON (RFC 7946), and the older kind with a `crs` member (2008). */
export const geojson: Format = {
  id: 'geojson',
  title: 'GeoJSON',

  recognises(fileName, head) {
    if (/\.(geo)?json$/i.test(fileName)) return true;
    const first = head.find((byte) => byte > 0x20 && byte < 0x80);
    return first === OPEN_BRACE || first === OPEN_BRACKET;
  },

  async inspect(file, wanted) {
    checkEncoding(file, 'GeoJSON');
    const outline = readOutline(file);
    const {attributes, geometry} = surveyAttributes(
      readFeatures(file, outline, statSync(file.path).size),
      wanted,
    );
    return [
      {
        name: layerNameOf(file, outline.members),
        crs: (await crsOf(file, crsMember(file, outline.members))).label,
        geometry,
        featureCount: outline.featureCount,
        attributes,
      },
    ];
  },

  async open(file) {
    const outline = readOutline(file);
    const byteCount = statSync(file.path).size;
    const said = crsMember(file, outline.members);
    const layerName = layerNameOf(file, outline.members);
    if (file.layer !== undefined) chooseLayer([layerName], file);
    checkEncoding(file, 'GeoJSON');
    return {
      layerName: null,
      crs: await crsOf(file, said),
      encoding: 'UTF-8',
      notes: crsNotes(file, said),
      byteCount,
      features: () => readFeatures(file, outline, byteCount),
    };
  },
};

/** The CRS given by the caller, else the one the file says, else that of RFC 7946. */
export async function crsOf(file: SourceFile, said: string | null): Promise<Crs> {
  const text = file.crs ?? said;
  if (text === null || text === undefined) return GEOJSON_DEFAULT;
  const known = knownCrs(normaliseCrs(text));
  return known ?? (await file.gdal()).crs(text);
}

/**
 * For formats whose text is UTF-8 by their standard: another encoding cannot be asked for.
 * @throws ENCODING_UNKNOWN
 */
export function checkEncoding({encoding}: SourceFile, format: string): void {
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return;
  const reason = {
    zh: `${format} 总是 UTF-8，只有 Shapefile 需要指定编码。请不要填写；若名称显示有误，请将文件另存为 UTF-8 再导入`,
    en: `${format} is always UTF-8, and an encoding is only asked for with a Shapefile. Leave it out; where names look wrong, save the file as UTF-8 and import that`,
  };
  throw fail('ENCODING_UNKNOWN', {encoding, reason});
}

export function crsNotes({crs}: SourceFile, said: string | null): FileNote[] {
  if (crs === undefined || said === null || crs === said) return [];
  const inFile = said.slice(0, 60);
  const detail = {
    zh: `文件说明其坐标系为 ${inFile}；已按所给的 ${crs} 读取。`,
    en: `The file says its CRS is ${inFile}; ${crs} was given and taken instead.`,
  };
  return [{rule: 'crs-overridden', severity: 'info', detail}];
}

/** The name of the CRS in the `crs` member of GeoJSON 2008. @throws CRS_UNKNOWN for a linked one */
function crsMember(file: SourceFile, {crs}: Record<string, unknown>): string | null {
  if (crs === undefined || crs === null) return null;
  const {type, properties} = crs as {type?: unknown; properties?: {name?: unknown; code?: unknown}};
  if (type === 'name' && typeof properties?.name === 'string') return properties.name;
  if (type === 'EPSG' && properties?.code !== undefined) return `EPSG:${String(properties.code)}`;
  if (file.crs !== undefined) return null;
  throw fail('CRS_UNKNOWN', {
    crs: JSON.stringify(crs).slice(0, 60),
    reason: {zh: '文件的 crs 成员没有名称', en: 'the crs member of the file has no name'},
  });
}

/** A GeoJSON file has one layer: the `name` that GDAL writes, else the file's name. */
function layerNameOf({fileName}: SourceFile, {name}: Record<string, unknown>): string {
  return typeof name === 'string' && name !== '' ? name : fileName.replace(/\.[^.]*$/, '');
}
