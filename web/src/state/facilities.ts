import {computed, reactive, shallowRef} from 'vue';
import type {FacilityKind, ServiceRuleId} from '../../../contract/facility-kind.ts';
import type {
  ServiceCoverage,
  ServiceCoverageInputs,
  ServiceRule,
} from '../../../contract/service-coverage.ts';
import {fetchFacilityKinds} from '../api/facility-kinds.ts';
import {createAreaPoints} from './area-points.ts';
import {referenceTo} from './basin.ts';
import type {FacilitiesShelf} from './facilities-link.ts';
import {createSharingState} from './facilities-sharing.ts';
import {createUnitOffers} from './facilities-units.ts';
import type {JobsState} from './jobs.ts';
import type {LayersState, ListedLayer} from './layers.ts';
import type {FeatureName} from './map-state.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';
import type {SelectionState} from './selection.ts';
import {createUnitTree} from './unit-tree.ts';

/** What one looks at in the facilities room; null leaves the choice to the service. */
export interface FacilitiesChoice {
  units: string | null;
  facilities: string | null;
  kind: string | null;
  unitLevel: string | null;
  rule: ServiceRuleId | null;
  distanceM: number | null;
  /** Layer with the service areas, for the rule of that name. */
  areas: string | null;
  /** Attribute of units with their people. */
  people: string | null;
  year: number | null;
}

/** Where a kind has no distance of its own: a walk-in value of ours, no standard. */
const USUAL_DISTANCE_M = 20_000;

export type FacilitiesState = ReturnType<typeof createFacilitiesState>;

