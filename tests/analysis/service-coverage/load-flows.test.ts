import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  chooseBasis,
  spreadLoads,
  sumByHost,
} from '../../../server/analysis/service-coverage/load-flows.ts';

const unit = (areaM2: number, population: number | null, demand: number | null = null) => ({
  areaM2,
  population,
  demand,
});

describe('a load', () => {
  it('is spread by people in the ground served: 3 of 4 parts of one unit, all of another', () => {
    // 3/4 of 400 people and all of 100
    const flows = spreadLoads(
      [8],
      [
        [
          {unit: 0, areaM2: 75},
          {unit: 1, areaM2: 10},
        ],
      ],
      [unit(100, 400), unit(10, 100)],
      'population',
    );
    expect(flows.map(({load, population}) => [load, population])).toEqual([
      [6, 300],
      [2, 100],
    ]);
  });

  it('is spread by area where nobody lives, and comes from nobody known where no ground is served', () => {
    const flows = spreadLoads(
      [6, 5, null],
      [
        [
          {unit: 0, areaM2: 1},
          {unit: 1, areaM2: 2},
        ],
        [],
        [],
      ],
      [unit(10, 0), unit(10, 0)],
      'population',
    );
    expect(flows.map(({facility, unit: to, load}) => [facility, to, load])).toEqual([
      [0, 0, 2],
      [0, 1, 4],
      [1, null, 5],
    ]);
  });

  it('is spread by what is known of every unit: demand before people before area', () => {
    expect(chooseBasis([unit(1, 1, 1), unit(1, null, 1)])).toBe('demand');
    expect(chooseBasis([unit(1, 1, 1), unit(1, 1, null)])).toBe('population');
    expect(chooseBasis([unit(1, 1, null), unit(1, null, 1)])).toBe('area');
  });

  it('is never lost and never made: flows sum to loads, rows to what hosts treat', () => {
    const amount = fc.double({min: 0, max: 1e6, noNaN: true});
    const facility = fc.record({
      load: fc.option(amount, {nil: null}),
      spare: amount,
      host: fc.integer({min: -1, max: 5}),
      held: fc.uniqueArray(
        fc.record({unit: fc.nat(5), areaM2: fc.double({min: 1e-3, max: 1e9, noNaN: true})}),
        {
          selector: ({unit: at}) => at,
          maxLength: 6,
        },
      ),
    });
    const units = fc.array(fc.nat(1_000_000), {minLength: 6, maxLength: 6});
    fc.assert(
      fc.property(fc.array(facility, {maxLength: 12}), units, (facilities, people) => {
        const loads = facilities.map(({load}) => load);
        const flows = spreadLoads(
          loads,
          facilities.map(({held}) => held),
          people.map((population) => unit(1e9, population)),
          'population',
        );
        const hosts = Int32Array.from(facilities, ({host}) => host);
        facilities.forEach(({load, spare}, i) => {
          const served = flows.filter((flow) => flow.facility === i);
          const sum = served.reduce((all, flow) => all + flow.load, 0);
          expect(sum).toBeCloseTo(load ?? 0, 5);
          const capacity = (load ?? 0) + spare;
          expect(sum).toBeLessThanOrEqual(capacity * (1 + 1e-12));
          for (const flow of served) expect(flow.load).toBeGreaterThanOrEqual(0);
        });
        const matrix = sumByHost(flows, hosts);
        for (let host = -1; host < 6; host++) {
          const row = matrix.filter((flow) => (flow.host ?? -1) === host);
          const hosted = loads.reduce<number>(
            (all, load, i) => all + (hosts[i] === host ? (load ?? 0) : 0),
            0,
          );
          expect(row.reduce((all, {load}) => all + load, 0)).toBeCloseTo(hosted, 4);
          expect(new Set(row.map(({served}) => served)).size).toBe(row.length);
        }
      }),
      {seed: 5, numRuns: 200},
    );
  });
});
