import type {FacilityKind} from '../../../contract/facility-kind.ts';
import type {
  FacilitySharingInputs,
  FlowRule,
  SharingConstraints,
  SharingCosts,
  SharingDemand,
  SharingSiting,
} from '../../../contract/facility-sharing-inputs.ts';
import {
  DEFAULT_SHARING_DISTANCE_M,
  DEFAULT_SHARING_GAP,
  DEFAULT_SHARING_TIME_LIMIT_S,
} from '../../../contract/facility-sharing-inputs.ts';
import {referenceTo} from './basin.ts';
import type {facilityInputs} from './facilities-choice.ts';
import type {ListedLayer} from './layers.ts';

/** The load of one unit, in place of what its attributes say. */
export interface DemandRow {
  unit: string;
  /** m³/d or t/d; null while nobody has said. */
  load: number | null;
  /** Where the load lies, longitude and latitude; null: in the middle of the unit. */
  at: readonly [number, number] | null;
}

/** Whether loads of one unit may go to another, whatever holds for borders; in this direction alone. */
export interface BorderPair {
  from: string;
  to: string;
  allowed: boolean;
}

/** The questions of a scenario as a person is asked them. */
export interface SharingForm {
  rows: readonly DemandRow[];
  maxDistanceKm: number;
  sameBasin: boolean;
  /** Level of the basins that are meant; null: the finest. */
  basinLevel: string | null;
  flowRule: FlowRule;
  isCrossBorder: boolean;
  /** Level whose borders are meant; null: that of the units. */
  borderLevel: string | null;
  pairs: readonly BorderPair[];
  keepLocalPercent: number;
  /** New plants at most; 0: none. */
  k: number;
  /** Layer of points to choose from; null: a grid. */
  candidates: string | null;
  gridStepKm: number;
  /** m³/d or t/d; null: as usual for the measure. */
  minCapacity: number | null;
  maxCapacity: number | null;
  /** Sizes go in steps of this; null: of the least. */
  capacityStep: number | null;
  avoidsRedlines: boolean;
  avoidsProtected: boolean;
  /** Metres to the centres of units; 0: as near as one likes. */
  townDistanceM: number;
  /** Layer whose features new plants keep away from, and how far. */
  awayFrom: string | null;
  awayFromM: number;
  /** Attribute of the candidates with their slope, and the steepest that is built on. */
  slopeAttribute: string | null;
  slopeMost: number;
  costs: SharingCosts;
  timeLimitS: number;
  gapPercent: number;
}

export const NEW_FORM: SharingForm = {
  rows: [],
  maxDistanceKm: DEFAULT_SHARING_DISTANCE_M / 1000,
  sameBasin: false,
  basinLevel: null,
  flowRule: 'any',
  isCrossBorder: true,
  borderLevel: null,
  pairs: [],
  keepLocalPercent: 0,
  k: 0,
  candidates: null,
  gridStepKm: 5,
  minCapacity: null,
  maxCapacity: null,
  capacityStep: null,
  avoidsRedlines: true,
  avoidsProtected: true,
  townDistanceM: 0,
  awayFrom: null,
  // 环发〔2008〕82号 for waste incineration; for others a value to begin with
  awayFromM: 300,
  slopeAttribute: null,
  // 25°: above it 水土保持法 forbids new farmland; here only a value to begin with
  slopeMost: 25,
  costs: {},
  timeLimitS: DEFAULT_SHARING_TIME_LIMIT_S,
  gapPercent: DEFAULT_SHARING_GAP * 100,
};

/** Sizes of a new plant where nothing is said: from a small town's to a large city's, ours. */
export const USUAL_SITE = {
  flow: {minCapacity: 5_000, maxCapacity: 200_000},
  mass: {minCapacity: 100, maxCapacity: 2_000},
} as const;

