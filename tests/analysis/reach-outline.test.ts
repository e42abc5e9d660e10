import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BasinLinkage, ReachSide} from '../../contract/basin-linkage.ts';
import {coverCells} from '../../server/analysis/basin-linkage/cover-cells.ts';
import type {MeasuredCell} from '../../server/analysis/basin-matrix.ts';
import type {BuiltApp} from '../../server/app.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {box, storeRoleLayer, type RoleFeature} from './basin-layers.ts';
import {outlineAreasM2, sideAreasM2} from './reach-areas.ts';

function cell(unit: number, basin: number, areaM2 = 1): MeasuredCell {
  return {unit, basin, areaM2};
}

describe('cells of one side', () => {
  //      basin 0   basin 1
  //     ┌────────┬────────┐ unit 0
  //     │ cell 0 │ cell 1 │
  //     ├────────┼────────┤ unit 1
  //     │ cell 2 │ cell 3 │
  //     └────────┴────────┘
  const cells = [cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)];
  const areas = {units: [2, 2], basins: [2, 2]};

  it('are a whole unit or a whole basin where all of its ground counts', () => {
    expect(coverCells(['place', 'place', null, null], cells, areas)).toEqual([
      {side: 'place', units: [0], basins: [], cells: []},
    ]);
    expect(coverCells(['upstream', null, 'upstream', null], cells, areas)).toEqual([
      {side: 'upstream', units: [], basins: [0], cells: []},
    ]);
  });

  it('are cut where they are only a part of both', () => {
    expect(coverCells(['place', 'upstream', 'upstream', null], cells, areas)).toEqual([
      {side: 'place', units: [], basins: [], cells: [0]},
      {side: 'upstream', units: [], basins: [], cells: [1, 2]},
    ]);
  });

  it('are cut where the unit and the basin reach farther than all cells do', () => {
    const wider = {units: [3, 2], basins: [3, 3]};
    expect(coverCells(['place', 'place', null, null], cells, wider)).toEqual([
      {side: 'place', units: [], basins: [], cells: [0, 1]},
    ]);
  });

  it('are never painted twice, where a whole unit and a whole basin cross', () => {
    const [cover] = coverCells(['upstream', 'upstream', 'upstream', null], cells, areas);
    expect(cover!.units.length + cover!.basins.length).toBe(1);
    expect(cover!.cells).toHaveLength(1);
  });

  it('are each in one whole or cut, whatever counts', () => {
    const side = fc.constantFrom<ReachSide | null>(
      ...(['place', 'upstream', 'downstream', 'both', null] as const),
    );
    const grid = fc.array(fc.tuple(side, fc.boolean()), {minLength: 12, maxLength: 12});
    fc.assert(
      fc.property(grid, fc.nat(3), (drawn, wider) => {
        const all = drawn.flatMap(([, isThere], i) =>
          isThere ? [cell(Math.floor(i / 4), i % 4, 1 + i)] : [],
        );
        const sides = drawn.flatMap(([of, isThere]) => (isThere ? [of] : []));
        const sum = (of: 'unit' | 'basin', at: number) =>
          all.filter((each) => each[of] === at).reduce((m2, {areaM2}) => m2 + areaM2, 0);
        const units = [0, 1, 2].map((at) => sum('unit', at));
        const basins = [0, 1, 2, 3].map((at) => sum('basin', at) + Number(at === wider));
        const painted = all.map((): ReachSide[] => []);
        for (const cover of coverCells(sides, all, {units, basins})) {
          all.forEach((each, c) => {
            if (cover.units.includes(each.unit)) painted[c]!.push(cover.side);
            if (cover.basins.includes(each.basin)) painted[c]!.push(cover.side);
            if (cover.cells.includes(c)) painted[c]!.push(cover.side);
          });
          // ground of this basin that is in no unit does not count
          expect(cover.basins).not.toContain(wider);
        }
        expect(painted).toEqual(sides.map((of) => (of === null ? [] : [of])));
      }),
      {seed: 4},
    );
  });
});

