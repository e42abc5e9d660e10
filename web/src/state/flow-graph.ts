import type {LinkedUnit, UnitGraph, UnitLink} from '../../../contract/basin-linkage.ts';

/** Units from source to mouth as a diagram can draw them. */
export interface FlowGraph {
  /** False where no order is known: then the links are a list, not a diagram. */
  hasOrder: boolean;
  /** Units with a link, in order. */
  nodes: {unit: LinkedUnit; rank: number; isMutual: boolean}[];
  /** Links that go with the order. */
  links: UnitLink[];
  /** Links between units that drain into each other, against the order they were given. */
  against: UnitLink[];
  /** Units that no link touches. */
  alone: LinkedUnit[];
  rankCount: number;
}

/**
 * A diagram from source to mouth has no way back: of units that drain into each other the links that
 * go against the order of the service are taken out, and listed beside it.
 */
export function flowGraph(graph: UnitGraph): FlowGraph {
  const rankOf = new Map((graph.order ?? []).map((unit, rank) => [unit, rank]));
  const mutual = new Set(graph.mutual.flatMap(({units}) => units));
  const linked = new Set(graph.links.flatMap(({from, to}) => [from, to]));
  const isWithOrder = ({from, to}: UnitLink) => (rankOf.get(from) ?? -1) < (rankOf.get(to) ?? -1);
  const hasOrder = graph.order !== null;
  const nodes = [...linked]
    .map((at) => ({
      unit: graph.units[at]!,
      rank: rankOf.get(at) ?? 0,
      isMutual: mutual.has(at),
    }))
    .sort((a, b) => a.rank - b.rank);
  return {
    hasOrder,
    nodes,
    links: hasOrder ? graph.links.filter(isWithOrder) : [],
    against: hasOrder ? graph.links.filter((link) => !isWithOrder(link)) : graph.links,
    alone: graph.units.filter((_, at) => !linked.has(at)),
    rankCount: graph.order?.length ?? 0,
  };
}

/**
 * The part of a diagram around one unit, for layers with more units than can be drawn: along links,
 * the nearest first, the widest of equally near ones.
 */
export function flowAround(
  graph: FlowGraph,
  units: readonly LinkedUnit[],
  code: string,
  most: number,
): FlowGraph {
  const start = units.findIndex((unit) => unit.code === code);
  const byUnit = new Map<number, UnitLink[]>();
  for (const link of graph.links) {
    for (const at of [link.from, link.to]) {
      const known = byUnit.get(at);
      if (known === undefined) byUnit.set(at, [link]);
      else known.push(link);
    }
  }
  const near = new Set([start]);
  for (const at of near) {
    const links = (byUnit.get(at) ?? []).toSorted((a, b) => b.drainedM2 - a.drainedM2);
    for (const {from, to} of links) if (near.size < most) near.add(from === at ? to : from);
  }
  return {
    ...graph,
    nodes: graph.nodes.filter(({unit}) => near.has(units.indexOf(unit))),
    links: graph.links.filter(({from, to}) => near.has(from) && near.has(to)),
    against: graph.against.filter(({from, to}) => near.has(from) && near.has(to)),
  };
}

export type FlowStep = 'downstream' | 'upstream' | 'next' | 'previous' | 'source' | 'mouth';

/**
 * The unit a step away: along the widest link, or the next in order; from nowhere the source. Where
 * nothing lies that way one stays.
 */
export function stepInFlow(
  {nodes, links}: FlowGraph,
  units: readonly LinkedUnit[],
  from: string | null,
  step: FlowStep,
): string | null {
  const at = nodes.findIndex(({unit}) => unit.code === from);
  if (nodes.length === 0) return null;
  if (step === 'source' || at < 0) return nodes[0]!.unit.code;
  if (step === 'mouth') return nodes.at(-1)!.unit.code;
  if (step === 'next') return (nodes[at + 1] ?? nodes[at]!).unit.code;
  if (step === 'previous') return (nodes[at - 1] ?? nodes[at]!).unit.code;
  const here = units.indexOf(nodes[at]!.unit);
  const [near, far] = step === 'downstream' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const widest = links
    .filter((link) => link[near] === here)
    .reduce<UnitLink | null>(
      (best, link) => (best === null || link.drainedM2 > best.drainedM2 ? link : best),
      null,
    );
  return widest === null ? nodes[at]!.unit.code : units[widest[far]]!.code;
}
