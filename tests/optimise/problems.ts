import type {SitingProblem} from '../../server/optimise/siting-problem.ts';
import type {Arcs, TransportProblem} from '../../server/optimise/transport-problem.ts';

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const SIDE_KM = 500;

function scatter(count: number, random: () => number): [number, number][] {
  return Array.from({length: count}, () => [random() * SIDE_KM, random() * SIDE_KM]);
}

function pairUp(from: [number, number][], to: [number, number][], reachKm: number): Arcs {
  const demand: number[] = [];
  const supply: number[] = [];
  const cost: number[] = [];
  from.forEach(([x, y], d) =>
    to.forEach(([u, v], s) => {
      const km = Math.hypot(x - u, y - v);
      if (km > reachKm) return;
      demand.push(d);
      supply.push(s);
      cost.push(365 * (0.05 * km + 1) + 2 * km);
    }),
  );
  return {
    demand: Int32Array.from(demand),
    supply: Int32Array.from(supply),
    cost: Float64Array.from(cost),
  };
}

/** Deficits and facilities on a plain of 500 km, with about `capacityShare` of what is needed. */
export function scatteredTransport(
  seed: number,
  demandCount: number,
  supplyCount: number,
  capacityShare: number,
  reachKm = Infinity,
): TransportProblem {
  const random = seeded(seed);
  const from = scatter(demandCount, random);
  const to = scatter(supplyCount, random);
  const demands = Float64Array.from(from, () => 1 + 99 * random());
  const share = (capacityShare * demandCount) / supplyCount;
  const capacities = Float64Array.from(to, () => share * (1 + 99 * random()));
  const arcs = pairUp(from, to, reachKm);
  const isOthers = new Uint8Array(arcs.cost.length);
  return {demands, capacities, othersCapacities: capacities, arcs, isOthers};
}

/** Loads and candidates on the same plain. */
export function scatteredSiting(
  seed: number,
  demandCount: number,
  candidateCount: number,
  sizes: Omit<SitingProblem, 'demands' | 'candidateCount' | 'arcs'>,
  reachKm = Infinity,
): SitingProblem {
  const random = seeded(seed);
  const from = scatter(demandCount, random);
  const to = scatter(candidateCount, random);
  const demands = Float64Array.from(from, () => 1 + 99 * random());
  return {...sizes, demands, candidateCount, arcs: pairUp(from, to, reachKm)};
}
