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
