import type {Feature} from 'geojson';
import {computed, reactive, shallowRef} from 'vue';
import {DEFAULT_BASIN_THRESHOLD} from '../../../contract/basin-cells.ts';
import type {BasinCells, BasinCellsInputs} from '../../../contract/basin-cells.ts';
import type {BasinLinkage, BasinLinkageInputs, GroupRule} from '../../../contract/basin-linkage.ts';
import {fetchFeature} from '../api/features.ts';
import {createAreaPoints} from './area-points.ts';
import {createBasinBorders} from './basin-borders.ts';
import {createBasinReach} from './basin-reach.ts';
import {createBasinMembers} from './basin-members.ts';
import {nameCells, nameLinkage} from './basin-names.ts';
import {createLayerOffers} from './layer-offers.ts';
import type {JobsState} from './jobs.ts';
import type {LayersState, ListedLayer} from './layers.ts';
import {sharedBbox} from './bounds.ts';
import type {Bbox, FeatureName} from './map-state.ts';
import {createProcessRun, isSameInputs} from './process-run.ts';
import {valueOf} from './remote.ts';
import type {SelectionState} from './selection.ts';
import {createUnitTree, type TreeLevel} from './unit-tree.ts';

/** What one looks at in the basin room; null leaves the choice to the service. */
export interface BasinChoice {
  units: string | null;
  basins: string | null;
  rivers: string | null;
  sections: string | null;
  unitLevel: string | null;
  basinLevel: string | null;
  /** Code of one basin; null: all of them. */
  basin: string | null;
  /** Of what the shares are: of the unit, or of the basin. */
  shareOf: 'unit' | 'basin';
  threshold: number;
  groupRule: GroupRule;
  /** Attribute of the rivers that holds their flow; null: flow_m3s where it is there. */
  flow: NonNullable<BasinLinkageInputs['flow']> | null;
}

/** In place of a layer: rivers or sections that belong to another region would only mislead. */
export const NO_LAYER = 'none';

export type BasinState = ReturnType<typeof createBasinState>;

