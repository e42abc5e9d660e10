import type {Issue} from '../../contract/issue.ts';
import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import {multiPolygonAreaM2} from '../kernel/area.ts';
import {toLegalMultiPolygon} from '../kernel/densify.ts';
import type {StoredFeature} from '../layers/feature-store.ts';
import type {Finding, Subject} from './checks/check.ts';
import {checks} from './checks/index.ts';
import {isEmptyShape, sequencesOf, vertexCountOf, type Shape} from './checks/shape.ts';
import {movePoints, reprojectLine} from './crs/reproject.ts';
import type {FeatureIds} from './feature-ids.ts';
import type {Transform} from './gdal/gdal.ts';
import {findBlanksAround} from './blanks-around.ts';
import {issueOf} from './issue-of.ts';
import {readShape} from './read-shape.ts';
import {repairs} from './repairs/index.ts';
import {rolesOf} from './role-map.ts';
import type {SourceFeature} from './source-feature.ts';
import {toWkbHex} from './shape-to-wkb.ts';

/** A feature checked as far as it can be by itself; whether its rings cross is still to be asked. */
export interface PreparedFeature extends StoredFeature {
  family: Shape['family'];
  vertexCount: number;
  /** west, south, east, north */
  bbox: [number, number, number, number];
}

export interface PreparePlan {
  kind: LayerKind;
  map: RoleMap;
  ids: FeatureIds;
  /** Into longitude and latitude; null where the file has them. */
  transform: Transform | null;
}

/** Reads, moves, checks and mends one feature; without a feature it is rejected by the last issue. */
export function prepareFeature(
  source: SourceFeature,
  {kind, map, ids, transform}: PreparePlan,
): {feature: PreparedFeature | null; issues: Issue[]} {
  const {position, properties} = source;
  const roles = rolesOf(properties, map);
  const {id, findings: idFindings} = ids.idOf(roles.code, position);
  const findings: Finding[] = findBlanksAround(properties, map);
  const close = (shape: Shape | null) => ({
    feature: shape === null ? null : storedFeature(source, id, roles, shape),
    issues: [...findings, ...idFindings].map((each) => issueOf(each, id, position, roles.code)),
  });

  const read = readShape(source.geometry, kind.geometry);
  findings.push(...read.findings);
  if (read.shape === null) return close(null);
  if (isEmptyShape(read.shape)) {
    findings.push({
      rule: 'empty-geometry',
      severity: 'error',
      at: null,
      detail: {zh: '几何为空', en: 'Its geometry is empty'},
    });
    return close(null);
  }

  let shape = transform === null ? read.shape : reproject(read.shape, transform);
  const subject: Subject = {
    position,
    shape,
    family: kind.geometry,
    kind: {zh: kind.title.zh, en: kind.id},
    roles,
    requiredRoles: kind.requiredRoles,
  };
  for (const check of checks) {
    const found = check.find(subject);
    const repair = repairs.find(({rule}) => found.length > 0 && rule === check.rule);
    if (repair !== undefined) {
      shape = repair.mend(shape);
      subject.shape = shape;
    }
    findings.push(...found.map((each) => withRepair(each, repair?.method)));
    if (found.some(({severity}) => severity === 'error')) return close(null);
  }
  return close(shape);
}

/** Closing rings changes no area; repairs that do are made by mend-invalid.ts. */
function withRepair(finding: Finding, method: string | undefined): Finding {
  return method === undefined ? finding : {...finding, repair: {method, areaChangeM2: 0}};
}

function reproject(shape: Shape, transform: Transform): Shape {
  if (shape.family === 'point') return {...shape, points: movePoints(shape.points, transform)};
  const move = (line: Parameters<typeof reprojectLine>[0]) => reprojectLine(line, transform);
  if (shape.family === 'line') return {...shape, lines: shape.lines.map(move)};
  return {...shape, polygons: shape.polygons.map((polygon) => polygon.map(move))};
}

function storedFeature(
  {position, properties}: SourceFeature,
  featureId: string,
  roles: ReturnType<typeof rolesOf>,
  shape: Shape,
): PreparedFeature {
  const areaM2 =
    shape.family === 'polygon' ? multiPolygonAreaM2(toLegalMultiPolygon(shape.polygons)) : 0;
  return {
    ordinal: position,
    featureId,
    name: roles.name ?? null,
    nameEn: roles.nameEn ?? null,
    class: roles.class ?? null,
    parent: roles.parent ?? null,
    downstream: roles.downstream ?? null,
    level: roles.level ?? null,
    properties,
    areaM2,
    wkbHex: toWkbHex(shape),
    family: shape.family,
    vertexCount: vertexCountOf(shape),
    bbox: bboxOf(shape),
  };
}

function bboxOf(shape: Shape): PreparedFeature['bbox'] {
  const bbox: PreparedFeature['bbox'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const sequence of sequencesOf(shape)) {
    for (const [lon, lat] of sequence) {
      if (lon < bbox[0]) bbox[0] = lon;
      if (lat < bbox[1]) bbox[1] = lat;
      if (lon > bbox[2]) bbox[2] = lon;
      if (lat > bbox[3]) bbox[3] = lat;
    }
  }
  return bbox;
}
