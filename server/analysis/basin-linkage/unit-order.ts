import type {GroundLink} from './unit-links.ts';

export const MUTUAL_RULE =
  'Of two units that drain into each other, the one more of whose own ground drains into the other counts as upstream; circles of several units that remain are opened at the link with the least own ground on balance. Links against the order so made are marked.';

/** Units from source to mouth. */
export interface UnitOrder {
  /** Units in order; those without a place in it are left out. */
  order: number[];
  /** By unit: links of the longest way down in the order, −1 without a place. */
  stepsToMouth: Int32Array;
  /** Units in a circle, in their order, with what each sends to the others on balance. */
  mutual: {units: number[]; netM2: number[]}[];
  /** By link: whether it goes against the order. */
  isAgainst: boolean[];
}

type OrderLink = Pick<GroundLink, 'from' | 'to' | 'ownM2'>;

/**
 * Puts units in an order in which each comes before those it drains into. Where a river winds along a
 * border units drain into each other; see MUTUAL_RULE.
 * @param hasPlace by unit: 1 where its water is known to go somewhere
 */
export function orderUnits(
  unitCount: number,
  links: readonly OrderLink[],
  hasPlace: Uint8Array,
): UnitOrder {
  const kept = openCircles(unitCount, links);
  const {components, of} = findCircles(unitCount, links);
  // components come out mouth first, and without circles each is one unit
  const steps = new Int32Array(unitCount);
  const next = nextUnits(unitCount, kept);
  for (const [unit] of findCircles(unitCount, kept).components) {
    for (const to of next[unit!]!) steps[unit!] = Math.max(steps[unit!]!, steps[to]! + 1);
  }
  const inOrder = (a: number, b: number) => steps[b]! - steps[a]! || a - b;
  const netM2 = new Float64Array(unitCount);
  for (const {from, to, ownM2} of links) {
    if (of[from] !== of[to]) continue;
    netM2[from]! += ownM2;
    netM2[to]! -= ownM2;
  }
  return {
    order: [...steps.keys()].filter((unit) => hasPlace[unit] === 1).sort(inOrder),
    stepsToMouth: steps.map((step, unit) => (hasPlace[unit] === 1 ? step : -1)),
    mutual: components
      .filter((units) => units.length > 1)
      .map((units) => units.toSorted(inOrder))
      .map((units) => ({units, netM2: units.map((unit) => netM2[unit]!)}))
      .sort((a, b) => b.units.length - a.units.length || a.units[0]! - b.units[0]!),
    isAgainst: links.map(({from, to}) => inOrder(from, to) > 0),
  };
}

/** The links that are left when every circle is opened. */
function openCircles(unitCount: number, links: readonly OrderLink[]): OrderLink[] {
  const own = new Map(links.map((link) => [link.from * unitCount + link.to, link.ownM2]));
  const balance = ({from, to, ownM2}: OrderLink) => ownM2 - (own.get(to * unitCount + from) ?? 0);
  let kept = links.filter((link) => {
    const netM2 = balance(link);
    return (
      netM2 > 0 ||
      (netM2 === 0 && (link.from < link.to || !own.has(link.to * unitCount + link.from)))
    );
  });
  for (;;) {
    const {components, of} = findCircles(unitCount, kept);
    const weakest = new Map<number, OrderLink>();
    for (const link of kept) {
      const circle = of[link.from]!;
      if (circle !== of[link.to] || components[circle]!.length === 1) continue;
      const known = weakest.get(circle);
      if (!known || balance(link) < balance(known)) weakest.set(circle, link);
    }
    if (weakest.size === 0) return kept;
    const opened = new Set(weakest.values());
    kept = kept.filter((link) => !opened.has(link));
  }
}

function nextUnits(unitCount: number, links: readonly OrderLink[]): number[][] {
  const next = Array.from({length: unitCount}, (): number[] => []);
  for (const {from, to} of links) next[from]!.push(to);
  return next;
}

/**
 * Strongly connected components by Tarjan's algorithm, without recursion: a chain of units may be
 * long. They come out mouth first.
 */
function findCircles(count: number, links: readonly OrderLink[]) {
  const next = nextUnits(count, links);
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
