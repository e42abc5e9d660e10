import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import type {Issue} from '../../contract/issue.ts';
import {fail} from '../errors.ts';
import {FeatureIds} from './feature-ids.ts';
import type {OpenedLayer} from './formats/format.ts';
import {AttributeTable} from './formats/survey-attributes.ts';
import {layerIssue} from './issue-of.ts';
import {checkRoleMap, rolesOf} from './role-map.ts';

/** What a first reading of the whole file tells. */
export interface Survey {
  featureCount: number;
  attributes: {name: string; type: string}[];
  ids: FeatureIds;
  issues: Issue[];
}

/**
 * Reads a layer through once before anything is stored: every mistake in the writing of the file is
 * met here, and codes that are not unique are known when ids are given. Yields the share that has
 * been read, now and then, and returns the survey.
 * @throws FILE_WITHOUT_FEATURES, ATTRIBUTE_NOT_FOUND, ROLE_MISSING, and what reading throws
 */
export function* surveyLayer(
  layer: OpenedLayer,
  {fileName, kind, map}: {fileName: string; kind: LayerKind; map: RoleMap},
): Generator<number, Survey> {
  const attributes = new AttributeTable();
  const ids = new FeatureIds();
  const bounds = {west: Infinity, south: Infinity, east: -Infinity, north: -Infinity};
  let featureCount = 0;
  let saidAtByte = 0;
  for (const feature of layer.features()) {
    featureCount++;
    attributes.add(feature.properties);
    ids.note(rolesOf(feature.properties, map).code, feature.position);
    extend(bounds, feature.geometry);
    if (feature.endByte - saidAtByte < SAY_EVERY_BYTES) continue;
    saidAtByte = feature.endByte;
    yield feature.endByte / layer.byteCount;
  }
  if (featureCount === 0) throw fail('FILE_WITHOUT_FEATURES', {fileName});
  checkRoleMap(map, kind, attributes.names());
  return {
    featureCount,
    attributes: attributes.list().map(({name, type}) => ({name, type})),
    ids,
    issues: layerIssues(layer, map, bounds),
  };
}

/** About 0.1 s of reading. */
const SAY_EVERY_BYTES = 8 * 1024 ** 2;

function layerIssues(layer: OpenedLayer, map: RoleMap, bounds: Bounds): Issue[] {
  const notes = [...layer.crs.notes, ...layer.notes];
  const issues = notes.map(({rule, severity, detail}) => layerIssue(rule, severity, detail));
  if (map.code === undefined) {
    const detail = {
      zh: '没有字段对应代码：要素按其在文件中的顺序编号。',
      en: 'No attribute is mapped to code: features are numbered as they stand in the file.',
    };
    issues.push(layerIssue('no-code-mapped', 'info', detail));
  }
  if (layer.crs.isTakenAsIs && looksSwapped(bounds)) {
    issues.push(layerIssue('swapped-coordinates', 'warning', SWAPPED));
  }
  return issues;
}

// West of 90° E, swapped coordinates of China are still possible ones, in the Arctic Ocean
function looksSwapped({west, south, east, north}: Bounds): boolean {
  return west >= 18 && east <= 54 && south >= 73 && north <= 90;
}

const SWAPPED = {
  zh: '图层位于经度 18 至 54、纬度 73 至 90 之间，即北冰洋；经纬度对调后则位于中国西部。如原意如此，请对调。',
  en: 'The layer lies between longitude 18 and 54 and latitude 73 and 90, in the Arctic Ocean; with the numbers swapped it would lie in western China. If that is meant, swap them.',
};

interface Bounds {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** By one position of each feature: enough to see where a layer lies. */
function extend(bounds: Bounds, geometry: unknown): void {
  let at: unknown = (geometry as {coordinates?: unknown} | null)?.coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  if (!Array.isArray(at)) return;
  const [lon, lat] = at as [number, number];
  bounds.west = Math.min(bounds.west, lon);
  bounds.east = Math.max(bounds.east, lon);
  bounds.south = Math.min(bounds.south, lat);
  bounds.north = Math.max(bounds.north, lat);
}
