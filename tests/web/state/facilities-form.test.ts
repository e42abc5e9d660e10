import {expect, test} from 'vitest';
import {Check} from 'typebox/value';
import type {FacilityKind} from '../../../contract/facility-kind.ts';
import {FacilitySharingInputs} from '../../../contract/facility-sharing-inputs.ts';
import {
  formWith,
  sharingInputs,
  whatIsMissing,
  type SharingScene,
} from '../../../web/src/state/facilities-form.ts';
import type {ListedLayer} from '../../../web/src/state/layers.ts';

const layer = (id: string, kind: string, geometry = 'polygon') =>
  ({layer: {id}, version: {version: 3}, kind: {id: kind, geometry}}) as unknown as ListedLayer;
const units = layer('units', 'unit');
const facilities = layer('plants', 'facility', 'point');
const scene: SharingScene = {
  units,
  facilities,
  basins: layer('basins', 'basin'),
  kind: {id: 'sewage-plant', quantity: 'flow'} as FacilityKind,
  unitLevel: null,
  people: 'population',
  loadAttribute: null,
  perHead: null,
  described: {},
  layers: [units, facilities, layer('redlines', 'redline'), layer('reserves', 'protected-area')],
};

test('a new form asks for sharing alone, with the usual distance', () => {
  const inputs = sharingInputs(formWith({}), scene)!;
  expect(inputs).toEqual({
    units: 'units@3',
    facilities: 'plants@3',
    kind: 'sewage-plant',
    demand: {populationAttribute: 'population'},
    constraints: {maxDistanceM: 50_000},
    timeLimitS: 60,
    gap: 0.01,
  });
  expect(Check(FacilitySharingInputs, inputs)).toBe(true);
});

test('new plants keep out of every red line and protected area there is', () => {
  const form = formWith({
    k: 2,
    townDistanceM: 300,
    isCrossBorder: false,
    borderLevel: 'prefecture',
  });
  const inputs = sharingInputs(form, scene)!;
  expect(inputs.siting).toEqual({
    k: 2,
    candidates: {gridStepM: 5000},
    exclude: {
      redlines: ['redlines@3'],
      protectedAreas: ['reserves@3'],
      distances: [{unitCentres: true, minM: 300}],
    },
    minCapacity: 5000,
    maxCapacity: 200_000,
  });
  expect(inputs.constraints?.crossBorder).toEqual({allowed: false, level: 'prefecture'});
  expect(Check(FacilitySharingInputs, inputs)).toBe(true);
});

test('what is missing is told by name before anything is asked', () => {
  const missing = (fields: Record<string, unknown>, change: Partial<SharingScene> = {}) =>
    whatIsMissing(formWith(fields), {...scene, ...change});
  expect(missing({})).toBeNull();
  expect(missing({}, {facilities: null})).toBe('layers');
  expect(missing({}, {kind: {id: 'x', quantity: 'none'} as FacilityKind})).toBe('kind');
  expect(missing({}, {people: null})).toBe('people');
  expect(missing({}, {people: null, loadAttribute: 'load'})).toBeNull();
  expect(missing({rows: [{unit: 'a', load: 5}]}, {people: null})).toBeNull();
  expect(missing({rows: [{unit: 'a', load: null}]})).toBe('rows');
  expect(missing({pairs: [{from: 'a', to: 'a', allowed: true}]})).toBe('pairs');
  expect(missing({sameBasin: true}, {basins: null})).toBe('basins');
  expect(missing({k: 1, minCapacity: 900_000})).toBe('sizes');
  expect(sharingInputs(formWith({}), {...scene, people: null})).toBeNull();
});

test('loads of single units, exceptions of borders and slopes are asked as the service takes them', () => {
  const points = layer('sites', 'reference', 'any');
  const form = formWith({
    rows: [
      {unit: 'a', load: 1200, at: [112.5, 28.4]},
      {unit: 'b', load: 30, at: ['x', 1]},
    ],
    pairs: [
      {from: 'a', to: 'b', allowed: false},
      {from: 'a', to: 7, allowed: false},
    ],
    sameBasin: true,
    basinLevel: 'level-3',
    k: 1,
    candidates: 'sites',
    slopeAttribute: 'slope',
    awayFrom: 'reserves',
    awayFromM: 500,
    capacityStep: 1000,
  });
  const inputs = sharingInputs(form, {
    ...scene,
    perHead: 0.2,
    described: {attributes: {load: 'mgd'}, measure: 'mgd'},
    layers: [...scene.layers, points],
  })!;
  expect(inputs.demand).toEqual({
    populationAttribute: 'population',
    perHead: 0.2,
    rows: [
      {unit: 'a', load: 1200, at: [112.5, 28.4]},
      {unit: 'b', load: 30},
    ],
  });
  expect(inputs.constraints).toEqual({
    maxDistanceM: 50_000,
    basins: 'basins@3',
    basinLevel: 'level-3',
    sameBasin: true,
    crossBorder: {allowed: true, pairs: [{from: 'a', to: 'b', allowed: false}]},
  });
  expect(inputs).toMatchObject({attributes: {load: 'mgd'}, measure: 'mgd'});
  expect(inputs.siting).toMatchObject({
    candidates: {layer: 'sites@3'},
    capacityStep: 1000,
    exclude: {
      distances: [{layer: 'reserves@3', minM: 500}],
      slope: {attribute: 'slope', max: 25},
    },
  });
  expect(Check(FacilitySharingInputs, inputs)).toBe(true);
});
