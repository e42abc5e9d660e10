import type {ServedUnit, ServiceCoverage, ServiceFlow} from '../../../contract/service-coverage.ts';
import type {Facility} from '../facilities.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {MeasuredGrounds, UnitCover} from './measure-grounds.ts';
import {toGeometry} from './unserved-parts.ts';

type ServedFields = Omit<ServiceCoverage['zone'], 'outsideUnitsM2' | 'unserved'>;

interface ToDescribe {
  units: Hierarchy;
  measured: MeasuredGrounds;
  population: readonly (number | null)[];
  demand: readonly (number | null)[];
  facilities: readonly Facility[];
  hosts: Int32Array;
  matrix: readonly ServiceFlow[];
}

/** Every unit: what is served of it, what it hosts, what it sends and takes. */
export function describeUnits(given: ToDescribe): ServedUnit[] {
  const {units, measured, population, demand, facilities, hosts, matrix} = given;
  const geometries = measured.unserved.list();
  const hosted = units.members.map((): number[] => []);
  hosts.forEach((host, facility) => host >= 0 && hosted[host]!.push(facility));
  const received = new Float64Array(units.members.length);
  const own = new Float64Array(units.members.length);
  for (const {host, served, load} of matrix) {
    if (served === null) continue;
    received[served]! += load;
    if (host === served) own[served]! += load;
  }
  const capacity = sumOf(facilities, 'capacity');
  const allReceived = received.reduce((sum, load) => sum + load, 0);
  const allDemand = totalOf(demand);
  return units.members.map((member, unit): ServedUnit => {
    const cover = measured.inPlace === null ? measured.whole[unit]! : measured.inPlace[unit];
    const wholeM2 = measured.whole[unit]!.areaM2;
    const part = cover ?? NOTHING;
    const partShare = wholeM2 === 0 ? 0 : part.areaM2 / wholeM2;
    const people = population[unit] ?? null;
    const ownFacilities = hosted[unit]!.map((facility) => facilities[facility]!);
    const hostedCapacity = sumOf(ownFacilities, 'capacity');
    const hostedLoad = sumOf(ownFacilities, 'load');
    const ownDemand = demand[unit] ?? null;
    const made = allDemand === null ? received[unit]! : ownDemand!;
    const allMade = allDemand ?? allReceived;
    return {
      code: member.code,
      name: member.name,
      nameEn: member.nameEn,
      partShare: cover === measured.whole[unit] ? 1 : partShare,
      ...servedFields(part, people === null ? null : people * partShare),
      facilities: part.facilities,
      hosted: hosted[unit]!,
      hostedCapacity,
      hostedLoad,
      receivedLoad: received[unit]!,
      ownLoad: own[unit]!,
      exportedLoad: received[unit]! - own[unit]!,
      importedLoad: hostedLoad - own[unit]!,
      demand: ownDemand,
      capacityShare: capacity === 0 ? null : hostedCapacity / capacity,
      loadShare: allMade === 0 ? null : made / allMade,
      unserved: geometries.get(unit) ?? null,
    };
  });
}

/** The place, or all units together where there is none. */
export function describeZone(
  units: readonly ServedUnit[],
  {place, placeUnserved}: MeasuredGrounds,
): ServiceCoverage['zone'] {
  const sum = (key: 'areaM2' | 'servedM2' | 'multipleM2') =>
    units.reduce((all, unit) => all + unit[key], 0);
  const inUnitsM2 = sum('areaM2');
  const cover = place ?? {
    areaM2: inUnitsM2,
    servedM2: sum('servedM2'),
    multipleM2: sum('multipleM2'),
    facilities: [],
  };
  const within = units.filter(({areaM2}) => areaM2 > 0);
  const people = (key: 'population' | 'servedPopulation' | 'multiplePopulation') =>
    totalOf(within.map((unit) => unit[key]));
  const served = people('servedPopulation');
  const population = people('population');
  const outsideM2 = cover.areaM2 - inUnitsM2;
  return {
    ...servedFields(cover, null),
    population,
    servedPopulation: served,
    multiplePopulation: people('multiplePopulation'),
    unservedPopulation: served === null || population === null ? null : population - served,
    servedPopulationShare: shareOf(served, population),
    // borders of units are rounded, and the sum of a thousand of them too
    outsideUnitsM2: outsideM2 > cover.areaM2 * 1e-9 ? outsideM2 : 0,
    unserved: placeUnserved === null ? null : toGeometry(placeUnserved),
  };
}

function servedFields(
  {areaM2, servedM2, multipleM2}: UnitCover,
  population: number | null,
): ServedFields {
  const servedShare = areaM2 === 0 ? 0 : servedM2 / areaM2;
  const multipleShare = areaM2 === 0 ? 0 : multipleM2 / areaM2;
  const people = (share: number) => (population === null ? null : population * share);
  const served = people(servedShare);
  return {
    areaM2,
    servedM2,
    multipleM2,
    unservedM2: areaM2 - servedM2,
    servedShare,
    multipleShare,
    population,
    servedPopulation: served,
    multiplePopulation: people(multipleShare),
    unservedPopulation: served === null ? null : population! - served,
    servedPopulationShare: shareOf(served, population),
  };
}

const NOTHING: UnitCover = {areaM2: 0, servedM2: 0, multipleM2: 0, facilities: []};

/** A sum of what is known; for amounts that may be missing, which an issue says. */
export function sumOf(facilities: readonly Facility[], key: 'capacity' | 'load'): number {
  return facilities.reduce((sum, facility) => sum + (facility[key] ?? 0), 0);
}

/** Null where one of them is not known. */
export function totalOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return values.length === 0 ? null : sum;
}

function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
