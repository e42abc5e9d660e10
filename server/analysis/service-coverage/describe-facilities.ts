import type {FacilityKind} from '../../../contract/facility-kind.ts';
import type {
  CoveredFacility,
  FacilityFlow,
  ServiceCoverage,
  SitingConflict,
} from '../../../contract/service-coverage.ts';
import type {Facility} from '../facilities.ts';
import {sumOf, totalOf} from './describe-units.ts';
import type {MeasuredGrounds} from './measure-grounds.ts';

interface ToDescribe {
  facilities: readonly Facility[];
  kind: FacilityKind | null;
  year: number | null;
  hosts: Int32Array;
  flows: readonly FacilityFlow[];
  measured: MeasuredGrounds;
  siting: readonly SitingConflict[] | null;
}

/** Every facility: how full it is, whom it serves across borders, where it should not stand. */
export function describeFacilities(given: ToDescribe): CoveredFacility[] {
  const {facilities, kind, year, hosts, flows, measured, siting} = given;
  const flowsOf = facilities.map((): FacilityFlow[] => []);
  for (const flow of flows) flowsOf[flow.facility]!.push(flow);
  const conflictsOf = facilities.map((): number[] => []);
  siting?.forEach(({facility}, i) => conflictsOf[facility]!.push(i));
  return facilities.map((facility, i): CoveredFacility => {
    const {capacity, load, opened} = facility;
    const loadRatio = capacity === null || load === null ? null : load / capacity;
    const own = flowsOf[i]!;
    const servedM2 = own.reduce((sum, {areaM2}) => sum + areaM2, 0);
    const people = totalOf(own.map(({population}) => population));
    const abroad = own.filter(({unit}) => isAbroad(unit, hosts[i]!));
    const crossBorderLoad = abroad.reduce((sum, flow) => sum + flow.load, 0);
    const peopleAbroad = abroad.reduce((sum, flow) => sum + (flow.population ?? 0), 0);
    // rounding of borders is no ground outside
    const outsideM2 = measured.serviceM2[i]! - servedM2;
    return {
      id: facility.id,
      name: facility.name,
      nameEn: facility.nameEn,
      class: facility.class,
      position: facility.position,
      host: hosts[i]! < 0 ? null : hosts[i]!,
      capacity,
      load,
      loadRatio,
      spare: capacity === null || load === null ? null : Math.max(0, capacity - load),
      opened,
      norm: normOf(kind, loadRatio, opened, year),
      servedM2,
      servedPopulation: people,
      outsideUnitsM2: outsideM2 > measured.serviceM2[i]! * 1e-9 ? outsideM2 : 0,
      crossBorderLoad,
      crossBorderLoadShare: load === null || load === 0 ? null : crossBorderLoad / load,
      crossBorderPopulationShare: people === null || people === 0 ? null : peopleAbroad / people,
      basin: facility.basin,
      receivingWater: facility.receivingWater,
      conflicts: conflictsOf[i]!,
    };
  });
}

/** Served outside the unit it stands in; load from nobody known crosses no border. */
function isAbroad(unit: number | null, host: number): boolean {
  return unit !== null && unit !== host;
}

/** The last norm whose years are over. */
function normOf(
  kind: FacilityKind | null,
  loadRatio: number | null,
  opened: number | null,
  year: number | null,
): CoveredFacility['norm'] {
  if (kind === null || loadRatio === null || opened === null || year === null) return null;
  const yearsSinceOpening = year - opened;
  const norm = kind.loadNorms
    .filter((each) => each.yearsSinceOpening <= yearsSinceOpening)
    .sort((a, b) => b.yearsSinceOpening - a.yearsSinceOpening)[0];
  if (!norm) return null;
  const {atLeastShare} = norm;
  return {
    atLeastShare,
    yearsSinceOpening,
    isMet: loadRatio >= atLeastShare,
    marginShare: loadRatio - atLeastShare,
  };
}

export function sumTotals(
  facilities: readonly Facility[],
  hosts: Int32Array,
  flows: readonly FacilityFlow[],
  demand: readonly (number | null)[],
): ServiceCoverage['totals'] {
  const capacity = sumOf(facilities, 'capacity');
  const load = sumOf(facilities, 'load');
  const abroad = flows.filter(({unit, facility}) => isAbroad(unit, hosts[facility]!));
  const crossBorderLoad = abroad.reduce((sum, flow) => sum + flow.load, 0);
  const people = totalOf(flows.filter(({unit}) => unit !== null).map((flow) => flow.population));
  const peopleAbroad = abroad.reduce((sum, flow) => sum + (flow.population ?? 0), 0);
  const rated = facilities.filter((each) => each.capacity !== null && each.load !== null);
  const ratedCapacity = sumOf(rated, 'capacity');
  return {
    facilityCount: facilities.length,
    capacity,
    load,
    loadRatio: ratedCapacity === 0 ? null : sumOf(rated, 'load') / ratedCapacity,
    crossBorderLoad,
    crossBorderLoadShare: load === 0 ? null : crossBorderLoad / load,
    crossBorderPopulationShare: people === null || people === 0 ? null : peopleAbroad / people,
    outsideUnitsLoad: sumOf(
      facilities.filter((_, i) => hosts[i]! < 0),
      'load',
    ),
    demand: totalOf(demand),
  };
}
