import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {openHighs} from '../../server/optimise/highs.ts';
import {cheapestFlows} from '../../server/optimise/site-flows.ts';
import {solveTransport} from '../../server/optimise/transport.ts';

const row = (...costs: number[]) => Float64Array.from(costs);

describe('the best flows to a few sites', () => {
  it('move a load on where that frees room for one that has no other way', () => {
    // 4 and 4 to sites of 5: the second reaches the first site only, so 3 of the first go to the other
    const flows = cheapestFlows(row(4, 4), [row(1, 2), row(3, Infinity)], 5);
    expect([...flows.loads]).toEqual([5, 3]);
    expect(flows).toMatchObject({unserved: 0, cost: 4 * 2 + 1 * 1 + 3 * 3});
  });

  it('leave the dearest where sites are too small for all', () => {
    const flows = cheapestFlows(row(2, 2, 2), [row(5, 1, 3)], 3);
    expect(flows).toMatchObject({unserved: 3, cost: 2 * 1 + 1 * 3});
  });

  it('leave what no site may serve', () => {
    expect(cheapestFlows(row(2, 7), [row(1, Infinity)], 9)).toMatchObject({unserved: 7, cost: 2});
    expect(cheapestFlows(row(2, 7), [], 9)).toMatchObject({unserved: 9, cost: 0});
  });

  it('serve and cost what the linear programme does', async () => {
    const highs = await openHighs();
    const cost = fc.oneof(
      {weight: 4, arbitrary: fc.double({min: 0, max: 100, noNaN: true})},
      {weight: 2, arbitrary: fc.integer({min: 0, max: 3})},
      {weight: 1, arbitrary: fc.constant(Infinity)},
    );
    const problems = fc
      .tuple(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 5}))
      .chain(([n, k]) =>
        fc.record({
          demands: fc.array(fc.integer({min: 1, max: 40}), {minLength: n, maxLength: n}),
          costs: fc.array(fc.array(cost, {minLength: n, maxLength: n}), {
            minLength: k,
            maxLength: k,
          }),
          size: fc.integer({min: 1, max: 120}),
        }),
      );
    fc.assert(
      fc.property(problems, ({demands, costs, size}) => {
        const flows = cheapestFlows(
          Float64Array.from(demands),
          costs.map((each) => Float64Array.from(each)),
          size,
        );
        const pairs = costs.flatMap((each, s) =>
          each.flatMap((one, d) => (one < Infinity ? [{d, s, one}] : [])),
        );
        const capacities = new Float64Array(costs.length).fill(size);
        const plan = solveTransport(highs, {
          demands: Float64Array.from(demands),
          capacities,
          othersCapacities: capacities,
          isOthers: new Uint8Array(pairs.length),
          arcs: {
            demand: Int32Array.from(pairs, ({d}) => d),
            supply: Int32Array.from(pairs, ({s}) => s),
            cost: Float64Array.from(pairs, ({one}) => one),
          },
        });
        const total = demands.reduce((sum, demand) => sum + demand, 0);
        expect(total - flows.unserved).toBeCloseTo(plan.served, 6);
        expect(flows.cost).toBeCloseTo(plan.cost, 4);
        expect(flows.loads.every((load) => load <= size * (1 + 1e-9))).toBe(true);
      }),
      {numRuns: 300, seed: 12},
    );
  });
});
