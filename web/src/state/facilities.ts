import {computed, reactive, shallowRef} from 'vue';
import type {FacilityKind} from '../../../contract/facility-kind.ts';
import type {ServiceCoverage, ServiceCoverageInputs} from '../../../contract/service-coverage.ts';
import {fetchFacilityKinds} from '../api/facility-kinds.ts';
import {createAreaPoints} from './area-points.ts';
import {
  coverageInputs,
  facilityInputs,
  layerOfKind,
  NO_CHOICE,
  type FacilitiesChoice,
} from './facilities-choice.ts';
import type {FacilitiesShelf} from './facilities-link.ts';
import {createSharingState} from './facilities-sharing.ts';
import type {JobsState} from './jobs.ts';
import {createLayerOffers} from './layer-offers.ts';
import type {LayersState, ListedLayer} from './layers.ts';
import type {FeatureName} from './map-state.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';
import type {SelectionState} from './selection.ts';
import {createUnitTree} from './unit-tree.ts';

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
  const choice = reactive<FacilitiesChoice>({...NO_CHOICE});
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
  const basinsLayer = computed(() => layerOf('basin', choice.basins));
  const sectionsLayer = computed(() => layerOf('section', choice.sections));
  const areasLayer = computed(() => (choice.areas === null ? null : layers.find(choice.areas)));
  /** What units, facilities, basins and service areas are described by. */
  const offers = createLayerOffers();
  const facilityOffers = createLayerOffers();
  const basinOffers = createLayerOffers();
  const areaOffers = createLayerOffers();
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

  const inputs = computed<ServiceCoverageInputs | null>(() =>
    coverageInputs(choice, {
      units: unitsLayer.value,
      facilities: facilitiesLayer.value,
      basins: basinsLayer.value,
      sections: sectionsLayer.value,
      areas: areasLayer.value,
      kind: kind.value ?? null,
      people: people.value,
      distanceM: distanceM.value,
    }),
  );
  const result = computed(() => valueOf(coverage.remote.value));
  const isStale = computed(
    () =>
      coverage.remote.value.status === 'ready' &&
      inputs.value !== null &&
      coverage.answered.value !== null &&
      !isSameInputs(coverage.answered.value, inputs.value),
  );
  /** What was chosen, without the versions of the layers: only this asks anew by itself. */
  const question = computed(() =>
    JSON.stringify([
      inputs.value === null ? null : {...choice},
      kind.value?.id,
      people.value,
      [unitsLayer, facilitiesLayer, basinsLayer, sectionsLayer].map(({value}) => value?.layer.id),
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
      loadAttribute: choice.loadAttribute,
      perHead: choice.perHead,
      described: facilityInputs(choice),
      layers: layers.listed.value,
    }),
    choice,
  });

  function layerOf(kindId: string, chosen: string | null): ListedLayer | null {
    return layerOfKind(layers.listed.value, kindId, chosen);
  }

  /** Reads what the choices are made from; what cannot be had shows as a failed state. */
  async function open(): Promise<void> {
    isReady.value = false;
    if (unitsLayer.value !== null) void tree.read();
    await Promise.all([
      unitsLayer.value === null ? null : offers.read(unitsLayer.value),
      facilitiesLayer.value === null ? null : facilityOffers.read(facilitiesLayer.value),
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
    sectionsLayer,
    areasLayer,
    offers,
    facilityOffers,
    basinOffers,
    areaOffers,
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
