import type {FileAttribute} from '../../contract/file-inspection.ts';
import type {Issue} from '../../contract/issue.ts';
import type {LayerKind, Role, RoleMap} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import {layerIssue} from './issue-of.ts';

/** A map with what was recognised put in, and what the import's report says of it. */
export interface Recognised {
  map: RoleMap;
  notes: Issue[];
}

/** What a data set of basins is called and which attributes play which role in it. */
interface Finding {
  title: LocalText;
  roles: RoleMap;
  /** What follows without an attribute. */
  remark: LocalText;
}

/**
 * Recognises basins as they are published: HydroBASINS, the United States' Watershed Boundary Dataset,
 * China's water-resource zones. Roles that the caller's map does not name are set; none is changed.
 */
export function recogniseBasins(
  kind: LayerKind,
  map: RoleMap,
  attributes: readonly FileAttribute[],
): Recognised {
  if (kind.id !== 'basin') return {map, notes: []};
  const finding = FINDERS.map((find) => find(attributes)).find((found) => found !== null);
  if (!finding) return {map, notes: []};
  const {title, roles, remark} = finding;
  const free = Object.entries(roles).filter(([role]) => map[role as Role] === undefined);
  // a code of the caller's own choice is another code: links between the recognised ones do not fit it
  const isOtherCode = map.code !== undefined && map.code !== roles.code;
  if (isOtherCode) {
    const detail = {
      zh: `识别为${title.zh}，其代码字段为 ${roles.code}；对应关系中以 ${map.code} 为代码，故未作补充。`,
      en: `Recognised ${title.en}, whose code is ${roles.code}; the map gives ${map.code} as code, so nothing was added to it.`,
    };
    return {map, notes: [layerIssue('codes-recognised', 'info', detail)]};
  }
  const isNothing = free.length === 0;
  const taken = {
    zh: free.map(([role, attribute]) => `${attribute} 作为 ${role}`).join('、'),
    en: free.map(([role, attribute]) => `${attribute} as ${role}`).join(', '),
  };
  const detail = {
    zh: `识别为${title.zh}：${isNothing ? '对应关系已指明全部角色' : `取 ${taken.zh}`}。${remark.zh}`,
    en: `Recognised ${title.en}: ${isNothing ? 'the map names all roles itself' : `taken ${taken.en}`}. ${remark.en}`,
  };
  return {
    map: {...map, ...Object.fromEntries(free)},
    notes: [layerIssue('codes-recognised', 'info', detail)],
  };
}

const FINDERS: ((attributes: readonly FileAttribute[]) => Finding | null)[] = [
  findHydroBasins,
  findHydrologicUnits,
  findWaterResourceZones,
];

function findHydroBasins(attributes: readonly FileAttribute[]): Finding | null {
  const named = byLowerName(attributes);
  const code = named.get('hybas_id');
  const downstream = named.get('next_down');
  if (!code || !downstream) return null;
  const hasPfaf = named.has('pfaf_id');
  return {
    title: {zh: ' HydroBASINS 流域数据', en: 'HydroBASINS'},
    roles: {code: code.name, downstream: downstream.name},
    remark: {
      zh: `NEXT_DOWN 为 0 即出口。${hasPfaf ? '较粗的级别由 PFAF_ID 的位数得出。' : ''}`,
      en: `A NEXT_DOWN of 0 is an outlet.${hasPfaf ? ' Coarser levels follow from the digits of PFAF_ID.' : ''}`,
    },
  };
}

const HUC_DIGITS = [12, 10, 8, 6, 4, 2];

/** Of several nested codes the finest; huc8 is also written huc08. */
function findHydrologicUnits(attributes: readonly FileAttribute[]): Finding | null {
  const named = byLowerName(attributes);
  for (const digits of HUC_DIGITS) {
    const code = named.get(`huc${digits}`) ?? named.get(`huc${String(digits).padStart(2, '0')}`);
    if (!code || !new RegExp(`^\\d{${digits}}$`).test(textOf(code.sample))) continue;
    const lower = code.name.toLowerCase();
    const downstream = named.get(`to_${lower}`) ?? named.get(`to${lower}`);
    const name = named.get(`${lower}_name`) ?? named.get('name');
    return {
      title: {
        zh: `美国流域边界数据集（WBD）的水文单元（${code.name}）`,
        en: `hydrologic units of the Watershed Boundary Dataset (${code.name})`,
      },
      roles: {
        code: code.name,
        ...(downstream ? {downstream: downstream.name} : {}),
        ...(name ? {name: name.name} : {}),
      },
      remark: {
        zh: `较粗的级别由代码开头得出，每级两位。${downstream ? '' : '没有下游字段：请提供河流图层以确定次序。'}`,
        en: `Coarser levels follow from the beginning of the codes, two digits a level.${
          downstream
            ? ''
            : ' There is no attribute for downstream: give a layer of rivers for the order.'
        }`,
      },
    };
  }
  return null;
}

/** First-level letters of the ten zones; I is left out in the official codes. */
const ZONE_CODE = /^[A-HJK]([0-9]{2}([0-9]{2}([0-9A-Z]{1,2})?)?)?$/;
const ZONE_NAMES = /^(wrz|szyfq|szyq|水资源.*(代码|编码)|.*水资源分区代码)/i;
const ZONE_TITLES = /^(wrznm|wrz_?name|szyfqmc|水资源.*名称)$/i;

function findWaterResourceZones(attributes: readonly FileAttribute[]): Finding | null {
  const code = attributes.find(
    ({name, sample}) => ZONE_NAMES.test(name) && ZONE_CODE.test(textOf(sample)),
  );
  // a code of seven characters is no accident, whatever its attribute is called
  const byValue = attributes.find(({sample}) =>
    /^[A-HJK][0-9]{4}[0-9A-Z]{2}$/.test(textOf(sample)),
  );
  const found = code ?? byValue;
  if (!found) return null;
  const name = attributes.find((attribute) => ZONE_TITLES.test(attribute.name));
  return {
    title: {zh: '水资源分区代码', en: 'codes of water-resource zones (水资源分区)'},
    roles: {code: found.name, ...(name ? {name: name.name} : {})},
    remark: {
      zh: '五个级别由前 1、3、5、6、7 位得出。代码不说明流向：请指定下游字段，或提供河流图层以确定次序。',
      en: 'The five levels follow from the first 1, 3, 5, 6 and 7 characters. The codes do not say where a zone flows: map an attribute to downstream, or give a layer of rivers for the order.',
    },
  };
}

function byLowerName(attributes: readonly FileAttribute[]): Map<string, FileAttribute> {
  return new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
}

function textOf(sample: unknown): string {
  return typeof sample === 'string' || typeof sample === 'number' ? String(sample).trim() : '';
}