//  30 ┌─────┬─────┬─────┐  Units p, q, r as columns; basins a, b, c as rows cut by a jagged divide
//     │  p  │  q  │  r  │  between a and b. a flows into b, b into c; c reaches farther south than
//  29 │~~~~~│~~~~~│~~~~~│  the units do.
//     └─────┴─────┴─────┘
//    115   116   117   118
const UNITS: RoleFeature[] = ['p', 'q', 'r'].map((id, i) => ({
  id,
  parent: i < 2 ? 'P' : 'R',
  polygons: box(115 + i, 28, 116 + i, 30),
}));
const JAGS: [number, number][] = Array.from({length: 61}, (_, i) => [
  115 + i / 20,
  29.4 + (i % 2) / 50,
]);
const BASINS: RoleFeature[] = [
  {
    id: 'a',
    downstream: 'b',
    polygons: [[[...JAGS, [118, 30], [115, 30], JAGS[0]!]]],
  },
  {
    id: 'b',
    downstream: 'c',
    polygons: [[[[115, 28.7], [118, 28.7], ...JAGS.toReversed(), [115, 28.7]]]],
  },
  {id: 'c', polygons: box(115, 27, 118, 28.7)},
];

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('the outline of what is up- and downstream', () => {
    let built: BuiltApp;
    const reach = async (inputs: object) => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/basin-linkage/execution',
        payload: {inputs: {units: 'units', basins: 'basins', ...inputs}},
      });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<BasinLinkage>();
    };

    beforeAll(async () => {
      built = await openTestApp(engine);
      const {db} = built.services;
      await storeRoleLayer(db, 'units', 'unit', UNITS);
      await storeRoleLayer(db, 'basins', 'basin', BASINS);
    });
    afterAll(() => built?.app.close());

    it('is left out unless it is asked for', async () => {
      const {reach: found} = await reach({from: {collection: 'units', id: 'q'}});
      expect(found!.outline).toBeNull();
    });

    it('has a unit whole, and cuts cells of basins that only partly count', async () => {
      const from = {type: 'Point', coordinates: [116.5, 29.1]};
      const answer = await reach({from, outline: true});
      const sides = answer.reach!.outline!;
      const place = sides.find(({side}) => side === 'place')!;
      expect([place.units, place.basins]).toEqual([[], []]);
      const lons = place.rest!.coordinates.flat(2).map(([lon]) => lon!);
      expect([Math.min(...lons), Math.max(...lons)]).toEqual([116, 117]);
      const lats = place.rest!.coordinates.flat(2).map(([, lat]) => lat!);
      expect([Math.min(...lats), Math.max(...lats)]).toEqual([28.7, 29.42]);
      for (const {side, units, basins, rest} of sides) {
        const shown = outlineAreasM2(answer, {units, basins, rest});
        const counted = sideAreasM2(answer)[side];
        expect(Math.abs(shown - counted) / counted, side).toBeLessThan(1e-6);
      }
    });

    it('has the unit asked about whole, however many basins it is in', async () => {
      const {reach: found} = await reach({from: {collection: 'units', id: 'p'}, outline: true});
      // it reaches as far south as its basins do: all of its ground is in some basin
      const place = found!.outline!.find(({side}) => side === 'place');
      expect(place).toEqual({side: 'place', units: [0], basins: [], rest: null});
    });

    it('is cut from the counties where a level is put together from them', async () => {
      const answer = await reach({
        unitLevel: 'parent',
        from: {type: 'Point', coordinates: [117.5, 29.1]},
        outline: true,
      });
      for (const {side, ...outline} of answer.reach!.outline!) {
        const counted = sideAreasM2(answer)[side];
        const shown = outlineAreasM2(answer, outline);
        expect(Math.abs(shown - counted) / counted, side).toBeLessThan(1e-6);
      }
    });
  });
});
