import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import type {ServiceRule} from '../../../contract/service-coverage.ts';
import type {Db} from '../../db/db.ts';
import {fail} from '../../errors.ts';
import type {Facility} from '../facilities.ts';
import {FacilityIssues, type Tells} from '../facility-issues.ts';
import {placePoints} from '../facility-hosts.ts';
import {compareCodes, type Hierarchy} from '../hierarchy.ts';
import {readServicePolygons} from './service-polygons.ts';
import {facilitiesByMember, type ServiceAreas} from './service-areas.ts';
import {readGrounds, readPolygons} from './read-grounds.ts';
import type {UpstreamBasins} from './upstream-basins.ts';

export interface ServedBy {
  facilities: readonly Facility[];
  hosts: Int32Array;
  units: Hierarchy;
  /** With the basin of each facility, −1 for none; null where no basins are named. */
  basins: {hierarchy: Hierarchy; upstream: UpstreamBasins; of: Int32Array} | null;
  signal: AbortSignal;
}

/** The rule a request means: what it says, else what facilities say, else the unit they stand in. */
export function chooseRule(
  wanted: ServiceRule | undefined,
  facilities: readonly Facility[],
): ServiceRule {
  if (wanted !== undefined) return wanted;
  return {rule: facilities.some(({serves}) => serves.length > 0) ? 'serves' : 'host'};
}

/**
 * The ground each facility serves, by a rule.
 * @throws INPUT_INVALID where the rule needs basins and none are named
 */
export async function chooseAreas(
  db: Db,
  rule: ServiceRule,
  served: ServedBy,
): Promise<{areas: ServiceAreas; issues: FacilityIssue[]}> {
  const {facilities, units, hosts} = served;
  if (rule.rule === 'areas') return readServicePolygons(db, rule, facilities);
  if (rule.rule === 'distance') {
    const positions = Float64Array.from(facilities.flatMap(({position}) => position));
    const facilitiesOf = facilities.map((_, i) => [i]);
    return {
      areas: {form: 'circles', positions, radiusM: rule.distanceM, facilitiesOf},
      issues: [],
    };
  }
  if (rule.rule === 'basin') return {areas: await basinAreas(db, served), issues: []};
  if (rule.rule === 'serves') return namedAreas(db, served);
  const membersOf = facilities.map((_, i) => (hosts[i]! < 0 ? [] : [hosts[i]!]));
  const facilitiesOf = facilitiesByMember(membersOf, units.members.length);
  return {areas: {form: 'units', facilitiesOf}, issues: []};
}

/**
 * Units by the codes facilities name: of the level, of one above it, or of one below, whose polygons
 * are then measured in the units of the level.
 */
async function namedAreas(
  db: Db,
  {facilities, units}: ServedBy,
): Promise<{areas: ServiceAreas; issues: FacilityIssue[]}> {
  const issues = new FacilityIssues();
  const look = lookUp(units);
  const namedBy = facilities.map(({id, serves}) => {
    if (serves.length === 0) issues.add('facility-without-area', 'error', TELLS.noCodes, id);
    const codes = serves.flatMap((code) => {
      const found = look(code);
      if (found === null) issues.add('serves-unknown', 'error', TELLS.unknownCode, id, code);
      return found ?? [];
    });
    return [...new Set(codes)];
  });
  const memberAt = new Map(units.members.map(({code}, i) => [code, i]));
  if (namedBy.every((codes) => codes.every((code) => memberAt.has(code)))) {
    const membersOf = namedBy.map((codes) => codes.map((code) => memberAt.get(code)!));
    const facilitiesOf = facilitiesByMember(membersOf, units.members.length);
    return {areas: {form: 'units', facilitiesOf}, issues: issues.list()};
  }
  const codes = [...new Set(namedBy.flat())].sort(compareCodes);
  const at = new Map(codes.map((code, i) => [code, i]));
  const facilitiesOf = facilitiesByMember(
    namedBy.map((named) => named.map((code) => at.get(code)!)),
    codes.length,
  );
  const wkbs = await readNamed(db, units, codes);
  return {
    areas: {form: 'polygons', wkbs, facilitiesOf, areShared: true},
    issues: issues.list(),
  };
}

