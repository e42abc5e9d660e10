import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {openHighs, type Highs} from '../../server/optimise/highs.ts';
import {solveTransport} from '../../server/optimise/transport.ts';
import type {TransportPlan, TransportProblem} from '../../server/optimise/transport-problem.ts';
import {scatteredTransport} from './problems.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await openHighs();
});

describe('a transport plan', () => {
  it('is the one a person finds: two wells, two villages, the short ways crossed by capacity', () => {
    //      well 0 (5)   well 1 (10)
    //  A (4)    1           2
    //  B (6)    3           9      B must go first to well 0 though A is nearer to it
    const plan = solveTransport(
      highs,
      tableau(
        [4, 6],
        [5, 10],
        [
          [1, 2],
          [3, 9],
        ],
      ),
    );
    expect([...plan.amounts].map((each) => Number(each.toFixed(9)))).toEqual([0, 4, 5, 1]);
    expect(plan.cost).toBeCloseTo(4 * 2 + 5 * 3 + 9, 9);
    // one more in well 0 takes one of B off well 1
    expect(plan.capacityPrices[0]).toBeCloseTo(6, 9);
    expect(plan.capacityPrices[1]).toBe(0);
    expect(plan.shortage).toBeNull();
  });

  it('serves more before it costs less', () => {
    // serving both takes the dear way round: A to well 1 at 1000
    const plan = solveTransport(
      highs,
      tableau(
        [5, 5],
        [5, 5],
        [
          [1, 1000],
          [1, null],
        ],
      ),
    );
    expect(plan.served).toBe(10);
    expect(plan.cost).toBe(5 * 1000 + 5);
  });

  it('raises the price of what is left until the longest way round pays', () => {
    // each well but the last is wanted by the next; only the long chain serves all
    const count = 12;
    const costs = Array.from({length: count}, (_, d) =>
      Array.from({length: count}, (_unused, s) => (s === d ? 1 : s === d + 1 ? 1000 : null)),
    );
    costs.push(costs[0]!.map((_, s) => (s === 0 ? 1 : null)));
    const capacities = Array.from({length: count + 1}, () => 1);
    const wide = costs.map((row, d) => [...row, d === count - 1 ? 1000 : null]);
    const plan = solveTransport(
      highs,
      tableau(
        wide.map(() => 1),
        capacities,
        wide,
      ),
    );
    expect(plan.served).toBeCloseTo(count + 1, 9);
    expect(plan.cost).toBeCloseTo(count * 1000 + 1, 6);
  });

  it('names the demands that together ask for more than all they reach', () => {
    const plan = solveTransport(
      highs,
      tableau(
        [4, 4, 1],
        [5, 3],
        [
          [1, null],
          [2, null],
          [null, 1],
        ],
      ),
    );
    expect(plan.served).toBe(6);
    expect(plan.shortage).toEqual({
      demands: [0, 1],
      supplies: [0],
      othersOnly: [],
      needed: 8,
      reachable: 5,
    });
  });

  it('keeps what a supply keeps for its own', () => {
    const problem = tableau([10, 10], [10], [[5], [1]]);
    problem.othersCapacities = Float64Array.of(3);
    problem.isOthers = Uint8Array.of(0, 1);
    const plan = solveTransport(highs, problem);
    expect([...plan.amounts]).toEqual([7, 3]);
  });

  it.each([
    ['no pair at all', tableau([3], [3], [[null]])],
    ['capacity of zero', tableau([3], [0], [[1]])],
  ])('with %s serves nothing and says what is short', (_, problem) => {
    const plan = solveTransport(highs, problem);
    expect(plan.served).toBe(0);
    expect([...plan.unserved]).toEqual([3]);
    expect(plan.shortage).toMatchObject({demands: [0], needed: 3, reachable: 0});
  });
});

const amount = fc.integer({min: 0, max: 6});
const small = fc
  .record({n: fc.integer({min: 1, max: 3}), m: fc.integer({min: 1, max: 3})})
  .chain(({n, m}) =>
    fc.record({
      demands: fc.array(fc.integer({min: 1, max: 4}), {minLength: n, maxLength: n}),
      capacities: fc.array(amount, {minLength: m, maxLength: m}),
      costs: fc.array(
        fc.array(fc.option(fc.integer({min: 1, max: 50}), {freq: 4}), {minLength: m, maxLength: m}),
        {minLength: n, maxLength: n},
      ),
    }),
  );

describe('of any small problem', () => {
  it('the plan serves and costs what trying every whole plan finds', () => {
    fc.assert(
      fc.property(small, ({demands, capacities, costs}) => {
        const plan = solveTransport(highs, tableau(demands, capacities, costs));
        const best = bruteForce(demands, capacities, costs);
        expect(plan.served).toBeCloseTo(best.served, 6);
        expect(plan.cost).toBeCloseTo(best.cost, 5);
      }),
      {seed: 20261122, numRuns: 150},
    );
  });
});

