import {expect, test} from 'vitest';
import type {CoveredFacility, ServiceCoverage} from '../../../contract/service-coverage.ts';
import {loadMatrix} from '../../../web/src/state/facilities-rows.ts';

// a and b have a plant each; a also serves c, and a plant outside every unit serves b
const flow = (host: number | null, served: number | null, load: number) => ({
  host,
  served,
  load,
  population: null,
  facilities: [0],
});
const facility = (host: number | null, load: number | null) => ({host, load}) as CoveredFacility;
const coverage = {
  matrix: [flow(0, 0, 60), flow(0, 2, 40), flow(1, 1, 10), flow(null, 1, 5)],
  facilities: [facility(0, 70), facility(0, 30), facility(1, 10), facility(null, 5)],
} as unknown as ServiceCoverage;

test('every row sums to the load of its host’s facilities, those outside every unit last', () => {
  const {rows, columns, largest, omitted} = loadMatrix(coverage, false, 10);
  expect(rows.map(({host, sum, facilityLoad}) => [host, sum, facilityLoad])).toEqual([
    [0, 100, 100],
    [1, 10, 10],
    [null, 5, 5],
  ]);
  expect(columns).toEqual([0, 1, 2]);
  expect(largest).toBe(60);
  expect(omitted).toBe(0);
});

test('only hosts that serve others are left when asked for, with their own cell', () => {
  const {rows, columns} = loadMatrix(coverage, true, 10);
  expect(rows.map(({host}) => host)).toEqual([0, null]);
  expect([...rows[0]!.cells.keys()]).toEqual([0, 2]);
  expect(rows[0]!.sum).toBe(100);
  expect(columns).toEqual([0, 1, 2]);
});

test('beyond what one can read the largest rows stay, and the others are counted', () => {
  const {rows, omitted} = loadMatrix(coverage, false, 2);
  expect(rows.map(({host}) => host)).toEqual([0, 1]);
  expect(omitted).toBe(1);
});

test('columns beyond that are one, so that every row still sums', () => {
  const {rows, columns, together} = loadMatrix(coverage, false, 2);
  expect(columns).toEqual([0, 2]);
  expect(together).toBe(1);
  expect(rows.map(({others, sum}) => [others, sum])).toEqual([
    [0, 100],
    [10, 10],
  ]);
});
