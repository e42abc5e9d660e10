import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {FacilitySharing} from '../../contract/facility-sharing.ts';
import type {Problem} from '../../contract/problem.ts';
import type {BuiltApp} from '../../server/app.ts';
import {
  aloneCost,
  annuity,
  chooseCosts,
  flowCost,
} from '../../server/analysis/facility-sharing/costs.ts';
import {openTestApp} from '../setup/app.ts';
import {box, storeSites, type SiteDraft} from './facility-layers.ts';

const UNITS: SiteDraft[] = [
  {id: '330101', properties: {load: 100}, polygons: box(115, 29, 115.2, 29.2)},
  {id: '330102', properties: {load: 80}, polygons: box(115.2, 29, 115.4, 29.2)},
  {id: '330103', properties: {}, polygons: box(115.4, 29, 115.6, 29.2)},
  {id: '330104', properties: {load: -5}, polygons: box(115.6, 29, 115.8, 29.2)},
];
const plant = (id: string, lon: number, capacity: unknown, load: unknown): SiteDraft => ({
  id,
  class: 'sewage-plant',
  at: [lon, 29.1],
  properties: {capacity, load, measure: 'm³/d'},
});
const PLANTS = [
  plant('good', 115.1, 500, 60),
  plant('no-capacity', 115.3, null, 20),
  plant('zero', 115.32, 0, 0),
  plant('outside', 117, 90, 10),
];
const SITING = {k: 1, candidates: {gridStepM: 5000}, minCapacity: 10, maxCapacity: 100};

describe('sharing facilities', () => {
  let built: BuiltApp;
  const ask = (inputs: object) =>
    built.app.inject({
      method: 'POST',
      url: '/api/processes/facility-sharing/execution',
      payload: {
        inputs: {
          units: 'units',
          facilities: 'plants',
          kind: 'sewage-plant',
          demand: {loadAttribute: 'load'},
          ...inputs,
        },
      },
    });
  const run = async (inputs: object) => {
    const response = await ask(inputs);
    expect(response.statusCode, response.body).toBe(200);
    return response.json<FacilitySharing>();
  };

  beforeAll(async () => {
    built = await openTestApp('embedded');
    const {db} = built.services;
    await storeSites(db, 'units', 'unit', UNITS);
    await storeSites(db, 'plants', 'facility', PLANTS);
    await storeSites(db, 'basins', 'basin', [{id: 'B', polygons: box(115, 29, 115.1, 29.2)}]);
  });
  afterAll(() => built?.app.close());

  it('names what is missing or wrong and reckons with the rest', async () => {
    const {members, facilities, issues, complete, matching} = await run({});
    const rules = issues.map(({rule}) => rule);
    expect(rules).toEqual(
      expect.arrayContaining([
        'capacity-missing',
        'capacity-not-positive',
        'facility-outside-units',
        'demand-missing',
        'demand-negative',
      ]),
    );
    expect(issues.find(({rule}) => rule === 'demand-negative')).toMatchObject({
      severity: 'error',
      members: ['330104'],
    });
    expect(members.map(({load, deficit}) => [load, deficit])).toEqual([
      [100, 40],
      [80, 60],
      [null, 0],
      [null, 0],
    ]);
    expect(facilities.map(({spare}) => spare)).toEqual([440, 0, 0, 80]);
    expect(matching.isFeasible).toBe(true);
    expect(complete).toBe(false);
  });

  it('lets rows override attributes, and names a row about nobody', async () => {
    const rows = [
      {unit: '330103', load: 7},
      {unit: '330104', load: 0},
      {unit: '999999', load: 1},
    ];
    const {members, issues} = await run({demand: {loadAttribute: 'load', rows}});
    expect(members.map(({load}) => load)).toEqual([100, 80, 7, 0]);
    expect(issues.map(({rule}) => rule)).toContain('unit-unknown');
    expect(issues.map(({rule}) => rule)).not.toContain('demand-negative');
  });

  it('says where the load of no unit is known, instead of that nothing is missing', async () => {
    const {issues, complete} = await run({demand: {loadAttribute: 'laod'}});
    const rules = issues.map(({rule}) => rule);
    expect(rules).toEqual(expect.arrayContaining(['demand-missing', 'demand-unknown']));
    expect(rules).not.toContain('no-deficit');
    expect(complete).toBe(false);
  });

  it('names borders of units that there are not', async () => {
    const pairs = [
      {from: '330102', to: '330101', allowed: true},
      {from: '330102', to: '33O1O1', allowed: true},
    ];
    const {issues} = await run({constraints: {crossBorder: {allowed: false, pairs}}});
    expect(issues.find(({rule}) => rule === 'pair-unknown')).toMatchObject({
      severity: 'error',
      members: ['33O1O1'],
    });
  });

  it('says where the plan as a whole costs more than building alone', async () => {
    const near = await run({costs: {transportPerAmountKm: 0, pipePerDailyAmountKm: 0}});
    expect(near.totals.savesPerYear).toBeGreaterThan(0);
    expect(near.issues.map(({rule}) => rule)).not.toContain('dearer-in-total');
    const far = await run({costs: {transportPerAmountKm: 1000}});
    expect(far.totals.savesPerYear).toBeLessThan(0);
    expect(far.issues.find(({rule}) => rule === 'dearer-in-total')!.severity).toBe('warning');
  });

  it('is told where an input does not fit, down to the number', async () => {
    const detailOf = async (inputs: object) => (await ask(inputs)).json<Problem>().detail;
    expect(await detailOf({constraints: {maxDistanceM: 0}})).toContain(
      'constraints.maxDistanceM must be > 0',
    );
    expect(await detailOf({siting: {...SITING, k: 0}})).toContain('siting.k must be >= 1');
    expect(await detailOf({costs: {lifeyears: 1}})).toContain('costs does not take lifeyears');
    expect(await detailOf({measure: 'gallons'})).toContain('measure must be one of m³/d, 万m³/d');
    expect(await detailOf({demand: {rows: [{unit: 'a', load: '5'}]}})).toContain(
      'demand.rows[0].load must be number',
    );
  });

  it('says that more sites may be built than there are candidates', async () => {
    const {issues, siting} = await run({
      constraints: {crossBorder: {allowed: false}},
      siting: {...SITING, k: 50, candidates: {gridStepM: 18_000}},
    });
    expect(siting!.candidates.left).toBeLessThan(50);
    expect(issues.map(({rule}) => rule)).toContain('candidates-fewer');
  });

  it('shuts out who lies in no basin where a rule asks for one, and says so', async () => {
    const {issues, matching} = await run({constraints: {basins: 'basins', sameBasin: true}});
    expect(issues.find(({rule}) => rule === 'unit-without-basin')!.members).toContain('330102');
    expect(matching.unreachable.map(({shutOutBy}) => shutOutBy.sameBasin)).toContain(2);
  });

  it.each([
    ['no demand', {demand: {}}, 'INPUT_INVALID', /demand.*empty/],
    [
      'a load and people at once',
      {demand: {loadAttribute: 'load', populationAttribute: 'people'}},
      'INPUT_INVALID',
      /both/,
    ],
    ['a kind without a daily amount', {kind: 'monitoring'}, 'CLASS_UNKNOWN', /monitoring/],
    ['a basin rule without basins', {constraints: {sameBasin: true}}, 'INPUT_INVALID', /basins/],
    [
      'a border level that is not there',
      {constraints: {crossBorder: {allowed: false, level: 'galaxy'}}},
      'LEVEL_NOT_FOUND',
      /galaxy/,
    ],
    [
      'sizes upside down',
      {siting: {...SITING, minCapacity: 200}},
      'INPUT_INVALID',
      /maxCapacity 100 below minCapacity 200/,
    ],
    [
      'a grid of too many points',
      {
        constraints: {crossBorder: {allowed: false}},
        siting: {...SITING, candidates: {gridStepM: 10}},
      },
      'INPUT_INVALID',
      /step of about/,
    ],
    [
      'slopes of a grid',
      {siting: {...SITING, exclude: {slope: {attribute: 'slope', max: 25}}}},
      'INPUT_INVALID',
      /a grid has no slopes/,
    ],
    [
      'candidates that are areas',
      {siting: {...SITING, candidates: {layer: 'units'}}},
      'INPUT_INVALID',
      /expected points/,
    ],
    [
      'a protection distance to nothing',
      {siting: {...SITING, exclude: {distances: [{minM: 5}]}}},
      'INPUT_INVALID',
      /names a layer or unitCentres/,
    ],
    ['facilities for units', {units: 'plants'}, 'LAYER_NOT_AREAL', /point/],
  ])('refuses %s', async (_, inputs, code, detail) => {
    const response = await ask(inputs);
    expect(response.statusCode).toBe(400);
    const problem = response.json<Problem>();
    expect(problem.code).toBe(code);
    expect(problem.detail).toMatch(detail);
  });
});