/** Units and basins together: who shares what, who is upstream of whom. */
export function createBasinState(layers: LayersState, jobs: JobsState, selection: SelectionState) {
  const {hovered} = selection;
  const choice = reactive<BasinChoice>({
    units: null,
    basins: null,
    rivers: null,
    sections: null,
    unitLevel: null,
    basinLevel: null,
    basin: null,
    shareOf: 'basin',
    threshold: DEFAULT_BASIN_THRESHOLD,
    groupRule: 'both',
    flow: null,
  });
  const cells = createProcessRun<BasinCellsInputs, BasinCells>('basin-cells', jobs);
  const linkage = createProcessRun<BasinLinkageInputs, BasinLinkage>('basin-linkage', jobs);
  /** Id of the crossing or mismatch chosen in a list. */
  const marked = shallowRef<string | null>(null);
  const bordersShown = shallowRef<'crossings' | 'mismatches'>('crossings');
  const shelf = shallowRef<'cells' | 'flow' | 'attributes'>('cells');

  const unitsLayer = computed(() => layerOf('unit', choice.units));
  const basinsLayer = computed(() => layerOf('basin', choice.basins));
  const riversLayer = computed(() => layerOf('river', choice.rivers));
  const sectionsLayer = computed(() => layerOf('section', choice.sections));
  /** Where units and basins both are: the one may reach far beyond the other. */
  const extent = computed(() =>
    sharedBbox(
      (unitsLayer.value?.version.bbox ?? null) as Bbox | null,
      (basinsLayer.value?.version.bbox ?? null) as Bbox | null,
    ),
  );
  const tree = createUnitTree(() => unitsLayer.value);
  const basinTree = createUnitTree(() => basinsLayer.value);
  const riverOffers = createLayerOffers();
  const points = createAreaPoints();

  const cellsInputs = computed<BasinCellsInputs | null>(() => {
    const pair = layerPair();
    return pair === null ? null : {...pair, ...levels(), threshold: choice.threshold};
  });
  const linkageInputs = computed<BasinLinkageInputs | null>(() => {
    const pair = layerPair();
    if (pair === null) return null;
    return {
      ...pair,
      ...levels(),
      ...(riversLayer.value ? {rivers: referenceTo(riversLayer.value)} : {}),
      ...(sectionsLayer.value ? {sections: referenceTo(sectionsLayer.value)} : {}),
      threshold: choice.threshold,
      groupRule: choice.groupRule,
      ...(riversLayer.value && choice.flow ? {flow: choice.flow} : {}),
    };
  });
  /** Layers have changed since the answer was computed. */
  const isStale = computed(() => {
    const answered = cells.answered.value ?? null;
    const linked = linkage.answered.value ?? null;
    return (
      (answered !== null &&
        cells.remote.value.status === 'ready' &&
        !isSameInputs(answered, cellsInputs.value)) ||
      (linked !== null &&
        linkage.remote.value.status === 'ready' &&
        !isSameInputs(linked, linkageInputs.value))
    );
  });
  /** What was chosen, without the versions of the layers: only this asks anew by itself. */
  const question = computed(() =>
    JSON.stringify([
      cellsInputs.value === null ? null : {...choice, basin: null, shareOf: null},
      [unitsLayer, basinsLayer, riversLayer, sectionsLayer].map(({value}) => value?.layer.id),
    ]),
  );
  const answered = computed(() => valueOf(cells.remote.value));
  const answeredLinkage = computed(() => valueOf(linkage.remote.value));
  const result = computed(() => answered.value && nameCells(answered.value, derivedName));
  const linked = computed(
    () => answeredLinkage.value && nameLinkage(answeredLinkage.value, derivedName),
  );
  /** The basin looked at, where it is among those of the answer. */
  const basin = computed(
    () => result.value?.basins.find(({code}) => code === choice.basin) ?? null,
  );

  function layerOf(kind: string, chosen: string | null): ListedLayer | null {
    if (chosen === NO_LAYER) return null;
    const fitting = layers.listed.value.filter((each) => each.kind.id === kind);
    return fitting.find(({layer}) => layer.id === chosen) ?? fitting[0] ?? null;
  }
  function layerPair(): {units: string; basins: string} | null {
    if (unitsLayer.value === null || basinsLayer.value === null) return null;
    return {units: referenceTo(unitsLayer.value), basins: referenceTo(basinsLayer.value)};
  }
  function levels() {
    return {
      ...(choice.unitLevel === null ? {} : {unitLevel: choice.unitLevel}),
      ...(choice.basinLevel === null ? {} : {basinLevel: choice.basinLevel}),
    };
  }

  function measure(): void {
    if (cellsInputs.value !== null) void cells.ask(cellsInputs.value);
    if (linkageInputs.value !== null) void linkage.ask(linkageInputs.value);
  }
  function repeat(): void {
    if (cellsInputs.value !== null) void cells.repeat(cellsInputs.value);
    if (linkageInputs.value !== null) void linkage.repeat(linkageInputs.value);
  }
  function clear(): void {
    cells.clear();
    linkage.clear();
  }

  /** Looks at one basin, or at all; answers its feature where it has a shape. */
  async function lookAtBasin(code: string | null): Promise<Feature | null> {
    choice.basin = code;
    const layer = basinsLayer.value;
    if (code === null || layer === null) return null;
    const {basins = [], basinLevel = ''} = result.value?.levels ?? {};
    const basis = basins.find(({level}) => level === basinLevel)?.basis ?? 'features';
    // a level that is only read from codes has no feature to go to
    if (basis !== 'features') return null;
    const feature = await fetchFeature(layer.layer.id, code).catch(() => null);
    return choice.basin === code ? feature : null;
  }

  const unitCodes = computed(
    () =>
      new Set(
        (answeredLinkage.value?.graph.units ?? answered.value?.units ?? []).map(({code}) => code),
      ),
  );
  const unitLevel = computed<TreeLevel>(() => {
    const levels_ = answeredLinkage.value?.levels ?? answered.value?.levels;
    const system = levels_?.unitCodes ?? null;
    return {level: levels_?.unitLevel ?? '', codes: unitCodes.value, system};
  });
  const unitShapes = computed(() => tree.shapesBy(unitLevel.value));
  const basinLevel = computed<TreeLevel>(() => {
    const levels_ = answered.value?.levels;
    const codes = new Set((answered.value?.basins ?? []).map(({code}) => code));
    const system = levels_?.basinCodes ?? null;
    return {level: levels_?.basinLevel ?? '', codes, system};
  });
  const basinShapes = computed(() => basinTree.shapesBy(basinLevel.value));
  const unitNames = computed(() => tree.namesBy(unitLevel.value));
  const basinNames = computed(() => basinTree.namesBy(basinLevel.value));
  function derivedName(side: 'unit' | 'basin', code: string): string | null {
    return (side === 'unit' ? unitNames : basinNames).value.get(code) ?? null;
  }
  /** Features of the map that are, or make up, units or basins of the levels chosen. */
  function unitFeatures(codes: readonly string[]): readonly string[] {
    return codes.flatMap((code) => unitShapes.value.get(code) ?? [code]);
  }
  function basinFeatures(codes: readonly string[]): readonly string[] {
    return codes.flatMap((code) => basinShapes.value.get(code) ?? [code]);
  }
  /** The unit of the chosen level that a feature of the map is or lies in. */
  function unitOf(name: FeatureName | null): string | null {
    if (name === null || name.collection !== unitsLayer.value?.layer.id) return null;
    return tree.memberOf(name.id, unitLevel.value);
  }
  const hoveredUnit = computed(() => unitOf(hovered.value));
  const chosenUnit = computed(() => unitOf(selection.current.value));
  function chooseUnit(code: string | null): void {
    const layer = unitsLayer.value;
    if (layer === null || code === chosenUnit.value) return;
    void selection.select(code === null ? null : {collection: layer.layer.id, id: code});
  }
  function pointAt(unit: string | null): void {
    const layer = unitsLayer.value;
    if (layer === null) return;
    hovered.value = unit === null ? null : {collection: layer.layer.id, id: unit};
  }

  const reach = createBasinReach(jobs, linkageInputs, (answer) => nameLinkage(answer, derivedName));
  const borders = createBasinBorders(layers, jobs, () => ({
    units: unitsLayer.value,
    level: choice.unitLevel ?? linked.value?.levels.unitLevel ?? null,
  }));
  const members = createBasinMembers(jobs, () => ({
    units: unitsLayer.value,
    basins: basinsLayer.value,
    level: choice.basinLevel ?? result.value?.levels.basinLevel ?? null,
  }));

  return {
    choice,
    cells,
    linkage,
    result,
    linked,
    basin,
    unitsLayer,
    basinsLayer,
    riversLayer,
    sectionsLayer,
    extent,
    question,
    isStale,
    marked,
    bordersShown,
    shelf,
    hoveredUnit,
    chosenUnit,
    chooseUnit,
    unitCodes,
    tree,
    basinTree,
    riverOffers,
    unitFeatures,
    basinFeatures,
    points,
    reach,
    borders,
    members,
    measure,
    repeat,
    clear,
    lookAtBasin,
    unitOf,
    pointAt,
  };
}

/** A layer as a process is asked for it: pinned to the version one sees. */
export function referenceTo({layer, version}: ListedLayer): string {
  return `${layer.id}@${version.version}`;
}
