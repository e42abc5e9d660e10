import type {
  FacilitySharing,
  SharingFlow,
  SharingMember,
} from '../../../contract/facility-sharing.ts';
import {aloneCost, flowCost, sumFlowCost, type CostFigures, type Sizes} from './costs.ts';
import type {Matched} from './run-matching.ts';
import type {Sited} from './run-siting.ts';
import type {Scene} from './scene.ts';

/** Every load that is carried anew, by unit, facilities before sites. */
export function flowsOf(
  {hosts}: Scene,
  {matching, plan}: Matched,
  sited: Sited | null,
  figures: CostFigures,
): SharingFlow[] {
  const flows: SharingFlow[] = [];
  plan.amounts.forEach((amount, arc) => {
    if (amount <= 0) return;
    const from = matching.members[matching.problem.arcs.demand[arc]!]!;
    const facility = matching.facilities[matching.problem.arcs.supply[arc]!]!;
    const distanceM = matching.distancesM[arc]!;
    const crossesBorder = hosts[facility] !== from;
    const cost = flowCost(figures, amount, distanceM);
    flows.push({from, facility, site: null, amount, distanceM, crossesBorder, ...cost});
  });
  sited?.plan.amounts.forEach((amount, arc) => {
    if (amount <= 0) return;
    const {task, siteOf, result} = sited;
    const from = task.members[task.problem.arcs.demand[arc]!]!;
    const site = siteOf[task.problem.arcs.supply[arc]!]!;
    const distanceM = task.distancesM[arc]!;
    const crossesBorder = result.sites[site]!.unit !== from;
    const cost = flowCost(figures, amount, distanceM);
    flows.push({from, facility: null, site, amount, distanceM, crossesBorder, ...cost});
  });
  return flows.sort(
    (a, b) =>
      a.from - b.from ||
      (a.facility ?? Infinity) - (b.facility ?? Infinity) ||
      (a.site ?? 0) - (b.site ?? 0),
  );
}

/**
 * What each member has before and after, and what it pays: for its flows, and for new sites in
 * proportion to what each takes of its load. Alone it would build for the same load at its own centre.
 */
export function membersOf(
  scene: Scene,
  flows: readonly SharingFlow[],
  sited: Sited | null,
  figures: CostFigures,
  sizes: Sizes | null,
): SharingMember[] {
  const {units, loads, centres, hosts, present} = scene;
  const count = units.members.length;
  const byMatching = new Float64Array(count);
  const bySites = new Float64Array(count);
  const hosted = new Float64Array(count);
  const costs = new Float64Array(count);
  for (const flow of flows) {
    const {from, facility, site, amount} = flow;
    costs[from]! += sumFlowCost(flow);
    if (facility !== null) byMatching[from]! += amount;
    else bySites[from]! += amount;
    const built = site === null ? null : sited!.result.sites[site]!;
    if (built) costs[from]! += (built.buildingPerYear * amount) / built.taken;
    const host = built ? (built.unit ?? -1) : hosts[facility!]!;
    if (host >= 0 && host !== from) hosted[host]! += amount;
  }
  return units.members.map(({code, name, nameEn}, m): SharingMember => {
    const load = loads[m]!;
    const servedBefore = present.servedBefore[m]!;
    const gained = byMatching[m]! + bySites[m]!;
    const servedAfter = servedBefore + gained;
    const costPerYear = costs[m]!;
    const alonePerYear = aloneCost(figures, gained, sizes);
    const shareOf = (amount: number) => (load === null || load === 0 ? null : amount / load);
    const unserved = Math.max(0, (load ?? 0) - servedAfter);
    return {
      code,
      name,
      nameEn,
      at: centres[m]!,
      load,
      servedBefore,
      deficit: present.deficits[m]!,
      servedByMatching: byMatching[m]!,
      servedBySites: bySites[m]!,
      servedAfter,
      // rounding of a difference is no load
      unserved: unserved <= 1e-9 * (load ?? 0) ? 0 : unserved,
      shareBefore: shareOf(servedBefore),
      shareAfter: shareOf(servedAfter),
      hosted: hosted[m]!,
      costPerYear,
      alonePerYear,
      savesPerYear: alonePerYear - costPerYear,
    };
  });
}

export function sumMembers(
  members: readonly SharingMember[],
  flows: readonly SharingFlow[],
): FacilitySharing['totals'] {
  const sum = (of: (member: SharingMember) => number) =>
    members.reduce((total, member) => total + of(member), 0);
  return {
    load: sum(({load}) => load ?? 0),
    servedBefore: sum(({servedBefore}) => servedBefore),
    servedAfter: sum(({servedAfter}) => servedAfter),
    unserved: sum(({unserved}) => unserved),
    costPerYear: sum(({costPerYear}) => costPerYear),
    alonePerYear: sum(({alonePerYear}) => alonePerYear),
    savesPerYear: sum(({savesPerYear}) => savesPerYear),
    crossBorderAmount: flows.reduce(
      (total, {crossesBorder, amount}) => (crossesBorder ? total + amount : total),
      0,
    ),
  };
}
