import type {
  FacilityIssue,
  FacilityKind,
  FacilityMeasureId,
  FacilityQuantity,
} from '../../contract/facility-kind.ts';
import type {Facility, FacilityRow} from './facilities.ts';
import {baseMeasureOf, quantityOf, readAmount} from './facility-amounts.ts';
import {FacilityIssues, type Tells} from './facility-issues.ts';

interface Checked {
  rows: readonly FacilityRow[];
  measures: readonly (FacilityMeasureId | null)[];
  facilities: readonly Facility[];
  kind: FacilityKind | null;
  quantity: FacilityQuantity;
}

/** What is wrong with facilities by themselves, before anything is asked of them. */
export function checkFacilities(checked: Checked): FacilityIssue[] {
  const issues = new FacilityIssues();
  if (checked.quantity !== 'none') checkAmounts(checked, issues);
  checkPositions(checked.facilities, issues);
  return issues.list();
}

/** Features of a layer with classes whose own class is missing or of no kind: nobody asks for them. */
export function checkClasses(
  rows: readonly FacilityRow[],
  kinds: readonly string[],
): FacilityIssue[] {
  const issues = new FacilityIssues();
  for (const {id, class: own} of rows) {
    if (own === null) issues.add('class-missing', 'error', tellsClassMissing(kinds), id);
    else if (!kinds.includes(own))
      issues.add('class-unknown', 'warning', tellsClassUnknown(kinds), id, own);
  }
  return issues.list();
}

function checkAmounts(checked: Checked, issues: FacilityIssues): void {
  const {rows, measures, facilities, kind, quantity} = checked;
  const base = baseMeasureOf(quantity)!;
  rows.forEach((row, i) => {
    const {id} = row;
    const {capacity, load} = facilities[i]!;
    const measure = measures[i]!;
    const given = {capacity: readAmount(row.capacity), load: readAmount(row.load)};
    const hasAmount = given.capacity !== null || given.load !== null;
    if (measure === null && hasAmount) {
      const isGiven = row.measure !== null && row.measure.trim() !== '';
      if (isGiven) issues.add('measure-unknown', 'error', TELLS.measureUnknown, id, row.measure!);
      else issues.add('measure-missing', 'error', TELLS.measureMissing, id);
    } else if (measure !== null && quantityOf(measure) !== quantity) {
      issues.add('measure-wrong', 'error', tellsMeasureWrong(base), id, measure);
    }
    checkAmount('capacity', row.capacity, given.capacity, id, issues);
    checkAmount('load', row.load, given.load, id, issues);
    const plausible = kind?.plausibleCapacity;
    if (capacity !== null && plausible && !isWithin(capacity, plausible)) {
      const tells = tellsImplausible(plausible.least, plausible.most, base);
      issues.add('capacity-implausible', 'warning', tells, id, `${round(capacity)} ${base}`);
    }
    if (capacity !== null && load !== null && load > capacity) {
      const seen = `${round(load)} / ${round(capacity)} ${base}`;
      issues.add('load-above-capacity', 'warning', TELLS.overloaded, id, seen);
    }
  });
}

function checkAmount(
  what: 'capacity' | 'load',
  text: string | null,
  value: number | null,
  id: string,
  issues: FacilityIssues,
): void {
  const tells = AMOUNT_TELLS[what];
  if (value === null) issues.add(`${what}-missing`, 'error', tells.missing, id);
  else if (Number.isNaN(value)) {
    issues.add(`${what}-not-a-number`, 'error', tells.notANumber, id, `"${text!.slice(0, 40)}"`);
  } else if (what === 'capacity' ? value <= 0 : value < 0) {
    const rule = what === 'capacity' ? 'capacity-not-positive' : 'load-negative';
    issues.add(rule, 'error', tells.outOfRange, id, text!);
  }
}

/** Within a centimetre two positions are one: coordinates are delivered no finer. */
const SAME_POINT_DEGREES = 1e-7;

function checkPositions(facilities: readonly Facility[], issues: FacilityIssues): void {
  const at = new Map<string, string[]>();
  for (const {id, position} of facilities) {
    const key = position.map((degree) => Math.round(degree / SAME_POINT_DEGREES)).join(' ');
    const here = at.get(key);
    if (here) here.push(id);
    else at.set(key, [id]);
  }
  for (const ids of at.values()) {
    if (ids.length < 2) continue;
    for (const id of ids) {
      const others = ids.filter((other) => other !== id);
      issues.add('facilities-at-one-point', 'warning', TELLS.samePoint, id, `= ${others[0]}`);
    }
  }
}

