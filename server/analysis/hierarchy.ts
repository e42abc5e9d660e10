import codeSystems from '../../data/catalog/code-systems.json' with {type: 'json'};
import {
  ancestorCode,
  levelOfCode,
  recogniseCodes,
  type CodeSystem,
} from '../../contract/basin-codes.ts';
import type {BasinLevels, HierarchyLevel} from '../../contract/basin-level.ts';
import type {Db} from '../db/db.ts';
import {sql} from '../db/sql.ts';
import {fail} from '../errors.ts';
import type {ResolvedLayer} from '../layers/layer-store.ts';

/** A feature as far as hierarchies are concerned; its position in the list is its row in a matrix. */
export interface LevelFeature {
  code: string;
  name: string | null;
  nameEn: string | null;
  level: string | null;
  parent: string | null;
  downstream: string | null;
  areaM2: number;
  /** The code that nests by its beginning, where that is another attribute. */
  nestingCode: string | null;
  /** Value of the attribute asked for. */
  weight: number | null;
}

/** A unit or basin of one level: a feature, or finer features with one beginning of their codes. */
export interface Member {
  code: string;
  name: string | null;
  nameEn: string | null;
  level: string;
  areaM2: number;
  featureAreaM2: number | null;
  /** Positions of its features, of the chosen level or below it. */
  features: number[];
}

/** A level above the chosen one: `of[i]` is the member here that member i of the chosen level is in. */
export interface Tier {
  level: string;
  members: Member[];
  of: Int32Array;
}

/** The features of a layer seen at one of its levels. */
export interface Hierarchy {
  layer: ResolvedLayer;
  features: LevelFeature[];
  levels: HierarchyLevel[];
  level: string;
  system: CodeSystem | null;
  /** By code. */
  members: Member[];
  /** By feature: its member, or −1 for features of other levels. */
  memberOf: Int32Array;
  /** Finest first. */
  tiers: Tier[];
  /** Whether every feature is of the level that was measured. */
  isSingleLevel: boolean;
  /** Features of no level in a layer that has levels. */
  withoutLevel: LevelFeature[];
}

const SYSTEMS = codeSystems as CodeSystem[];

/**
 * Reads a layer of units or basins and finds its levels: those its features have, what their parents
 * name, and what the beginnings of recognised codes imply.
 * @param wanted the level to look at; the finest where undefined
 * @param weight attribute of the features to read as a number
 * @throws LEVEL_NOT_FOUND naming the levels there are
 */
export async function readHierarchy(
  db: Db,
  layer: ResolvedLayer,
  of: CodeSystem['of'],
  wanted: string | undefined,
  weight: string | null = null,
): Promise<Hierarchy> {
  return buildHierarchy(layer, of, await readFeatures(db, layer, weight), wanted);
}

type FeatureColumns = [
  code: string,
  name: string | null,
  nameEn: string | null,
  level: string | null,
  parent: string | null,
  downstream: string | null,
  areaM2: number,
  nestingCode: string | null,
  weight: string | null,
];

async function readFeatures(
  db: Db,
  {versionId}: ResolvedLayer,
  weight: string | null,
): Promise<LevelFeature[]> {
  // one text for all of them: a row for each of 30 000 costs the embedded engine four times as long
  const [row] = await db.query<{features: string | null}>(
    sql`select json_agg(json_build_array(
                 feature_id, name, name_en, level, parent, downstream, area_m2,
                 coalesce(properties ->> 'PFAF_ID', properties ->> 'pfaf_id'),
                 properties ->> ${weight}::text) order by ordinal)::text as features
        from features where version_id = ${versionId}`,
    'reading units or basins',
  );
  const rows = JSON.parse(row!.features ?? '[]') as FeatureColumns[];
  return rows.map(([code, name, nameEn, level, parent, downstream, areaM2, nestingCode, value]) => {
    const named = {code, name, nameEn, level, parent, downstream};
    return {...named, areaM2, nestingCode, weight: numberOf(value)};
  });
}