describe('costs', () => {
  const {figures} = chooseCosts('flow', {interestRate: 0.05, lifeYears: 20, detourFactor: 1.5});

  it('spread capital over its life: 0.0802 a year at 5 % and 20 years', () => {
    expect(annuity(figures)).toBeCloseTo(0.0802425872, 9);
    expect(annuity({...figures, interestRate: 0})).toBe(1 / 20);
  });

  it('grow with amount and with the detour', () => {
    const {transportPerYear, treatmentPerYear} = flowCost(figures, 10, 2000);
    expect(transportPerYear).toBeCloseTo(365 * 10 * figures.transportPerAmountKm * 3, 9);
    expect(treatmentPerYear).toBe(365 * 10 * figures.treatmentPerAmount);
  });

  it('of building alone are those of as many plants as the sizes make necessary', () => {
    const plain = {...figures, interestRate: 0, lifeYears: 1, treatmentPerAmount: 0};
    const own = {...plain, buildingFixed: 100, buildingPerDailyAmount: 1};
    const sizes = {minCapacity: 10, maxCapacity: 50, capacityStep: 20};
    expect(aloneCost(own, 0, sizes)).toBe(0);
    expect(aloneCost(own, 4, sizes)).toBe(110);
    expect(aloneCost(own, 31, sizes)).toBe(150);
    // 50 and 10
    expect(aloneCost(own, 60, sizes)).toBe(150 + 110);
    expect(aloneCost(own, 31, null)).toBe(131);
  });

  it('that nobody gave say where they come from and how sure they are', () => {
    for (const quantity of ['flow', 'mass'] as const) {
      const {assumptions} = chooseCosts(quantity);
      expect(assumptions.map(({id}) => id).sort()).toEqual(
        [
          'buildingFixed',
          'buildingPerDailyAmount',
          'detourFactor',
          'interestRate',
          'lifeYears',
          'pipePerDailyAmountKm',
          'transportPerAmountKm',
          'treatmentPerAmount',
        ].sort(),
      );
      for (const {title, source, confidence} of assumptions) {
        expect(title.zh).toMatch(/\p{Script=Han}/u);
        expect(source!.zh).toMatch(/\p{Script=Han}/u);
        expect(source!.en).not.toBe('');
        expect(confidence).toBeGreaterThan(0);
      }
    }
  });
});