/** Facilities of one kind: who is served by which, and scenarios of sharing them. */
export function createFacilitiesState(
  layers: LayersState,
  jobs: JobsState,
  selection: SelectionState,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
) {
  const choice = reactive<FacilitiesChoice>({
    units: null,
    facilities: null,
    kind: null,
    unitLevel: null,
    rule: null,
    distanceM: null,
    areas: null,
    people: null,
    year: null,
  });
  const kinds = shallowRef<Remote<FacilityKind[]>>(IDLE);
  const coverage = createProcessRun<ServiceCoverageInputs, ServiceCoverage>(
    'service-coverage',
    jobs,
  );
  /** What the choices are made from is here: until then nothing is asked that would be asked anew. */
  const isReady = shallowRef(false);
  const shelf = shallowRef<FacilitiesShelf>('served');
  /** Id of the conflict or issue chosen in a list. */
  const marked = shallowRef<string | null>(null);
  /** Facility whose symbol is under the pointer. */
  const underPointer = shallowRef<string | null>(null);
  /** The cell of the matrix under the pointer or chosen, by codes of units. */
  const pointedCell = shallowRef<{host: string | null; served: string | null} | null>(null);

  const unitsLayer = computed(() => layerOf('unit', choice.units));
  const facilitiesLayer = computed(() => layerOf('facility', choice.facilities));
  const basinsLayer = computed(() => layerOf('basin', null));
  const sectionsLayer = computed(() => layerOf('section', null));
  const offers = createUnitOffers();
  const tree = createUnitTree(() => unitsLayer.value);
  const points = createAreaPoints();

  /** Kinds of the catalog that the layer has facilities of; all where it has no classes. */
  const kindsHere = computed(() => {
    const all = valueOf(kinds.value) ?? [];
    const classes = facilitiesLayer.value?.version.classes ?? [];
    const counts = new Map(classes.map(({class: name, featureCount}) => [name, featureCount]));
    const named = all.filter(({id}) => counts.has(id));
    return (named.length === 0 ? all : named).map((kind) => ({
      kind,
      count: counts.get(kind.id) ?? null,
    }));
  });
  const kind = computed(
    () =>
      (kindsHere.value.find((each) => each.kind.id === choice.kind) ?? kindsHere.value[0])?.kind,
  );
  const distanceM = computed(
    () =>
      choice.distanceM ??
      kind.value?.serviceRules.find(({rule}) => rule === 'distance')?.distanceM ??
      USUAL_DISTANCE_M,
  );
  const people = computed(
    () => choice.people ?? offers.numbers.value.find((name) => /^pop/i.test(name)) ?? null,
  );

  const inputs = computed<ServiceCoverageInputs | null>(() => {
    const [units, facilities] = [unitsLayer.value, facilitiesLayer.value];
    if (units === null || facilities === null || kind.value === undefined) return null;
    const service = serviceRule();
    if (choice.rule !== null && service === null) return null;
    return {
      units: referenceTo(units),
      facilities: referenceTo(facilities),
      kind: kind.value.id,
      ...(choice.unitLevel === null ? {} : {unitLevel: choice.unitLevel}),
      ...(service === null ? {} : {service}),
      ...(people.value === null ? {} : {demand: {population: people.value}}),
      ...(basinsLayer.value === null ? {} : {basins: referenceTo(basinsLayer.value)}),
      ...(basinsLayer.value === null || sectionsLayer.value === null
        ? {}
        : {sections: referenceTo(sectionsLayer.value)}),
      ...(choice.year === null ? {} : {year: choice.year}),
    };
  });
  const result = computed(() => valueOf(coverage.remote.value));
  const isStale = computed(
    () =>
      coverage.remote.value.status === 'ready' &&
      coverage.answered.value !== null &&
      !isSameInputs(coverage.answered.value, inputs.value),
  );
  /** What was chosen, without the versions of the layers: only this asks anew by itself. */
  const question = computed(() =>
    JSON.stringify([
      inputs.value === null ? null : {...choice},
      kind.value?.id,
      people.value,
      [unitsLayer, facilitiesLayer].map(({value}) => value?.layer.id),
    ]),
  );

  const sharing = createSharingState({
    jobs,
    storage,
    scene: () => ({
      units: unitsLayer.value,
      facilities: facilitiesLayer.value,
      basins: basinsLayer.value,
      kind: kind.value ?? null,
      unitLevel: choice.unitLevel,
      people: people.value,
      layers: layers.listed.value,
    }),
  });

  function layerOf(kindId: string, chosen: string | null): ListedLayer | null {
    const fitting = layers.listed.value.filter((each) => each.kind.id === kindId);
    return fitting.find(({layer}) => layer.id === chosen) ?? fitting[0] ?? null;
  }
  function serviceRule(): ServiceRule | null {
    switch (choice.rule) {
      case null:
        return null;
      case 'distance':
        return {rule: 'distance', distanceM: distanceM.value};
      case 'areas': {
        const layer = choice.areas === null ? null : layers.find(choice.areas);
        return layer === null ? null : {rule: 'areas', layer: referenceTo(layer)};
      }
      default:
        return {rule: choice.rule};
    }
  }

  /** Reads what the choices are made from; what cannot be had shows as a failed state. */
  async function open(): Promise<void> {
    isReady.value = false;
    if (unitsLayer.value !== null) void tree.read();
    await Promise.all([
      unitsLayer.value === null ? null : offers.read(unitsLayer.value),
      valueOf(kinds.value) === null ? load(kinds, fetchFacilityKinds) : null,
    ]);
    isReady.value = true;
  }
  function measure(): void {
    if (inputs.value !== null) void coverage.ask(inputs.value);
  }
  function repeat(): void {
    if (inputs.value !== null) void coverage.repeat(inputs.value);
    else void open();
  }

  const unitCodes = computed(() => new Set((result.value?.units ?? []).map(({code}) => code)));
  function unitOf(name: FeatureName | null): string | null {
    if (name === null || name.collection !== unitsLayer.value?.layer.id) return null;
    return tree.ancestorIn(name.id, unitCodes.value);
  }
  function facilityOf(name: FeatureName | null): string | null {
    return name !== null && name.collection === facilitiesLayer.value?.layer.id ? name.id : null;
  }
  const hoveredFacility = computed(() => underPointer.value ?? facilityOf(selection.hovered.value));
  const chosenFacility = computed(() => facilityOf(selection.current.value));
  const hoveredUnit = computed(() =>
    hoveredFacility.value === null ? unitOf(selection.hovered.value) : null,
  );
  const chosenUnit = computed(() => unitOf(selection.current.value));

  function nameOf(layer: ListedLayer | null, id: string | null): FeatureName | null {
    return layer === null || id === null ? null : {collection: layer.layer.id, id};
  }
  function chooseUnit(code: string | null): void {
    if (code === chosenUnit.value && code !== null) return;
    void selection.select(nameOf(unitsLayer.value, code));
  }
  function chooseFacility(id: string | null): void {
    if (id === chosenFacility.value && id !== null) return;
    void selection.select(nameOf(facilitiesLayer.value, id));
  }
  function pointAtUnit(code: string | null): void {
    underPointer.value = null;
    selection.hovered.value = nameOf(unitsLayer.value, code);
  }
  function pointAtFacility(id: string | null): void {
    underPointer.value = null;
    selection.hovered.value = nameOf(facilitiesLayer.value, id);
  }

  return {
    choice,
    kinds,
    kindsHere,
    kind,
    distanceM,
    people,
    coverage,
    inputs,
    result,
    isStale,
    question,
    isReady,
    shelf,
    marked,
    underPointer,
    pointedCell,
    unitsLayer,
    facilitiesLayer,
    basinsLayer,
    offers,
    points,
    sharing,
    open,
    measure,
    repeat,
    unitOf,
    facilityOf,
    hoveredFacility,
    chosenFacility,
    hoveredUnit,
    chosenUnit,
    chooseUnit,
    chooseFacility,
    pointAtUnit,
    pointAtFacility,
  };
}
