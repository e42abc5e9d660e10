import type {FacilityKind} from '../../../contract/facility-kind.ts';
import type {SharingAssumption, SharingIssue} from '../../../contract/facility-sharing.ts';
import type {SharingDemand} from '../../../contract/facility-sharing-inputs.ts';
import {fail} from '../../errors.ts';
import type {Hierarchy} from '../hierarchy.ts';
import {memberIssue, round} from './issues.ts';

export interface Demand {
  /** By member; null: unknown, the member is left out. */
  loads: (number | null)[];
  /** By member: where its load lies, where a row says so. */
  places: ([number, number] | null)[];
  assumptions: SharingAssumption[];
  issues: SharingIssue[];
}

/** The attribute of units that has to be read for a demand; null for none. */
export function attributeOf(demand: SharingDemand): string | null {
  if (demand.loadAttribute !== undefined && demand.populationAttribute !== undefined) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: '输入“demand”同时给出 loadAttribute 和 populationAttribute；负荷只能取自其一，请去掉一个。',
        en: 'Input "demand" names both loadAttribute and populationAttribute; a load comes from one of them. Leave one out.',
      },
    });
  }
  const attribute = demand.loadAttribute ?? demand.populationAttribute ?? null;
  if (attribute === null && !demand.rows?.length) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: '输入“demand”为空；应给出 loadAttribute、populationAttribute，或含各行政区负荷的 rows。',
        en: 'Input "demand" is empty; expected loadAttribute, populationAttribute or rows with the load of each unit.',
      },
    });
  }
  return attribute;
}

/**
 * The load of every member in m³/d or t/d: its attribute, or its people times what a head makes; rows
 * override both.
 * @throws INPUT_INVALID where people are given and nothing says what a head makes
 */
export function readDemand(
  {features, members, layer}: Hierarchy,
  demand: SharingDemand,
  kind: FacilityKind,
  amountUnit: string,
): Demand {
  const perHead =
    demand.populationAttribute === undefined ? null : choosePerHead(demand, kind, amountUnit);
  const factor = perHead?.value ?? 1;
  const loads = members.map((member): number | null => {
    const values = member.features.map((i) => features[i]!.weight);
    if (values.some((value) => value === null)) return null;
    return values.reduce((sum: number, value) => sum + value!, 0) * factor;
  });
  const places: Demand['places'] = members.map(() => null);
  const at = new Map(members.map(({code}, m) => [code, m]));
  const unknown: string[] = [];
  const repeated: string[] = [];
  const seen = new Set<string>();
  for (const {unit, load, at: place} of demand.rows ?? []) {
    const m = at.get(unit);
    if (m === undefined) unknown.push(unit);
    else {
      if (seen.has(unit)) repeated.push(unit);
      loads[m] = load;
      places[m] = place ?? null;
    }
    seen.add(unit);
  }
  const codes = (isOne: (load: number | null) => boolean) =>
    members.filter((_, m) => isOne(loads[m]!)).map(({code}) => code);
  const missing = codes((load) => load === null);
  const negative = codes((load) => load !== null && load < 0);
  const worst = Math.min(0, ...loads.map((load) => load ?? 0));
  const asked = demand.loadAttribute ?? demand.populationAttribute;
  return {
    loads: loads.map((load) => (load !== null && load < 0 ? null : load)),
    places,
    assumptions: perHead ? [perHead] : [],
    issues: [
      ...memberIssue('demand-missing', 'error', missing, ({zh, en}) => ({
        zh: `${zh} 没有负荷${asked ? `（属性 ${asked}）` : ''}；应为数值。这些单元未参与计算，请在 ${layer.layerId} 中补充属性，或在 rows 中给出。`,
        en: `${en} have no load${asked ? ` (attribute ${asked})` : ''}; expected a number. They are left out: add the attribute in ${layer.layerId}, or give rows.`,
      })),
      ...memberIssue('demand-negative', 'error', negative, ({zh, en}) => ({
        zh: `${zh} 的负荷为负（最小 ${round(worst)}）；应不小于 0。这些单元未参与计算。`,
        en: `${en} have a load below zero (down to ${round(worst)}); expected 0 or more. They are left out.`,
      })),
      ...memberIssue('unit-unknown', 'error', unknown, ({zh, en}) => ({
        zh: `rows 中的 ${zh} 不在图层 ${layer.layerId} 的这一层级；请核对代码与 unitLevel。`,
        en: `Rows name ${en}, not among the units of ${layer.layerId} at this level; check the codes and unitLevel.`,
      })),
      ...memberIssue('demand-repeated', 'warning', repeated, ({zh, en}) => ({
        zh: `rows 中 ${zh} 出现多次；取最后一行。`,
        en: `Rows name ${en} more than once; the last one counts.`,
      })),
    ],
  };
}

function choosePerHead(
  demand: SharingDemand,
  kind: FacilityKind,
  amountUnit: string,
): SharingAssumption {
  const title = {zh: '人均产生量', en: 'Made by a head'};
  const unit = `${amountUnit} a head`;
  if (demand.perHead !== undefined) {
    const given = {id: 'perHead', value: demand.perHead, unit, isDefault: false, title};
    return {...given, source: null, confidence: null};
  }
  if (kind.perHead === null) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: `输入“demand”给出人口，但 ${kind.id} 的人均产生量未知。请以 ${amountUnit} 给出 demand.perHead，或给出 demand.loadAttribute。`,
        en: `Input "demand" gives people, but what a head makes for a ${kind.id} is not known. Give demand.perHead in ${amountUnit}, or demand.loadAttribute.`,
      },
    });
  }
  const {amount, source, confidence} = kind.perHead;
  return {id: 'perHead', value: amount, unit, isDefault: true, title, source, confidence};
}
