import {WATER_CLASSES, type WaterClass} from '../../../contract/agreement.ts';
import type {IndicatorClass} from '../../../contract/agreement-settlement.ts';
import {numberInBoth} from '../../../contract/format-number.ts';
import {issueOf} from '../../observations/observation.ts';
import {isAbove, isNear, type RuleContext} from './rule.ts';

export interface SectionClass {
  classes: IndicatorClass[];
  /** The worst of the indicators that have a value; null where none has. */
  class: WaterClass | null;
  worstIndicators: string[];
}

/**
 * The class of a section by its worst single indicator (单因子评价). With a target it also says which
 * indicators meet it. An indicator without a value is left out, and has been reported.
 */
export function classifySection(
  section: string,
  indicators: readonly string[],
  period: string,
  target: WaterClass | null,
  context: RuleContext,
): SectionClass {
  const classes = indicators.map((indicator): IndicatorClass => {
    const valueMgPerL = context.mean(section, indicator, period).meanMgPerL;
    if (valueMgPerL === null) {
      return {indicator, valueMgPerL, class: null, limitMgPerL: null, meetsTarget: null};
    }
    const {limitsMgPerL, direction} = context.standard.indicators.find(({id}) => id === indicator)!;
    const position = limitsMgPerL.findIndex((limit) =>
      direction === 'at-most' ? !isAbove(valueMgPerL, limit) : !isAbove(limit, valueMgPerL),
    );
    const rank = position === -1 ? WATER_CLASSES.length - 1 : position;
    reportNear({section, indicator, period, valueMgPerL}, limitsMgPerL, context);
    return {
      indicator,
      valueMgPerL,
      class: WATER_CLASSES[rank]!,
      limitMgPerL: limitsMgPerL[rank] ?? null,
      meetsTarget: target === null ? null : rank <= WATER_CLASSES.indexOf(target),
    };
  });
  const ranks = classes.flatMap((each) => (each.class === null ? [] : [rankOf(each.class)]));
  if (ranks.length === 0) return {classes, class: null, worstIndicators: []};
  const worst = WATER_CLASSES[Math.max(...ranks)]!;
  return {
    classes,
    class: worst,
    worstIndicators: classes.filter((each) => each.class === worst).map(({indicator}) => indicator),
  };
}

/** Position of a class from best, 0, to worst. */
export function rankOf(name: WaterClass): number {
  return WATER_CLASSES.indexOf(name);
}

function reportNear(
  {
    section,
    indicator,
    period,
    valueMgPerL,
  }: {
    section: string;
    indicator: string;
    period: string;
    valueMgPerL: number;
  },
  limits: readonly number[],
  context: RuleContext,
): void {
  const limit = limits.find((each) => isNear(valueMgPerL, each));
  if (limit === undefined) return;
  const site = context.nameOf('section', section);
  const item = context.nameOf('indicator', indicator);
  const value = numberInBoth(valueMgPerL);
  context.report(
    issueOf(
      'near-threshold',
      'info',
      {section, indicator, month: period},
      `断面${site.zh} ${period} 的${item.zh}均值 ${value.zh} mg/L 紧邻限值 ${limit} mg/L；按未修约值判定。`,
      `The mean of ${item.en} at ${site.en} in ${period}, ${value.en} mg/L, is close to the limit ${limit} mg/L; it was judged unrounded.`,
    ),
  );
}
