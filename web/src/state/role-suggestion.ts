import type {FileLayer} from '../../../contract/file-inspection.ts';
import type {LayerKind, Role, RoleMap} from '../../../contract/layer-kind.ts';

/** Attribute names that say what they are, in the order of trust, as Chinese survey databases and
 * international data name them (市级国土空间总体规划数据库规范 field names, TIGER, HydroBASINS, WBD). */
const NAMES: Record<Role, RegExp[]> = {
  code: [
    /^code$/i,
    /^(xzqdm|hxbm|zldwdm)$/i,
    /^bsm$/i,
    /^(geoid|huc\d*|hybas_id|gid|id)$/i,
    /code|dm$|编码|代码/i,
  ],
  name: [/^name(_?zh)?$/i, /^(xzqmc|hxmc|mc)$/i, /^(名称|label|title)$/i, /name|mc$|名称/i],
  nameEn: [/^name_?en$/i, /^(english|name_eng)$/i],
  class: [
    /^class$/i,
    // the name of the land class before its code: it is what a legend should say
    /^dlmc$/i,
    /^(hxlx|stgn|gnlx|dlbm|lx)$/i,
    /class|type|category|function|类型|类别|地类|功能/i,
  ],
  parent: [/^parent/i, /^(sjdm|fdm)$/i, /parent|上级/i],
  downstream: [/^(downstream|next_down|tohuc|to_?huc|to)$/i, /downstream|下游/i],
  level: [/^level$/i, /^(xzqjb|jb|dj)$/i, /level|级别/i],
};

const KIND_WORDS: [kind: string, pattern: RegExp][] = [
  ['redline', /red-?line|stbhhx|红线/i],
  ['unit', /unit|count(y|ies)|admin|district|province|xzq|行政/i],
  ['function-zone', /function|zoning|zhuti|功能区/i],
  ['basin', /basin|huc|catchment|watershed|流域/i],
  ['river', /river|reach|stream|河流|水系/i],
  ['protected-area', /protect|reserve|保护地|保护区/i],
  ['land-cover', /land-?(cover|use)|dltb|土地|地类/i],
  ['farmland', /farm|yjjbnt|农田/i],
  ['park', /industrial|park|园区/i],
  ['town-boundary', /town|urban|czkfbj|城镇/i],
  ['section', /section|monitor|断面/i],
  ['facility', /facilit|plant|source|设施|污水/i],
];

/** Attributes that only one table of the survey databases has, and a word for it. */
const KIND_ATTRIBUTES: Record<string, string> = {
  DLMC: '地类',
  DLBM: '地类',
  HXLX: '红线',
  XZQDM: '行政',
};

/** Which attribute plays which role, as far as the names say. */
export function suggestMap(layer: FileLayer, roles: readonly Role[]): RoleMap {
  const names = layer.attributes.map(({name}) => name);
  const taken = new Set<string>();
  const map: RoleMap = {};
  // these first: their attributes (name_en, DLMC for the name of a land class) pass for names as well
  const isEarly = (role: Role) => role === 'nameEn' || role === 'class';
  const inOrder = roles.toSorted((a, b) => Number(isEarly(b)) - Number(isEarly(a)));
  for (const role of inOrder) {
    const suggested = firstMatch(NAMES[role], names, taken);
    if (suggested === undefined) continue;
    taken.add(suggested);
    map[role] = suggested;
  }
  return map;
}

function firstMatch(
  patterns: readonly RegExp[],
  names: readonly string[],
  taken: ReadonlySet<string>,
): string | undefined {
  for (const pattern of patterns) {
    const name = names.find((each) => pattern.test(each) && !taken.has(each));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A kind that fits the words of the file name and the geometry; `reference` when none does. */
export function suggestKind(layer: FileLayer, words: string, kinds: readonly LayerKind[]): string {
  const family = familyOf(layer.geometry);
  const fits = (kind: LayerKind) => kind.geometry === 'any' || kind.geometry === family;
  const told = `${words} ${layer.attributes.map(({name}) => KIND_ATTRIBUTES[name.toUpperCase()] ?? '').join(' ')}`;
  for (const [id, pattern] of KIND_WORDS) {
    const kind = kinds.find((each) => each.id === id);
    if (kind && pattern.test(told) && fits(kind)) return id;
  }
  return kinds.find((kind) => kind.id === 'reference')?.id ?? '';
}

function familyOf(geometry: string): LayerKind['geometry'] {
  if (/polygon/i.test(geometry)) return 'polygon';
  if (/line/i.test(geometry)) return 'line';
  return /point/i.test(geometry) ? 'point' : 'any';
}
