import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {openHighs, type Highs} from '../../server/optimise/highs.ts';
import {planSites} from '../../server/optimise/site-plan.ts';
import {SitingBounder} from '../../server/optimise/siting-bound.ts';
import {costLeast} from '../../server/optimise/siting-cost.ts';
import {solveCore} from '../../server/optimise/siting-model.ts';
import {solveSiting} from '../../server/optimise/siting.ts';
import {stepsOf, type BuiltSite, type SitingProblem} from '../../server/optimise/siting-problem.ts';
import {SitingSearch, type Choice} from '../../server/optimise/siting-search.ts';
import {scatteredSiting, seeded} from './problems.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await openHighs();
});
/** A clock that stands still: nothing here depends on how fast the machine is. */
const exact = {timeLimitS: 60, gap: 0, now: () => 0};

const drawn = fc.record({
  seed: fc.integer(),
  n: fc.integer({min: 2, max: 6}),
  m: fc.integer({min: 2, max: 4}),
  siteCount: fc.integer({min: 1, max: 2}),
  fixedCost: fc.constantFrom(0, 5_000, 60_000),
  maxCapacity: fc.constantFrom(60, 140, 260),
  reachKm: fc.constantFrom(150, 300, Infinity),
});
const make = ({seed, n, m, siteCount, fixedCost, maxCapacity, reachKm}: Record<string, number>) =>
  scatteredSiting(
    seed!,
    n!,
    m!,
    {
      siteCount: siteCount!,
      fixedCost: fixedCost!,
      costPerCapacity: 300,
      minCapacity: 20,
      maxCapacity: maxCapacity!,
      capacityStep: 40,
    },
    reachKm!,
  );

describe('of any small siting problem', () => {
  it('the plan serves and costs what trying every choice of sites and sizes finds', () => {
    fc.assert(
      fc.property(drawn, (each) => {
        const problem = make(each);
        const plan = solveSiting(highs, problem, exact);
        const best = bruteForce(problem);
        expect(plan.served).toBeCloseTo(best.served, 3);
        expect(plan.cost / Math.max(1, best.cost)).toBeCloseTo(
          best.cost / Math.max(1, best.cost),
          4,
        );
        expect(plan.costBound).toBeLessThanOrEqual(plan.cost);
        expect(plan.servedBound).toBeGreaterThanOrEqual(best.served - 1e-6);
      }),
      {seed: 41, numRuns: 25},
    );
  });

  it('no prices prove more than the best plan costs', () => {
    fc.assert(
      fc.property(drawn, fc.integer(), (each, priceSeed) => {
        const problem = make(each);
        const best = bruteForce(problem);
        const left = problem.demands.reduce((sum, demand) => sum + demand, 0) - best.served;
        const random = seeded(priceSeed);
        const prices = problem.demands.map(() => 3000 * random());
        const bounder = new SitingBounder(problem, left);
        const {bound, boundIfBuilt} = bounder.evaluate(prices, 2000 * random());
        expect(bound).toBeLessThanOrEqual(best.cost + 1e-6 * best.cost + 1e-6);
        for (const {candidate} of best.sites) {
          expect(boundIfBuilt[candidate]).toBeLessThanOrEqual(best.cost + 1e-6 * best.cost + 1e-6);
        }
      }),
      {seed: 42, numRuns: 25},
    );
  });
});