describe('of any larger problem', () => {
  const problems = fc.record({
    seed: fc.integer(),
    n: fc.integer({min: 5, max: 40}),
    m: fc.integer({min: 5, max: 40}),
    share: fc.constantFrom(0.4, 1, 1.6),
    reachKm: fc.constantFrom(80, 200, Infinity),
    keeps: fc.constantFrom(1, 0.6),
  });
  const make = ({seed, n, m, share, reachKm, keeps}: Record<string, number>) => {
    const problem = scatteredTransport(seed!, n!, m!, share!, reachKm!);
    const {arcs, capacities} = problem;
    return {
      ...problem,
      othersCapacities: capacities.map((capacity) => capacity * keeps!),
      isOthers: Uint8Array.from(arcs.demand, (d, arc) => (d % m! === arcs.supply[arc] ? 0 : 1)),
    };
  };

  it('the cost is its dual bound, and nothing is lost or made', () => {
    fc.assert(
      fc.property(problems, (drawn) => {
        const problem = make(drawn);
        const plan = solveTransport(highs, problem);
        expect(plan.costBound).toBeLessThanOrEqual(plan.cost);
        expect(plan.cost - plan.costBound).toBeLessThanOrEqual(1e-7 * plan.cost);
        expectConserved(problem, plan);
      }),
      {seed: 7, numRuns: 25},
    );
  });

  it('what is left is what the shortage says', () => {
    fc.assert(
      fc.property(problems, (drawn) => {
        const problem = make(drawn);
        const {unserved, shortage} = solveTransport(highs, problem);
        const left = unserved.reduce((sum, each) => sum + each, 0);
        const short = shortage ? shortage.needed - shortage.reachable : 0;
        expect(left).toBeCloseTo(short, 5);
      }),
      {seed: 8, numRuns: 25},
    );
  });

  it('other names for the same things change neither what is served nor what it costs', () => {
    fc.assert(
      fc.property(problems, (drawn) => {
        const problem = make(drawn);
        const plan = solveTransport(highs, problem);
        const other = solveTransport(highs, turnedRound(problem));
        expect(other.served).toBeCloseTo(plan.served, 5);
        expect(other.cost / Math.max(1, plan.cost)).toBeCloseTo(
          plan.cost / Math.max(1, plan.cost),
          7,
        );
      }),
      {seed: 9, numRuns: 20},
    );
  });
});

function expectConserved(problem: TransportProblem, plan: TransportPlan): void {
  const {demands, capacities, othersCapacities, arcs, isOthers} = problem;
  const to = new Float64Array(demands.length);
  const from = new Float64Array(capacities.length);
  const others = new Float64Array(capacities.length);
  plan.amounts.forEach((flow, arc) => {
    expect(flow).toBeGreaterThanOrEqual(0);
    to[arcs.demand[arc]!]! += flow;
    from[arcs.supply[arc]!]! += flow;
    if (isOthers[arc] === 1) others[arcs.supply[arc]!]! += flow;
  });
  const total = demands.reduce((sum, each) => sum + each, 0);
  to.forEach((sum, d) => expect(sum + plan.unserved[d]!).toBeCloseTo(demands[d]!, 5));
  from.forEach((sum, s) => expect(sum).toBeLessThanOrEqual(capacities[s]! * (1 + 1e-12)));
  others.forEach((sum, s) => expect(sum).toBeLessThanOrEqual(othersCapacities[s]! * (1 + 1e-12)));
  expect(plan.served).toBeCloseTo(total - plan.unserved.reduce((sum, each) => sum + each, 0), 5);
}

/** The same problem with demands, supplies and arcs in the opposite order. */
function turnedRound(problem: TransportProblem): TransportProblem {
  const {demands, capacities, othersCapacities, arcs, isOthers} = problem;
  return {
    demands: demands.slice().reverse(),
    capacities: capacities.slice().reverse(),
    othersCapacities: othersCapacities.slice().reverse(),
    isOthers: isOthers.slice().reverse(),
    arcs: {
      demand: arcs.demand.map((d) => demands.length - 1 - d).reverse(),
      supply: arcs.supply.map((s) => capacities.length - 1 - s).reverse(),
      cost: arcs.cost.slice().reverse(),
    },
  };
}

/** A problem from a table of costs, demands by row; null where a pair is not allowed. */
function tableau(
  demands: readonly number[],
  capacities: readonly number[],
  costs: readonly (readonly (number | null)[])[],
): TransportProblem {
  const pairs = costs.flatMap((row, d) =>
    row.flatMap((cost, s) => (cost === null ? [] : [{d, s, cost}])),
  );
  return {
    demands: Float64Array.from(demands),
    capacities: Float64Array.from(capacities),
    othersCapacities: Float64Array.from(capacities),
    isOthers: new Uint8Array(pairs.length),
    arcs: {
      demand: Int32Array.from(pairs, ({d}) => d),
      supply: Int32Array.from(pairs, ({s}) => s),
      cost: Float64Array.from(pairs, ({cost}) => cost),
    },
  };
}

/** Whole numbers suffice: an optimum of a transport problem with whole data is whole. */
function bruteForce(
  demands: readonly number[],
  capacities: readonly number[],
  costs: readonly (readonly (number | null)[])[],
): {served: number; cost: number} {
  let best = {served: -1, cost: 0};
  const room = [...capacities];
  const left = [...demands];
  const pairs = costs.flatMap((row, d) =>
    row.flatMap((cost, s) => (cost === null ? [] : [{d, s, cost}])),
  );
  const walk = (at: number, served: number, cost: number): void => {
    const pair = pairs[at];
    if (!pair) {
      if (served > best.served || (served === best.served && cost < best.cost))
        best = {served, cost};
      return;
    }
    const {d, s} = pair;
    for (let flow = Math.min(left[d]!, room[s]!); flow >= 0; flow--) {
      left[d]! -= flow;
      room[s]! -= flow;
      walk(at + 1, served + flow, cost + flow * pair.cost);
      left[d]! += flow;
      room[s]! += flow;
    }
  };
  walk(0, 0, 0);
  return best;
}
