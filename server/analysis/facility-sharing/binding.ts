import type {BindingConstraint} from '../../../contract/facility-sharing.ts';
import type {FacilitySharingInputs} from '../../../contract/facility-sharing-inputs.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import {round} from './issues.ts';
import type {Lift} from './matching.ts';
import type {Matched} from './run-matching.ts';
import type {Sited} from './run-siting.ts';
import type {Scene} from './scene.ts';

/** Yuan a year for one of an amount below this is the solver’s rounding. */
const LEAST_PRICE = 1e-6;

/** Every rule and capacity that holds something back: first what keeps load unserved, then by price. */
export function bindingOf(
  {facilities, rules, amountUnit, keepLocalShare}: Scene,
  {siting}: FacilitySharingInputs,
  {prices, keepLocalPrices, servesMore, matching}: Matched,
  sited: Sited | null,
): BindingConstraint[] {
  const binding: BindingConstraint[] = [];
  const nowhere = {facility: null, site: null, price: null, servesMore: null};
  for (const f of matching.facilities) {
    const {id} = facilities[f]!;
    const price = prices[f]!;
    if (price === null || price > LEAST_PRICE) {
      const detail = tellsPrice(price, amountUnit, {
        zh: `设施 ${id} 的富余能力用尽`,
        en: `Facility ${id} has no capacity left`,
      });
      const more = price === null ? 1 : null;
      binding.push({
        ...nowhere,
        constraint: 'capacity',
        facility: f,
        price,
        servesMore: more,
        detail,
      });
    }
    const kept = keepLocalPrices[f]!;
    if (keepLocalShare > 0 && (kept === null || kept > LEAST_PRICE)) {
      const percent = round(100 * keepLocalShare);
      const detail = tellsPrice(kept, amountUnit, {
        zh: `设施 ${id} 为所在单元保留 ${percent}% 的富余能力`,
        en: `Facility ${id} keeps ${percent} % of its spare capacity for the unit it stands in`,
      });
      const more = kept === null ? 1 : null;
      binding.push({
        ...nowhere,
        constraint: 'keep-local',
        facility: f,
        price: kept,
        servesMore: more,
        detail,
      });
    }
  }
  const lifted: BindingConstraint[] = [...servesMore]
    .filter(([, more]) => more > 0)
    .map(([constraint, more]) => {
      const amount = `${round(more)} ${amountUnit}`;
      const {zh, en} = RULE_NAMES[constraint](rules.maxDistanceM);
      return {
        ...nowhere,
        constraint,
        servesMore: more,
        detail: {
          zh: `若单独取消“${zh}”，现有设施可多服务 ${amount}。`,
          en: `Were “${en}” lifted alone, present facilities would serve ${amount} more.`,
        },
      };
    });
  return [...lifted, ...siteBindings(sited, siting?.k ?? 0, amountUnit), ...binding].sort(
    (a, b) => weightOf(b) - weightOf(a),
  );

  function siteBindings(found: Sited | null, k: number, unit: string): BindingConstraint[] {
    if (!found) return [];
    const {sites, unserved, rest} = found.result;
    const list: BindingConstraint[] = [];
    const isShort = unserved > 1e-6 * rest;
    if (sites.length === k && isShort) {
      const detail = {
        zh: `已建满 ${k} 处，仍有 ${round(unserved)} ${unit} 未服务。`,
        en: `All ${k} sites are built and ${round(unserved)} ${unit} are still unserved.`,
      };
      list.push({...nowhere, constraint: 'site-count', detail});
    }
    const largest = siting!.maxCapacity;
    sites.forEach(({id, capacity, taken}, site) => {
      if (!isShort || taken < capacity * (1 - 1e-9) || capacity < largest * (1 - 1e-9)) return;
      const detail = {
        zh: `选址 ${id} 已达最大规模 ${round(largest)} ${unit} 且满负荷。`,
        en: `Site ${id} is of the largest size, ${round(largest)} ${unit}, and full.`,
      };
      list.push({...nowhere, constraint: 'site-capacity', site, detail});
    });
    return list;
  }
}

function tellsPrice(price: number | null, unit: string, what: LocalText): LocalText {
  if (price === null) {
    return {
      zh: `${what.zh}；每增加 1 ${unit} 就能多服务 1 ${unit}。`,
      en: `${what.en}; one ${unit} more would serve one ${unit} more.`,
    };
  }
  return {
    zh: `${what.zh}；每增加 1 ${unit} 每年可省 ${round(price)} 元。`,
    en: `${what.en}; one ${unit} more would save ${round(price)} yuan a year.`,
  };
}

/** What a rule is called in a sentence. */
export const RULE_NAMES: Record<Lift, (maxDistanceM: number) => LocalText> = {
  'max-distance': (m) => ({
    zh: `最大距离 ${round(m / 1000)} km`,
    en: `at most ${round(m / 1000)} km`,
  }),
  'same-basin': () => ({zh: '同一流域', en: 'within one basin'}),
  'flow-rule': () => ({zh: '上下游规则', en: 'the rule on upstream and downstream'}),
  'cross-border': () => ({zh: '跨界限制', en: 'the limits on crossing borders'}),
  'keep-local': () => ({zh: '为本地保留的能力', en: 'capacity kept for the host'}),
};

function weightOf({servesMore, price}: BindingConstraint): number {
  if (servesMore !== null) return 1e12 + servesMore;
  return price ?? 1e12;
}