/** The codes of members, or of a feature below them, that a code stands for; null for none. */
function lookUp({members, tiers, features}: Hierarchy): (code: string) => string[] | null {
  const above = new Map<string, string[]>();
  for (const {members: coarser, of} of tiers) {
    coarser.forEach(({code}, i) => {
      above.set(
        code,
        members.filter((_, member) => of[member] === i).map((member) => member.code),
      );
    });
  }
  const own = new Set(members.map(({code}) => code));
  const others = new Set(features.map(({code}) => code));
  return (code) =>
    own.has(code) || (!above.has(code) && others.has(code)) ? [code] : (above.get(code) ?? null);
}

async function readNamed(
  db: Db,
  {layer, members, features}: Hierarchy,
  codes: readonly string[],
): Promise<Uint8Array[][]> {
  const memberOf = new Map(members.map((member) => [member.code, member]));
  const idsOf = codes.map(
    (code) => memberOf.get(code)?.features.map((i) => features[i]!.code) ?? [code],
  );
  const polygons = await readPolygons(db, layer.versionId, idsOf.flat());
  return idsOf.map((ids) => ids.map((id) => polygons.get(id)!));
}

/** All that drains past a facility: its basin and every basin upstream of it. */
async function basinAreas(db: Db, {facilities, basins}: ServedBy): Promise<ServiceAreas> {
  if (basins === null) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: '按流域确定服务范围需要“basins”，即有上下游联系的流域图层。',
        en: 'Service by basin needs "basins", a layer of basins with downstream links.',
      },
    });
  }
  const {hierarchy, upstream, of} = basins;
  const membersOf = facilities.map((_, i) => (of[i]! < 0 ? [] : upstream.upstreamOf(of[i]!)));
  const byBasin = facilitiesByMember(membersOf, hierarchy.members.length);
  const serving = [...byBasin.keys()].filter((basin) => byBasin[basin]!.length > 0);
  const wkbs: Uint8Array[][] = [];
  for await (const {grounds} of readGrounds(db, hierarchy, serving)) wkbs.push(...grounds);
  const facilitiesOf = serving.map((basin) => byBasin[basin]!);
  return {form: 'polygons', wkbs, facilitiesOf, areShared: true};
}

/** The basin of each point: by the code it gives, else by where it stands. */
export async function placeInBasins(
  db: Db,
  hierarchy: Hierarchy,
  points: readonly {id: string; position: [number, number]; basin: string | null}[],
  signal: AbortSignal,
): Promise<{of: Int32Array; issues: FacilityIssue[]}> {
  const byCode = new Map(hierarchy.members.map(({code}, i) => [code, i]));
  hierarchy.features.forEach(({code}, i) => {
    if (!byCode.has(code) && hierarchy.memberOf[i]! >= 0) byCode.set(code, hierarchy.memberOf[i]!);
  });
  const of = Int32Array.from(points, ({basin}) => byCode.get(basin ?? '') ?? -1);
  const left = [...of.keys()].filter((i) => of[i]! < 0);
  const positions = left.map((i) => points[i]!.position);
  const placed = await placePoints(db, hierarchy, positions, signal);
  const issues = new FacilityIssues();
  left.forEach((i, k) => {
    of[i] = placed[k]!;
    if (of[i]! < 0) issues.add('basin-unknown', 'error', TELLS.noBasin, points[i]!.id);
  });
  return {of, issues: issues.list()};
}

const TELLS = {
  noCodes: (count, names) => ({
    zh: `${count} 处设施没有服务行政区：${names.zh}。应列出行政区代码；其负荷未分配到任何单元。`,
    en: `${count} facilities name no unit they serve: ${names.en}. Expected codes of units; their load is given to no unit.`,
  }),
  unknownCode: (count, names) => ({
    zh: `${count} 个服务行政区代码不在图层中：${names.zh}。请更正代码，或换用含有它们的行政区图层。`,
    en: `${count} codes of units served are not in the layer: ${names.en}. Correct the codes, or name the layer that has them.`,
  }),
  noBasin: (count, names) => ({
    zh: `${count} 个点不在任何流域内，也未给出可识别的流域代码：${names.zh}。未计其上下游。`,
    en: `${count} points lie in no basin and give no code of one: ${names.en}. What is up- or downstream of them is not known.`,
  }),
} satisfies Record<string, Tells>;