describe('a siting plan', () => {
  const problem = scatteredSiting(5, 60, 80, {
    siteCount: 4,
    fixedCost: 50_000,
    costPerCapacity: 300,
    minCapacity: 100,
    maxCapacity: 1500,
    capacityStep: 100,
  });

  it('is proven to the gap that was asked for', () => {
    const plan = solveSiting(highs, problem, {...exact, gap: 0.01});
    expect(plan.isTimeUp).toBe(false);
    expect((plan.cost - plan.costBound) / plan.cost).toBeLessThanOrEqual(0.01);
    expect(plan.served).toBeCloseTo(plan.servedBound, 3);
  });

  it('builds no more than it may, in the sizes there are, and fills none above its size', () => {
    const plan = solveSiting(highs, problem, {...exact, gap: 0.01});
    expect(plan.sites.length).toBeLessThanOrEqual(4);
    const loads = new Map(plan.sites.map(({candidate}) => [candidate, 0]));
    plan.amounts.forEach((amount, arc) => {
      const candidate = problem.arcs.supply[arc]!;
      if (amount > 0) loads.set(candidate, loads.get(candidate)! + amount);
    });
    for (const {candidate, capacity} of plan.sites) {
      expect((capacity - 100) % 100).toBe(0);
      expect(loads.get(candidate)).toBeLessThanOrEqual(capacity * (1 + 1e-9));
    }
    const sum = [...loads.values()].reduce((total, load) => total + load, 0);
    expect(sum).toBeCloseTo(plan.served, 5);
  });

  it('agrees with branch and bound over all candidates, which knows no bound of ours', () => {
    for (const seed of [21, 22, 23, 24]) {
      const sizes = {siteCount: 3, fixedCost: 60_000, costPerCapacity: 300};
      const tight = {...sizes, minCapacity: 100, maxCapacity: 500, capacityStep: 100};
      const hard = scatteredSiting(seed, 30, 14, tight, seed % 2 === 0 ? 250 : Infinity);
      const plan = solveSiting(highs, hard, exact);
      const total = hard.demands.reduce((sum, demand) => sum + demand, 0);
      const candidates = Array.from({length: hard.candidateCount}, (_, j) => j);
      const core = solveCore(highs, hard, {
        candidates,
        unservedLimit: total - plan.served,
        known: plan,
        timeLimitS: 60,
        gap: 0,
        report: () => undefined,
      });
      expect(core.isTimeUp).toBe(false);
      expect(plan.cost / core.bound).toBeCloseTo(1, 4);
      expect(plan.costBound / core.bound).toBeCloseTo(1, 4);
      // what is proven at a wider gap is below the least cost too, and the plan within it
      const loose = solveSiting(highs, hard, {...exact, gap: 0.02});
      expect(loose.isTimeUp).toBe(false);
      expect(loose.costBound).toBeLessThanOrEqual(core.bound * (1 + 1e-6));
      expect(loose.cost * (1 - 0.02)).toBeLessThanOrEqual(loose.costBound * (1 + 2e-6));
    }
  });

  it('finds and proves the least cost by branching alone, where no search helps', () => {
    class IdleSearch extends SitingSearch {
      override evaluate(): Choice {
        return {candidates: [], unserved: Infinity, cost: Infinity};
      }
      override evaluateByFlows(): Choice {
        return this.evaluate();
      }
      override improve(choice: Choice): Choice {
        return choice;
      }
    }
    for (const seed of [21, 23]) {
      const tight = {siteCount: 3, fixedCost: 60_000, costPerCapacity: 300, minCapacity: 100};
      const sizes = {...tight, maxCapacity: 800, capacityStep: 100};
      const problem = scatteredSiting(seed, 30, 14, sizes);
      const best = solveSiting(highs, problem, exact);
      // the first three candidates there are
      const poor = planSites(
        highs,
        problem,
        [0, 1, 2].map((candidate) => ({candidate, capacity: 800})),
      );
      expect(poor.served).toBeCloseTo(best.served, 6);
      expect(poor.cost).toBeGreaterThan(best.cost * 1.001);
      for (const gap of [0, 0.02]) {
        const task = {unservedLimit: 0, gap, leftS: () => 60, search: new IdleSearch(problem)};
        const plan = costLeast(highs, problem, poor, task, () => undefined);
        expect(plan.isTimeUp).toBe(false);
        expect(plan.costBound).toBeLessThanOrEqual(best.cost * (1 + 1e-6));
        expect(plan.costBound).toBeGreaterThanOrEqual(plan.cost * (1 - gap) * (1 - 2e-6));
        expect(plan.cost).toBeGreaterThanOrEqual(best.cost * (1 - 1e-6));
      }
    }
  });

  it('is the same every time', () => {
    const first = solveSiting(highs, problem, {...exact, gap: 0.01});
    const second = solveSiting(highs, problem, {...exact, gap: 0.01});
    expect(second.sites).toEqual(first.sites);
    expect(second.cost).toBe(first.cost);
  });

  it('says honestly how far it came when there is no time', () => {
    let calls = 0;
    const hurried = {timeLimitS: 1, gap: 0, now: () => 400 * calls++};
    const plan = solveSiting(highs, problem, hurried);
    expect(plan.isTimeUp).toBe(true);
    expect(plan.costBound).toBeLessThan(plan.cost);
    expect(plan.served).toBeGreaterThan(0);
  });

  it('of more sites than candidates uses those there are', () => {
    const few = {
      ...scatteredSiting(6, 12, 5, problem),
      siteCount: 100,
    };
    const plan = solveSiting(highs, few, {...exact, gap: 0.02});
    expect(plan.sites.length).toBeLessThanOrEqual(5);
    expect(plan.isTimeUp).toBe(false);
  });

  it('without any pair serves nothing', () => {
    const none = {
      ...problem,
      arcs: {demand: new Int32Array(0), supply: new Int32Array(0), cost: new Float64Array(0)},
    };
    expect(solveSiting(highs, none, exact)).toMatchObject({sites: [], served: 0, servedBound: 0});
  });
});

function bruteForce(problem: SitingProblem): {served: number; cost: number; sites: BuiltSite[]} {
  const {candidateCount, siteCount, minCapacity, capacityStep} = problem;
  let best = {served: 0, cost: 0, sites: [] as BuiltSite[]};
  const walk = (from: number, sites: BuiltSite[]): void => {
    if (sites.length > 0) {
      const plan = planSites(highs, problem, sites);
      const isMore = plan.served > best.served + 1e-6;
      const isCheaper = plan.served > best.served - 1e-6 && plan.cost < best.cost;
      if (isMore || isCheaper) best = {served: plan.served, cost: plan.cost, sites: plan.sites};
    }
    if (sites.length === siteCount) return;
    for (let candidate = from; candidate < candidateCount; candidate++) {
      for (let step = 0; step <= stepsOf(problem); step++) {
        const capacity = minCapacity + step * capacityStep;
        walk(candidate + 1, [...sites, {candidate, capacity}]);
      }
    }
  };
  walk(0, []);
  return best;
}