export interface SharingScene {
  units: ListedLayer | null;
  facilities: ListedLayer | null;
  basins: ListedLayer | null;
  kind: FacilityKind | null;
  unitLevel: string | null;
  people: string | null;
  loadAttribute: string | null;
  perHead: number | null;
  /** What the layer of facilities calls capacity, load … */
  described: ReturnType<typeof facilityInputs>;
  layers: readonly ListedLayer[];
}

/** Sizes of a new plant as asked, or as usual for what the kind treats. */
export function siteSizes(form: SharingForm, kind: FacilityKind | null) {
  const usual = USUAL_SITE[kind?.quantity === 'mass' ? 'mass' : 'flow'];
  return {
    minCapacity: form.minCapacity ?? usual.minCapacity,
    maxCapacity: form.maxCapacity ?? usual.maxCapacity,
  };
}

/** Rows and exceptions that say enough to be asked about. */
export function wholeRows({
  rows,
}: SharingForm): {unit: string; load: number; at: DemandRow['at']}[] {
  return rows.flatMap(({unit, load, at}) => (unit === '' || load === null ? [] : {unit, load, at}));
}
function wholePairs({pairs}: SharingForm): BorderPair[] {
  return pairs.filter(({from, to}) => from !== '' && to !== '' && from !== to);
}

export type MissingInput = 'layers' | 'kind' | 'people' | 'basins' | 'sizes' | 'rows' | 'pairs';

/** Why a scenario cannot be asked for yet; null when it can. */
export function whatIsMissing(form: SharingForm, scene: SharingScene): MissingInput | null {
  const {units, facilities, kind, people, loadAttribute, basins} = scene;
  if (units === null || facilities === null) return 'layers';
  if (kind === null || (kind.quantity !== 'flow' && kind.quantity !== 'mass')) return 'kind';
  const rows = wholeRows(form);
  if (rows.length < form.rows.length) return 'rows';
  if (loadAttribute === null && people === null && rows.length === 0) return 'people';
  if (wholePairs(form).length < form.pairs.length) return 'pairs';
  if ((form.sameBasin || form.flowRule !== 'any') && basins === null) return 'basins';
  const {minCapacity, maxCapacity} = siteSizes(form, kind);
  return form.k > 0 && minCapacity > maxCapacity ? 'sizes' : null;
}

/** The form as the service is asked it; null while something is missing. */
export function sharingInputs(
  form: SharingForm,
  scene: SharingScene,
): FacilitySharingInputs | null {
  if (whatIsMissing(form, scene) !== null) return null;
  const {units, facilities, kind, unitLevel, described} = scene;
  return {
    units: referenceTo(units!),
    facilities: referenceTo(facilities!),
    kind: kind!.id,
    ...(unitLevel === null ? {} : {unitLevel}),
    ...described,
    demand: demandOf(form, scene),
    constraints: constraintsOf(form, scene),
    ...(Object.keys(form.costs).length === 0 ? {} : {costs: {...form.costs}}),
    ...(form.k === 0 ? {} : {siting: sitingOf(form, scene)}),
    timeLimitS: form.timeLimitS,
    gap: form.gapPercent / 100,
  };
}

function demandOf(
  form: SharingForm,
  {loadAttribute, people, perHead}: SharingScene,
): SharingDemand {
  const rows = wholeRows(form).map(({unit, load, at}) => ({
    unit,
    load,
    ...(at === null ? {} : {at: [at[0], at[1]] as [number, number]}),
  }));
  return {
    ...(loadAttribute !== null
      ? {loadAttribute}
      : people === null
        ? {}
        : {populationAttribute: people, ...(perHead === null ? {} : {perHead})}),
    ...(rows.length === 0 ? {} : {rows}),
  };
}