function numberOf(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The levels of features that have been read; see `readHierarchy`. */
export function buildHierarchy(
  layer: ResolvedLayer,
  of: CodeSystem['of'],
  features: LevelFeature[],
  wanted: string | undefined,
): Hierarchy {
  const nesting = features.map((feature) => feature.nestingCode ?? feature.code);
  // ten digits of an id may look like nested codes: some systems are known by their attribute only
  const isNesting = features.every((feature) => feature.nestingCode !== null);
  const candidates = SYSTEMS.filter(({attribute}) => (attribute !== undefined) === isNesting);
  const system = recogniseCodes(candidates, of, nesting);
  const own = ownLevels(features, nesting, system);
  const withoutLevel = features.filter((_, i) => own[i] === null);
  const {levels, codeLevelOf} = listLevels(features, own, nesting, system);
  const level = wanted ?? levels.findLast((each) => each.basis === 'features')!.level;
  const chosen = levels.findIndex((each) => each.level === level);
  if (chosen < 0) {
    const known = levels.map((each) => each.level).join(', ');
    throw fail('LEVEL_NOT_FOUND', {layerId: layer.layerId, seen: level, known});
  }
  // a level without polygons is put together from the next finer one that has them
  const base = levels.slice(chosen).find((each) => each.basis === 'features')!.level;
  const byCode = new Map(features.map((feature, i) => [feature.code, i]));
  const look: Look = {features, own, nesting, system, byCode, codeLevelOf};

  const groups = new Map<string, number[]>();
  features.forEach((_, i) => {
    if (own[i] !== base) return;
    const code = base === level ? features[i]!.code : ancestorAt(look, i, levels[chosen]!);
    if (code === null) return;
    const group = groups.get(code);
    if (group) group.push(i);
    else groups.set(code, [i]);
  });
  const members = [...groups]
    .sort(([a], [b]) => compareCodes(a, b))
    .map(([code, rows]) => memberOf(look, code, level, rows, base === level));
  const memberOfFeature = new Int32Array(features.length).fill(-1);
  members.forEach((member, m) => member.features.forEach((i) => (memberOfFeature[i] = m)));
  const tiers = levels
    .slice(0, chosen)
    .reverse()
    .map((tier) => tierOf(look, members, tier));
  const isSingleLevel = own.every((each) => each === base);
  return {
    layer,
    features,
    levels,
    level,
    system,
    members,
    memberOf: memberOfFeature,
    tiers,
    isSingleLevel,
    withoutLevel,
  };
}

/** Codes by their characters, the same in every locale. */
export function compareCodes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What finding ancestors needs; lists are by feature. */
interface Look {
  features: LevelFeature[];
  own: (string | null)[];
  nesting: string[];
  system: CodeSystem | null;
  byCode: Map<string, number>;
  /** Level of the code system that a level of the layer is. */
  codeLevelOf: Map<string, string>;
}

/**
 * Level of each feature: what it says, else what features with codes of that level say, else the level
 * of its code. Where nothing is known of any, all are of one level; where it is of others, null.
 */
function ownLevels(
  features: LevelFeature[],
  nesting: string[],
  system: CodeSystem | null,
): (string | null)[] {
  const codeLevels = nesting.map((code) => (system === null ? null : levelOfCode(system, code)));
  const named = new Map<string, string>();
  features.forEach(({level}, i) => {
    const codeLevel = codeLevels[i]!;
    if (level !== null && codeLevel !== null) named.set(codeLevel, level);
  });
  const levels = features.map(({level}, i) => {
    const codeLevel = codeLevels[i]!;
    return level ?? (codeLevel === null ? null : (named.get(codeLevel) ?? codeLevel));
  });
  return levels.every((level) => level === null) ? levels.map(() => 'all') : levels;
}

function listLevels(
  features: LevelFeature[],
  own: (string | null)[],
  nesting: string[],
  system: CodeSystem | null,
): {levels: HierarchyLevel[]; codeLevelOf: Map<string, string>} {
  const sums = new Map<string, {count: number; areaM2: number}>();
  const codeLevelOf = new Map<string, string>();
  own.forEach((level, i) => {
    if (level === null) return;
    const sum = sums.get(level) ?? {count: 0, areaM2: 0};
    sums.set(level, {count: sum.count + 1, areaM2: sum.areaM2 + features[i]!.areaM2});
    const codeLevel = system && levelOfCode(system, nesting[i]!);
    if (codeLevel) codeLevelOf.set(level, codeLevel);
  });
  // what is coarser has larger features; that holds whatever the levels are called
  const meanM2 = (level: string) => sums.get(level)!.areaM2 / sums.get(level)!.count;
  const named = [...sums.keys()].sort((a, b) => meanM2(b) - meanM2(a) || compareCodes(a, b));
  const levels = named.map((level): HierarchyLevel => {
    return {level, featureCount: sums.get(level)!.count, basis: 'features'};
  });
  const finest = named.at(-1)!;
  if (system) addCodeLevels(levels, own, nesting, system, finest, codeLevelOf);
  if (levels.every(({basis}) => basis === 'features')) addParentLevel(levels, features, own);
  return {levels, codeLevelOf};
}

/** Levels that no feature has but the codes of the finest imply, each put before the next finer. */
function addCodeLevels(
  levels: HierarchyLevel[],
  own: (string | null)[],
  nesting: string[],
  system: CodeSystem,
  finest: string,
  codeLevelOf: Map<string, string>,
): void {
  const rank = (level: string) => system.levels.findIndex((each) => each.level === level);
  const finestRank = rank(codeLevelOf.get(finest) ?? '');
  const there = new Set(codeLevelOf.values());
  for (const {level} of system.levels.slice(0, Math.max(0, finestRank))) {
    if (there.has(level) || levels.some((each) => each.level === level)) continue;
    const codes = new Set<string | null>();
    nesting.forEach((code, i) => {
      if (own[i] === finest) codes.add(ancestorCode(system, code, level));
    });
    codes.delete(null);
    if (codes.size === 0) continue;
    const rankOf = (each: HierarchyLevel) =>
      rank(each.basis === 'codes' ? each.level : (codeLevelOf.get(each.level) ?? ''));
    const before = levels.findIndex((each) => rankOf(each) > rank(level));
    levels.splice(before, 0, {level, featureCount: codes.size, basis: 'codes'});
    codeLevelOf.set(level, level);
  }
}

/** Parents that are named by the coarsest features and lie in no layer. */
function addParentLevel(
  levels: HierarchyLevel[],
  features: LevelFeature[],
  own: (string | null)[],
): void {
  const coarsest = levels[0]!.level;
  const parents = new Set(
    features.filter((_, i) => own[i] === coarsest).map((feature) => feature.parent),
  );
  parents.delete(null);
  if (parents.size === 0 || levels.some(({level}) => level === 'parent')) return;
  levels.unshift({level: 'parent', featureCount: parents.size, basis: 'parents'});
}

/** Code of what a feature belongs to at a coarser level: by parents first, then by its code. */
function ancestorAt(look: Look, feature: number, {level, basis}: HierarchyLevel): string | null {
  const {features, own, nesting, system, byCode, codeLevelOf} = look;
  if (basis === 'codes') return ancestorCode(system!, nesting[feature]!, level);
  let parent = features[feature]!.parent;
  // as many steps as there are levels at most, so that parents in a circle end
  for (let steps = 0; parent !== null && steps < 16; steps++) {
    const at = byCode.get(parent);
    if (at === undefined) return basis === 'parents' ? parent : byPrefix();
    if (own[at] === level) return parent;
    parent = features[at]!.parent;
  }
  return byPrefix();

  function byPrefix(): string | null {
    const codeLevel = codeLevelOf.get(level);
    if (system === null || codeLevel === undefined || system.attribute !== undefined) return null;
    const code = ancestorCode(system, nesting[feature]!, codeLevel);
    const at = code === null ? undefined : byCode.get(code);
    return at !== undefined && own[at] === level ? code : null;
  }
}

function memberOf(
  {features, own, byCode}: Look,
  code: string,
  level: string,
  rows: number[],
  isFeature: boolean,
): Member {
  const at = isFeature ? rows[0] : byCode.get(code);
  const feature = at !== undefined && own[at] === level ? features[at]! : null;
  return {
    code,
    name: feature?.name ?? null,
    nameEn: feature?.nameEn ?? null,
    level,
    areaM2: rows.reduce((sum, row) => sum + features[row]!.areaM2, 0),
    featureAreaM2: feature?.areaM2 ?? null,
    features: rows,
  };
}

function tierOf(look: Look, members: Member[], tier: HierarchyLevel): Tier {
  const codes = members.map((member) => ancestorAt(look, member.features[0]!, tier));
  const listed = [...new Set(codes.filter((code) => code !== null))].sort(compareCodes);
  const at = new Map(listed.map((code, i) => [code, i]));
  const of = Int32Array.from(codes, (code) => (code === null ? -1 : at.get(code)!));
  const rows = listed.map((): number[] => []);
  members.forEach((member, m) => {
    if (of[m]! >= 0) rows[of[m]!]!.push(...member.features);
  });
  return {
    level: tier.level,
    members: listed.map((code, i) => memberOf(look, code, tier.level, rows[i]!, false)),
    of,
  };
}

/** What a result says of the levels it was made at. */
export function levelsOf(units: Hierarchy, basins: Hierarchy): BasinLevels {
  return {
    units: units.levels,
    basins: basins.levels,
    unitLevel: units.level,
    basinLevel: basins.level,
    unitCodes: units.system?.id ?? null,
    basinCodes: basins.system?.id ?? null,
  };
}
