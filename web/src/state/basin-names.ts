import type {GeoJsonProperties} from 'geojson';
import type {BasinCells} from '../../../contract/basin-cells.ts';
import type {BasinLevels} from '../../../contract/basin-level.ts';
import type {BasinLinkage} from '../../../contract/basin-linkage.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import en from '../i18n/en.json' with {type: 'json'};
import zh from '../i18n/zh.json' with {type: 'json'};

/** What a unit or basin is called that no feature is: a level put together from codes or parents. */
export type DerivedNames = (side: 'unit' | 'basin', code: string) => string | null;

interface Named {
  code: string;
  name: string | null;
  nameEn: string | null;
}

/**
 * The cells with names for what has only a code: the name that its parts share where the layer has
 * one, else its level beside the code, for "36" by itself says nothing.
 */
export function nameCells(cells: BasinCells, names: DerivedNames): BasinCells {
  const {levels} = cells;
  return {
    ...cells,
    units: cells.units.map((each) => withName(each, 'unit', levels.unitLevel, levels, names)),
    basins: cells.basins.map((each) => withName(each, 'basin', levels.basinLevel, levels, names)),
  };
}

/** The same for who is upstream of whom. */
export function nameLinkage(linkage: BasinLinkage, names: DerivedNames): BasinLinkage {
  const {levels, graph} = linkage;
  const units = graph.units.map((each) => withName(each, 'unit', levels.unitLevel, levels, names));
  return {
    ...linkage,
    basins: linkage.basins.map((each) => withName(each, 'basin', levels.basinLevel, levels, names)),
    graph: {...graph, units},
  };
}

function withName<Side extends Named>(
  side: Side,
  of: 'unit' | 'basin',
  level: string,
  {units, basins}: BasinLevels,
  names: DerivedNames,
): Side {
  if (side.name !== null || side.nameEn !== null) return side;
  const found = (of === 'unit' ? units : basins).find((each) => each.level === level);
  // a feature without a name goes by its code, as it does everywhere
  if (found === undefined || found.basis === 'features') return side;
  const shared = names(of, side.code);
  if (shared !== null) return {...side, name: shared};
  const {zh: first, en: second} = levelTitle(level);
  return {...side, name: `${first} ${side.code}`, nameEn: `${second} ${side.code}`};
}

function levelTitle(level: string): LocalText {
  const title = (texts: Record<string, string>) => texts[level] ?? level;
  return {zh: title(zh.level), en: title(en.level)};
}

/** Of attributes that say it as well, the one that says so of itself. */
const SAYS_NAME = /name|名/i;

/**
 * By group, the value of the attribute that names the groups: a text that all features of a group
 * share and no other group has, as the name of its state on every county. Codes are no names.
 */
export function sharedNames(
  groups: ReadonlyMap<string, readonly GeoJsonProperties[]>,
): ReadonlyMap<string, string> {
  const attributes = new Set<string>();
  for (const members of groups.values()) {
    for (const name of Object.keys(members[0] ?? {})) attributes.add(name);
  }
  const fitting = [...attributes].flatMap((attribute) => {
    const values = valuesOf(attribute, groups);
    return values === null ? [] : [{attribute, values}];
  });
  const length = (values: ReadonlyMap<string, string>) =>
    [...values.values()].reduce((sum, value) => sum + value.length, 0);
  const [best] = fitting.toSorted(
    (a, b) =>
      Number(SAYS_NAME.test(b.attribute)) - Number(SAYS_NAME.test(a.attribute)) ||
      length(b.values) - length(a.values) ||
      (a.attribute < b.attribute ? -1 : 1),
  );
  return best?.values ?? new Map();
}

function valuesOf(
  attribute: string,
  groups: ReadonlyMap<string, readonly GeoJsonProperties[]>,
): ReadonlyMap<string, string> | null {
  const values = new Map<string, string>();
  for (const [code, members] of groups) {
    const value: unknown = members[0]?.[attribute];
    // a text with a letter of any script
    if (typeof value !== 'string' || !/\p{L}/u.test(value) || value.includes(code)) return null;
    if (members.some((each) => each?.[attribute] !== value)) return null;
    values.set(code, value);
  }
  // one group alone shares everything
  const isTelling = values.size > 1 && new Set(values.values()).size === values.size;
  return isTelling ? values : null;
}
