import type {FileInspection, FileLayer} from '../../contract/file-inspection.ts';
import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import {fail} from '../errors.ts';
import {chooseLayer} from './formats/choose-layer.ts';
import type {FileOptions} from './reader-questions.ts';
import {FileReader} from './reader.ts';
import {recogniseBasins, type Recognised} from './recognise-basins.ts';
import {checkRoleMap} from './role-map.ts';

/**
 * What a file holds: its layers with CRS, geometry and attributes. `wanted` attributes are looked for
 * in every feature of the chosen layer where the first features lack them.
 * @throws FILE_FORMAT_UNKNOWN, FILE_NOT_JSON, ZIP_WITHOUT_SHP … whatever the head of the file shows
 */
export async function inspectFile(
  file: FileOptions,
  wanted: string[] = [],
): Promise<FileInspection> {
  const reader = new FileReader(file);
  try {
    return await reader.inspect(wanted);
  } finally {
    await reader.close();
  }
}

/**
 * Judges what can be judged of an import before it is accepted: that the file is one of the formats,
 * which layer of it is meant, that its CRS is known and that the mapped attributes are there. Returns
 * the map with what was recognised besides, and the reader that has done so, for the import to go on
 * with or the caller to close.
 * @throws the problem the import would fail with
 */
export async function checkBeforeImport(
  file: FileOptions,
  kind: LayerKind,
  map: RoleMap,
): Promise<Recognised & {reader: FileReader}> {
  const reader = new FileReader(file);
  try {
    const {layers} = await reader.inspect(Object.values(map));
    return {...checkLayer(layers, file, kind, map), reader};
  } catch (error) {
    await reader.close();
    throw error;
  }
}

function checkLayer(
  layers: FileLayer[],
  {fileName, layer: wanted}: FileOptions,
  kind: LayerKind,
  map: RoleMap,
): Recognised {
  const names = layers.map((layer) => layer.name);
  const name = chooseLayer(names, {fileName, layer: wanted});
  const {crs, featureCount, geometry, attributes} = layers.find((each) => each.name === name)!;
  if (crs === null) throw fail('CRS_MISSING', {fileName});
  if (featureCount === 0) throw fail('FILE_WITHOUT_FEATURES', {fileName});
  checkFamily(geometry, kind);
  const recognised = recogniseBasins(kind, map, attributes);
  checkRoleMap(
    recognised.map,
    kind,
    attributes.map((attribute) => attribute.name),
  );
  return recognised;
}

const FAMILIES: Record<string, 'polygon' | 'line' | 'point'> = {
  Polygon: 'polygon',
  LineString: 'line',
  Point: 'point',
};
const FAMILIES_ZH = {polygon: '面', line: '线', point: '点'};

/** Only what is certain: mixed and unnamed types are judged feature by feature. */
function checkFamily(geometry: string, kind: LayerKind): void {
  const family = FAMILIES[geometry];
  if (family === undefined || kind.geometry === 'any' || family === kind.geometry) return;
  throw fail('GEOMETRY_TYPE_WRONG', {
    kind: {zh: `“${kind.title.zh}”`, en: kind.id},
    expected: {zh: FAMILIES_ZH[kind.geometry], en: kind.geometry},
    seen: {zh: FAMILIES_ZH[FAMILIES[geometry]!], en: geometry},
  });
}