function constraintsOf(form: SharingForm, {basins}: SharingScene): SharingConstraints {
  const needsBasins = form.sameBasin || form.flowRule !== 'any';
  const pairs = wholePairs(form);
  return {
    maxDistanceM: form.maxDistanceKm * 1000,
    ...(needsBasins && basins !== null ? {basins: referenceTo(basins)} : {}),
    ...(needsBasins && form.basinLevel !== null ? {basinLevel: form.basinLevel} : {}),
    ...(form.sameBasin ? {sameBasin: true} : {}),
    ...(form.flowRule === 'any' ? {} : {flowRule: form.flowRule}),
    ...(form.keepLocalPercent === 0 ? {} : {keepLocalShare: form.keepLocalPercent / 100}),
    ...(form.isCrossBorder && pairs.length === 0
      ? {}
      : {
          crossBorder: {
            allowed: form.isCrossBorder,
            ...(form.borderLevel === null ? {} : {level: form.borderLevel}),
            ...(pairs.length === 0 ? {} : {pairs: pairs.map((pair) => ({...pair}))}),
          },
        }),
  };
}

function sitingOf(form: SharingForm, {kind, layers}: SharingScene): SharingSiting {
  const ofKind = (id: string) => layers.filter((each) => each.kind.id === id).map(referenceTo);
  const redlines = form.avoidsRedlines ? ofKind('redline') : [];
  const protectedAreas = form.avoidsProtected ? ofKind('protected-area') : [];
  const points = layers.find(({layer}) => layer.id === form.candidates);
  const awayFrom = layers.find(({layer}) => layer.id === form.awayFrom);
  const distances = [
    ...(form.townDistanceM > 0 ? [{unitCentres: true as const, minM: form.townDistanceM}] : []),
    ...(awayFrom !== undefined && form.awayFromM > 0
      ? [{layer: referenceTo(awayFrom), minM: form.awayFromM}]
      : []),
  ];
  return {
    k: form.k,
    candidates:
      points === undefined ? {gridStepM: form.gridStepKm * 1000} : {layer: referenceTo(points)},
    exclude: {
      ...(redlines.length === 0 ? {} : {redlines}),
      ...(protectedAreas.length === 0 ? {} : {protectedAreas}),
      ...(distances.length === 0 ? {} : {distances}),
      ...(points === undefined || form.slopeAttribute === null
        ? {}
        : {slope: {attribute: form.slopeAttribute, max: form.slopeMost}}),
    },
    ...siteSizes(form, kind),
    ...(form.capacityStep === null ? {} : {capacityStep: form.capacityStep}),
  };
}

/** Fields that differ from a new form, for a link or a stored scenario. */
export function changedFields(form: SharingForm): Partial<SharingForm> {
  const names = Object.keys(NEW_FORM) as (keyof SharingForm)[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(form[name]) !== JSON.stringify(NEW_FORM[name]))
      .map((name) => [name, form[name]]),
  );
}

/** A form with these fields, as far as each has the type it should have. */
export function formWith(fields: Record<string, unknown>): SharingForm {
  const form: Record<string, unknown> = {...NEW_FORM, costs: {}};
  for (const [name, usual] of Object.entries(NEW_FORM)) {
    const value = fields[name];
    if (value === undefined || Array.isArray(usual)) continue;
    const isNullable = usual === null;
    if (isNullable ? isPlain(value) : typeof value === typeof usual && value !== null) {
      form[name] = value;
    }
  }
  form.rows = listOf(fields.rows).flatMap(demandRow);
  form.pairs = listOf(fields.pairs).flatMap(borderPair);
  return form as unknown as SharingForm;
}

function demandRow({unit, load, at}: Record<string, unknown>): DemandRow[] {
  if (typeof unit !== 'string') return [];
  const isPlace = Array.isArray(at) && at.length === 2 && at.every(Number.isFinite);
  return [
    {
      unit,
      load: typeof load === 'number' ? load : null,
      at: isPlace ? (at as [number, number]) : null,
    },
  ];
}

function borderPair({from, to, allowed}: Record<string, unknown>): BorderPair[] {
  const isPair = typeof from === 'string' && typeof to === 'string';
  return isPair && typeof allowed === 'boolean' ? [{from, to, allowed}] : [];
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
    : [];
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
