import type {FileInspection, FileLayer} from '../../contract/file-inspection.ts';
import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import {fail} from '../errors.ts';
import {chooseLayer} from './formats/choose-layer.ts';
import type {FileOptions} from './reader-questions.ts';
import {FileReader} from './reader.ts';
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
 * What can be judged of an import before it is accepted: that the file is one of the formats, which
 * layer of it is meant, that its CRS is known and that the mapped attributes are there.
 * @throws the problem the import would fail with
 */
export async function checkBeforeImport(
  file: FileOptions,
  kind: LayerKind,
  map: RoleMap,
): Promise<FileLayer> {
  const {fileName} = file;
  const {layers} = await inspectFile(file, Object.values(map));
  const name = chooseLayer(
    layers.map((layer) => layer.name),
    {fileName, layer: file.layer},
  );
  const layer = layers.find((each) => each.name === name)!;
  if (layer.crs === null) throw fail('CRS_MISSING', {fileName});
  if (layer.featureCount === 0) throw fail('FILE_WITHOUT_FEATURES', {fileName});
  checkFamily(layer.geometry, kind);
  checkRoleMap(
    map,
    kind,
    layer.attributes.map((attribute) => attribute.name),
  );
  return layer;
}

const FAMILIES: Record<string, string> = {Polygon: 'polygon', LineString: 'line', Point: 'point'};

/** Only what is certain: mixed and unnamed types are judged feature by feature. */
function checkFamily(geometry: string, kind: LayerKind): void {
  const family = FAMILIES[geometry];
  if (family === undefined || kind.geometry === 'any' || family === kind.geometry) return;
  throw fail('GEOMETRY_TYPE_WRONG', {kind: kind.id, expected: kind.geometry, seen: geometry});
}
