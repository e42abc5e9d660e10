import type {FacilityFlow, ServiceFlow} from '../../../contract/service-coverage.ts';

/** What a facility holds of each unit, by facility. */
export type HeldGround = {unit: number; areaM2: number}[];

/** How a load is spread over what a facility serves. */
export type SpreadBasis = 'demand' | 'population' | 'area';

interface SpreadUnit {
  areaM2: number;
  population: number | null;
  demand: number | null;
}

/** The best known of every unit: only what all have can be compared. */
export function chooseBasis(units: readonly SpreadUnit[]): SpreadBasis {
  if (units.length > 0 && units.every(({demand}) => demand !== null)) return 'demand';
  if (units.length > 0 && units.every(({population}) => population !== null)) return 'population';
  return 'area';
}

/**
 * Spreads the load of each facility over the units it serves, in proportion to what the ground it
 * serves there makes: demand or people, spread evenly over their unit, else area. Where that is
 * nothing, by area; where it serves no ground in any unit, the load comes from nobody known. The
 * flows of a facility sum to its load.
 */
export function spreadLoads(
  loads: readonly (number | null)[],
  held: readonly HeldGround[],
  units: readonly SpreadUnit[],
  basis: SpreadBasis,
): FacilityFlow[] {
  return held.flatMap((grounds, facility) => {
    const load = loads[facility]!;
    if (grounds.length === 0) {
      if (load === null) return [];
      return [{facility, unit: null, load, areaM2: 0, population: null}];
    }
    const weights = grounds.map(({unit, areaM2}) => {
      const {[basis === 'area' ? 'areaM2' : basis]: whole, areaM2: unitM2} = units[unit]!;
      return unitM2 === 0 ? 0 : (whole! * areaM2) / unitM2;
    });
    const isNothing = weights.every((weight) => weight === 0);
    const parts = isNothing ? grounds.map(({areaM2}) => areaM2) : weights;
    const whole = parts.reduce((sum, part) => sum + part, 0);
    return grounds.map(({unit, areaM2}, k): FacilityFlow => {
      const {population, areaM2: unitM2} = units[unit]!;
      return {
        facility,
        unit,
        load: ((load ?? 0) * parts[k]!) / whole,
        areaM2,
        population: population === null || unitM2 === 0 ? null : (population * areaM2) / unitM2,
      };
    });
  });
}

/** Flows added up by the unit that hosts and the unit that is served; null last. */
export function sumByHost(flows: readonly FacilityFlow[], hosts: Int32Array): ServiceFlow[] {
  const sums = new Map<number, ServiceFlow>();
  const width = 2 + flows.reduce((most, {unit}) => Math.max(most, unit ?? -1), -1);
  for (const {facility, unit, load, population} of flows) {
    const host = hosts[facility]! < 0 ? null : hosts[facility]!;
    const key = ((host ?? -1) + 1) * width + (unit ?? -1) + 1;
    const sum = sums.get(key) ?? {host, served: unit, load: 0, population: 0, facilities: []};
    sums.set(key, sum);
    sum.load += load;
    sum.population =
      sum.population === null || population === null ? null : sum.population + population;
    sum.facilities.push(facility);
  }
  const last = (unit: number | null) => unit ?? Infinity;
  const compare = (a: number | null, b: number | null) =>
    last(a) === last(b) ? 0 : last(a) < last(b) ? -1 : 1;
  return [...sums.values()].sort((a, b) => compare(a.host, b.host) || compare(a.served, b.served));
}
