import {describe, expect, it} from 'vitest';
import {FacilitySharingInputs} from '../../contract/facility-sharing-inputs.ts';
import {ServiceCoverageInputs} from '../../contract/service-coverage.ts';
import {tellMisfit} from '../../server/routes/tell-misfit.ts';

const coverage = (name: keyof typeof ServiceCoverageInputs.properties, value: unknown) =>
  tellMisfit(name, ServiceCoverageInputs.properties[name], value);
const sharing = (name: keyof typeof FacilitySharingInputs.properties, value: unknown) =>
  tellMisfit(name, FacilitySharingInputs.properties[name], value);

describe('an input that does not fit its schema', () => {
  it('is told by the value that is wrong, and what it may be', () => {
    expect(sharing('constraints', {maxDistanceM: 0})).toBe('constraints.maxDistanceM must be > 0');
    expect(sharing('gap', 2)).toBe('gap must be <= 1');
    expect(sharing('demand', {rows: [{unit: 'a', load: '5'}]})).toBe(
      'demand.rows[0].load must be number',
    );
  });

  it('is told by what it lacks or has too much of', () => {
    expect(sharing('siting', {k: 1, candidates: {gridStepM: 5}, minCapacity: 1})).toBe(
      'siting lacks maxCapacity',
    );
    expect(sharing('costs', {lifeyears: 1})).toBe('costs does not take lifeyears');
  });

  it('is held against the form that it names, of several', () => {
    expect(coverage('service', {rule: 'distance'})).toBe('service lacks distanceM');
    expect(coverage('service', {rule: 'distance', distanceM: -5})).toBe(
      'service.distanceM must be > 0',
    );
    expect(coverage('service', {rule: 'circle'})).toBe(
      'service.rule must be one of areas, distance, basin, serves, host',
    );
    expect(coverage('measure', 'gallons')).toContain('measure must be one of m³/d, 万m³/d');
  });
});
