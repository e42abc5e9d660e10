import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import {ServiceCoverage, ServiceCoverageInputs} from '../../../contract/service-coverage.ts';
import {fail} from '../../errors.ts';
import {resolveKind, resolveLayer, type ResolvedLayer} from '../../layers/layer-store.ts';
import {Thread} from '../../thread.ts';
import {dissolvePlaces, resolvePlaces, type ResolvedPlaces} from '../../zones/place.ts';
import {readFacilities, type Facilities} from '../facilities.ts';
import {baseMeasureOf} from '../facility-amounts.ts';
import {hostFacilities} from '../facility-hosts.ts';
import {FacilityIssues, isComplete} from '../facility-issues.ts';
import {readHierarchy} from '../hierarchy.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {provenanceOf} from '../provenance.ts';
import {chooseAreas, chooseRule, placeInBasins, type ServedBy} from './choose-areas.ts';
import {describeFacilities, sumTotals} from './describe-facilities.ts';
import {describeUnits, describeZone} from './describe-units.ts';
import {exposeSections, readSections} from './exposed-sections.ts';
import type {GroundsQuestions} from './grounds-thread.ts';
import {chooseBasis, spreadLoads, sumByHost} from './load-flows.ts';
import {findUnitOverlaps, measureGrounds} from './measure-grounds.ts';
import {outsideUnits} from './place-issues.ts';
import {findSitingConflicts} from './siting-conflicts.ts';
import {describeService, listAssumptions} from './statements.ts';
import {readUnitPeople} from './unit-people.ts';
import {followUpstream} from './upstream-basins.ts';

export const serviceCoverage: AnalysisProcess = {
  id: 'service-coverage',
  version: '1.0.0',
  title: {zh: '设施服务覆盖', en: 'Service coverage'},
  description: {
    zh: '环保基础设施服务谁：各单元与方案区的服务面积和人口、重复服务与未服务部分、负荷率、所在地—服务地矩阵与跨界服务占比、断面上游排口、与红线和保护地的选址冲突。',
    en: 'Who is served by which facility: area and people served in every unit and zone, served twice and not at all, load ratios, the matrix from host to served with what crosses borders, outfalls upstream of sections, and facilities too near to red lines and protected areas.',
  },
  inputs: ServiceCoverageInputs,
  outputs: ServiceCoverage,
  run,
};

async function run(
  inputs: ServiceCoverageInputs,
  context: AnalysisContext,
): Promise<ServiceCoverage> {
  const {signal} = context;
  signal.throwIfAborted();
  const thread = new Thread<GroundsQuestions>(new URL('./grounds-thread.ts', import.meta.url));
  // whoever gives up does not wait for the answer under way
  const giveUp = () => void thread.stop();
  signal.addEventListener('abort', giveUp, {once: true});
  try {
    return await cover(inputs, thread, context);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', giveUp);
    await thread.stop();
  }
}

async function cover(
  inputs: ServiceCoverageInputs,
  thread: Thread<GroundsQuestions>,
  context: AnalysisContext,
): Promise<ServiceCoverage> {
  const {db, catalog, progress, signal} = context;
  progress(0, {zh: '读取设施', en: 'reading facilities'});
  const layers = await resolveLayers(inputs, context);
  const units = await readHierarchy(db, layers.units, 'unit', inputs.unitLevel);
  const set = await readFacilities(db, catalog, layers.facilities, inputs);
  const {facilities, kind, quantity} = set;
  const hosted = await hostFacilities(db, units, facilities, signal);
  const {hosts} = hosted;
  const attributes = inputs.demand ?? {};
  const people = await readUnitPeople(db, units, {
    population: attributes.population ?? 'population',
    load: attributes.load ?? null,
  });
  const basins = await readBasins(inputs, layers.basins, set, context);
  const rule = chooseRule(inputs.service, facilities);
  const served: ServedBy = {facilities, hosts, units, basins, signal};
  const {areas, issues: areaIssues} = await chooseAreas(db, rule, served);
  const isUsed = rule.rule === 'basin' || layers.sections !== null;
  const issues = [
    ...set.issues,
    ...hosted.issues,
    ...people.issues,
    ...(basins !== null && isUsed ? basins.issues : []),
    ...areaIssues,
    ...withoutOpening(set),
  ];

  const places = layers.place;
  const place = places === null ? null : await dissolvePlaces(db, places.places);
  const wantsGeometry = inputs.geometry ?? true;
  const facilityCount = facilities.length;
  const wishes = {units, areas, facilityCount, place, wantsGeometry};
  const measured = await measureGrounds(wishes, thread, context);

  progress(0.82, {zh: '汇总负荷', en: 'adding up loads'});
  const perHead = attributes.perHead ?? kind?.perHead?.amount ?? null;
  const demand =
    people.demand ??
    people.population.map((one) => (one === null || perHead === null ? null : one * perHead));
  const spreadUnits = measured.whole.map(({areaM2}, unit) => ({
    areaM2,
    population: people.population[unit]!,
    demand: demand[unit]!,
  }));
  const basis = chooseBasis(spreadUnits);
  const loads = facilities.map(({load}) => load);
  const flows = spreadLoads(loads, measured.held, spreadUnits, basis);
  const matrix = sumByHost(flows, hosts);

  progress(0.86, {zh: '查找设施附近的红线', en: 'looking for red lines near facilities'});
  const protectionDistanceM =
    inputs.protectionDistanceM ?? kind?.protectionDistance?.distanceM ?? 0;
  const siting =
    layers.forbidden.length === 0
      ? null
      : await findSitingConflicts(
          db,
          layers.forbidden,
          facilities,
          protectionDistanceM,
          thread,
          signal,
        );
  progress(0.96, {zh: '整理结果', en: 'writing down'});
  const exposed = await expose(layers.sections, basins, set, context);
  const yearOfImport = new Date(layers.facilities.createdAt).getUTCFullYear();
  const year = inputs.year ?? yearOfImport;
  const allIssues: FacilityIssue[] = [
    ...issues,
    ...findUnitOverlaps(measured, facilities),
    ...(exposed?.issues ?? []),
  ];
  const servedUnits = describeUnits({
    units,
    measured,
    population: people.population,
    demand,
    facilities,
    hosts,
    matrix,
  });
  const zone = describeZone(servedUnits, measured);
  if (place !== null) allIssues.push(...outsideUnits(zone));
  const hasNorms = kind !== null && kind.loadNorms.length > 0;
  return {
    kind: kind?.id ?? null,
    quantity,
    measure: baseMeasureOf(quantity),
    unitLevel: units.level,
    service: describeService(rule),
    zone,
    units: servedUnits,
    facilities: describeFacilities({facilities, kind, year, hosts, flows, measured, siting}),
    flows,
    matrix,
    totals: sumTotals(facilities, hosts, flows, demand),
    sections: exposed?.sections ?? null,
    siting,
    unservedOmitted: measured.unserved.omitted,
    assumptions: listAssumptions({
      basis,
      hasPeople: people.population.some((one) => one !== null),
      kind,
      measure: baseMeasureOf(quantity),
      isPerHeadOfKind:
        people.demand === null &&
        attributes.perHead === undefined &&
        demand.some((one) => one !== null),
      protectionOfKind:
        siting !== null &&
        inputs.protectionDistanceM === undefined &&
        kind?.protectionDistance != null,
      yearOfImport: hasNorms && inputs.year === undefined ? yearOfImport : null,
    }),
    issues: allIssues,
    complete: isComplete(allIssues),
    provenance: provenanceOf([
      layers.units,
      layers.facilities,
      layers.areas,
      layers.basins,
      layers.sections,
      places?.layer ?? null,
      ...layers.forbidden,
    ]),
  };
}

