import {afterEach, describe, expect, it} from 'vitest';
import {Optimiser} from '../../server/optimise/optimiser.ts';
import {scatteredSiting, scatteredTransport} from './problems.ts';

let optimiser: Optimiser | null = null;
afterEach(() => optimiser?.stop());
const never = new AbortController().signal;

describe('the optimiser in its thread', () => {
  it('answers what it is asked, one thing after the other', async () => {
    optimiser = new Optimiser();
    const problem = scatteredTransport(1, 20, 20, 2);
    const plan = await optimiser.transport(problem, {signal: never});
    expect(plan.served).toBeCloseTo(
      problem.demands.reduce((sum, each) => sum + each, 0),
      6,
    );
    const again = await optimiser.transport(problem, {signal: never});
    expect(again.cost).toBe(plan.cost);
  });

  it('says how far it is while it runs, and stops in the middle of a run', async () => {
    optimiser = new Optimiser();
    const controller = new AbortController();
    // too much to be done in no time: every step of capacity to the last bit
    const problem = scatteredSiting(3, 300, 500, {
      siteCount: 10,
      fixedCost: 50_000,
      costPerCapacity: 300,
      minCapacity: 100,
      maxCapacity: 1200,
      capacityStep: 100,
    });
    const steps: string[] = [];
    const asked = optimiser.siting(
      problem,
      {timeLimitS: 3600, gap: 0},
      {
        signal: controller.signal,
        onProgress({step}) {
          steps.push(step);
          if (step !== 'starting') controller.abort(new Error('no longer wanted'));
        },
      },
    );
    await expect(asked).rejects.toThrow('no longer wanted');
    expect(steps.length).toBeGreaterThanOrEqual(1);
    await expect(
      optimiser.transport(scatteredTransport(1, 2, 2, 1), {signal: controller.signal}),
    ).rejects.toThrow('no longer wanted');
  });
});
