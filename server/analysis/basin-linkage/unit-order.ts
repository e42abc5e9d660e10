import type {GroundLink} from './unit-links.ts';

export const MUTUAL_RULE =
  'Units that drain into each other are kept together, and within them the one that sends most on balance (drained area sent to the others less what comes from them) comes first; of equal ones the one with the lower code.';

/** Units from source to mouth. */
export interface UnitOrder {
  /** Units in order; those without a place in it are left out. */
  order: number[];
  /** By unit: links of the longest way down, −1 without a place. Mutual units share theirs. */
  stepsToMouth: Int32Array;
  mutual: {units: number[]; netM2: number[]}[];
}

/**
 * Puts units in an order in which each comes before those it drains into. Circles of units, as a river
 * that winds along a border makes them, count as one place in the order.
 * @param hasPlace by unit: 1 where its water is known to go somewhere
 */
export function orderUnits(
  unitCount: number,
  links: readonly Pick<GroundLink, 'from' | 'to' | 'drainedM2'>[],
  hasPlace: Uint8Array,
): UnitOrder {
  const next = Array.from({length: unitCount}, (): number[] => []);
  for (const {from, to} of links) next[from]!.push(to);
  const {components, of} = findCircles(unitCount, next);

  // circles are found mouth first, so what lies below has its steps already
  const steps = new Int32Array(components.length);
  components.forEach((units, c) => {
    for (const unit of units) {
      for (const to of next[unit]!) {
        if (of[to] !== c) steps[c] = Math.max(steps[c]!, steps[of[to]!]! + 1);
      }
    }
  });
  const netM2 = new Float64Array(unitCount);
  for (const {from, to, drainedM2} of links) {
    if (of[from] !== of[to]) continue;
    netM2[from]! += drainedM2;
    netM2[to]! -= drainedM2;
  }
  for (const units of components) units.sort((a, b) => netM2[b]! - netM2[a]! || a - b);
  const lowest = components.map((units) => Math.min(...units));
  const order = components
    .map((units, c) => ({units, steps: steps[c]!, lowest: lowest[c]!}))
    .sort((a, b) => b.steps - a.steps || a.lowest - b.lowest)
    .flatMap(({units}) => units)
    .filter((unit) => hasPlace[unit] === 1);
  return {
    order,
    stepsToMouth: Int32Array.from({length: unitCount}, (_, unit) =>
      hasPlace[unit] === 1 ? steps[of[unit]!]! : -1,
    ),
    mutual: components
      .filter((units) => units.length > 1)
      .map((units) => ({units: [...units], netM2: units.map((unit) => netM2[unit]!)})),
  };
}

/**
 * Strongly connected components by Tarjan's algorithm, without recursion: a chain of units may be
 * long. They come out mouth first.
 */
function findCircles(count: number, next: readonly number[][]) {
  const number = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const of = new Int32Array(count).fill(-1);
  const tried = new Int32Array(count);
  const open: number[] = [];
  const components: number[][] = [];
  let last = 0;
  for (let start = 0; start < count; start++) {
    if (number[start]! >= 0) continue;
    const path = [start];
    while (path.length > 0) {
      const unit = path.at(-1)!;
      if (number[unit]! < 0) {
        number[unit] = low[unit] = last++;
        open.push(unit);
      }
      const to = next[unit]![tried[unit]!++];
      if (to !== undefined) {
        if (number[to]! < 0) path.push(to);
        else if (of[to]! < 0) low[unit] = Math.min(low[unit]!, number[to]!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) low[above] = Math.min(low[above]!, low[unit]!);
      if (low[unit] !== number[unit]) continue;
      const component: number[] = [];
      for (let member = -1; member !== unit;) {
        member = open.pop()!;
        of[member] = components.length;
        component.push(member);
      }
      components.push(component);
    }
  }
  return {components, of};
}