interface Layers {
  units: ResolvedLayer;
  facilities: ResolvedLayer;
  areas: ResolvedLayer | null;
  basins: ResolvedLayer | null;
  sections: ResolvedLayer | null;
  /** Red lines and protected areas. */
  forbidden: ResolvedLayer[];
  place: ResolvedPlaces | null;
}

/** @throws LAYER_NOT_FOUND, LAYER_NOT_AREAL, INPUT_INVALID for sections without basins */
async function resolveLayers(
  inputs: ServiceCoverageInputs,
  {db}: AnalysisContext,
): Promise<Layers> {
  const {service} = inputs;
  const one = (name: string | undefined) => (name === undefined ? null : resolveLayer(db, name));
  if (inputs.sections !== undefined && inputs.basins === undefined) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: '断面上游的范围由流域得出：给出“sections”时须同时给出“basins”。',
        en: 'What lies upstream of a section is known from basins: name "basins" with "sections".',
      },
    });
  }
  const several = async (names: string | string[] | undefined, kind: string) =>
    names === undefined
      ? resolveKind(db, kind)
      : Promise.all([names].flat().map((name) => resolveLayer(db, name)));
  const forbidden = [
    ...(await several(inputs.redlines, 'redline')),
    ...(await several(inputs.protectedAreas, 'protected-area')),
  ];
  const units = await resolveLayer(db, inputs.units);
  const basins = await one(inputs.basins);
  for (const layer of [units, basins, ...forbidden]) {
    if (layer === null || layer.geometryFamily === 'polygon') continue;
    const {layerId, geometryFamily} = layer;
    throw fail('LAYER_NOT_AREAL', {layerId, geometry: geometryFamily});
  }
  return {
    units,
    facilities: await resolveLayer(db, inputs.facilities),
    areas: await one(service?.rule === 'areas' ? service.layer : undefined),
    basins,
    sections: await one(inputs.sections),
    forbidden,
    place: inputs.place === undefined ? null : await resolvePlaces(db, inputs.place),
  };
}

async function readBasins(
  {basinLevel}: ServiceCoverageInputs,
  layer: ResolvedLayer | null,
  {facilities}: Facilities,
  {db, signal}: AnalysisContext,
) {
  if (layer === null) return null;
  const hierarchy = await readHierarchy(db, layer, 'basin', basinLevel);
  const upstream = followUpstream(hierarchy);
  const {of, issues} = await placeInBasins(db, hierarchy, facilities, signal);
  return {hierarchy, upstream, of, issues: [...upstream.issues, ...issues]};
}

async function expose(
  layer: ResolvedLayer | null,
  basins: ServedBy['basins'],
  {facilities}: Facilities,
  {db, signal}: AnalysisContext,
) {
  if (layer === null || basins === null) return null;
  const sections = await readSections(db, layer);
  const {of, issues} = await placeInBasins(db, basins.hierarchy, sections, signal);
  return {sections: exposeSections(sections, of, basins, facilities), issues};
}

/** A norm counts from the year of opening. */
function withoutOpening({facilities, kind}: Facilities): FacilityIssue[] {
  const issues = new FacilityIssues();
  if (kind === null || kind.loadNorms.length === 0) return [];
  for (const {id, opened} of facilities) {
    if (opened !== null) continue;
    issues.add(
      'opened-missing',
      'info',
      (count, names) => ({
        zh: `${count} 处设施没有投运年份：${names.zh}。其负荷率未与按投运年数的要求比较。`,
        en: `${count} facilities do not say when they opened: ${names.en}. Their load ratio is held against no norm.`,
      }),
      id,
    );
  }
  return issues.list();
}