function isWithin(value: number, {least, most}: {least: number; most: number}): boolean {
  return value >= least && value <= most;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

const AMOUNT_TELLS: Record<
  'capacity' | 'load',
  {missing: Tells; notANumber: Tells; outOfRange: Tells}
> = {
  capacity: {
    missing: (count, names) => ({
      zh: `${count} 处设施没有设计规模：${names.zh}。应有大于 0 的数值；负荷率和富余能力未计算。请补充属性，或用 attributes.capacity 指明其名称。`,
      en: `${count} facilities have no capacity: ${names.en}. Expected a number above 0; load ratio and spare capacity are left out. Add the attribute, or name it in attributes.capacity.`,
    }),
    notANumber: (count, names) => ({
      zh: `${count} 处设施的设计规模不是数值：${names.zh}。请改为数值，计量单位另列。`,
      en: `${count} facilities have a capacity that is no number: ${names.en}. Write a number, and its measure in an attribute of its own.`,
    }),
    outOfRange: (count, names) => ({
      zh: `${count} 处设施的设计规模为零或负数：${names.zh}。应大于 0；负荷率和富余能力未计算。`,
      en: `${count} facilities have a capacity of zero or below: ${names.en}. Expected a number above 0; load ratio and spare capacity are left out.`,
    }),
  },
  load: {
    missing: (count, names) => ({
      zh: `${count} 处设施没有负荷：${names.zh}。其流向未计入矩阵。请补充属性，或用 attributes.load 指明其名称。`,
      en: `${count} facilities have no load: ${names.en}. The matrix goes without them. Add the attribute, or name it in attributes.load.`,
    }),
    notANumber: (count, names) => ({
      zh: `${count} 处设施的负荷不是数值：${names.zh}。请改为数值，计量单位另列。`,
      en: `${count} facilities have a load that is no number: ${names.en}. Write a number, and its measure in an attribute of its own.`,
    }),
    outOfRange: (count, names) => ({
      zh: `${count} 处设施的负荷为负数：${names.zh}。应不小于 0；其流向未计入矩阵。`,
      en: `${count} facilities have a load below zero: ${names.en}. Expected 0 or more; the matrix goes without them.`,
    }),
  },
};

const TELLS = {
  measureUnknown: (count, names) => ({
    zh: `${count} 处设施的计量单位无法识别：${names.zh}。应为 m³/d、万m³/d、mgd、t/d 等；其数量未采用。`,
    en: `${count} facilities have a measure that is not known: ${names.en}. Expected m³/d, 万m³/d, mgd, t/d or the like; their amounts are left out.`,
  }),
  measureMissing: (count, names) => ({
    zh: `${count} 处设施没有计量单位：${names.zh}。其数量未采用。请在属性中写明，或用 measure 统一指定。`,
    en: `${count} facilities do not say what their amounts are measured in: ${names.en}. The amounts are left out. Write it in an attribute, or give "measure" for all.`,
  }),
  overloaded: (count, names) => ({
    zh: `${count} 处设施的负荷超过设计规模：${names.zh}。照实计算并标出。`,
    en: `${count} facilities have a load above their capacity: ${names.en}. Reckoned as given, and flagged.`,
  }),
  samePoint: (count, names) => ({
    zh: `${count} 处设施与其他设施位于同一点：${names.zh}。各自计算；若为重复记录，请删去其一。`,
    en: `${count} facilities stand at one point with another: ${names.en}. Each counts for itself; if they are one, take the others out.`,
  }),
} satisfies Record<string, Tells>;

function tellsMeasureWrong(base: string): Tells {
  return (count, names) => ({
    zh: `${count} 处设施的计量单位与其类型不符：${names.zh}。应可换算为 ${base}；不假定密度，其数量未采用。`,
    en: `${count} facilities are measured in something their kind is not: ${names.en}. Expected a measure that converts to ${base}; no density is assumed, the amounts are left out.`,
  });
}

function tellsClassMissing(kinds: readonly string[]): Tells {
  return (count, names) => ({
    zh: `${count} 处设施没有类别，未参与计算：${names.zh}。应为 ${kinds.join('、')} 之一。`,
    en: `${count} facilities have no class and are left out: ${names.en}. Expected one of ${kinds.join(', ')}.`,
  });
}

function tellsClassUnknown(kinds: readonly string[]): Tells {
  return (count, names) => ({
    zh: `${count} 处设施的类别不是已知的设施类型，未参与计算：${names.zh}。应为 ${kinds.join('、')} 之一。`,
    en: `${count} facilities have a class that is no kind of facility and are left out: ${names.en}. Expected one of ${kinds.join(', ')}.`,
  });
}

function tellsImplausible(least: number, most: number, base: string): Tells {
  return (count, names) => ({
    zh: `${count} 处设施的设计规模可能写错了计量单位：${names.zh}。此类设施通常在 ${least} 至 ${most} ${base} 之间（本系统的假设）；仍照此计算。`,
    en: `${count} facilities have a capacity that may be in the wrong measure: ${names.en}. Such facilities have ${least} to ${most} ${base} (assumed here); reckoned as given.`,
  });
}
