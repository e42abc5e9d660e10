import type {FacilityKind} from '../../../contract/facility-kind.ts';
import type {
  FacilitySharingInputs,
  FlowRule,
  SharingConstraints,
  SharingCosts,
  SharingSiting,
} from '../../../contract/facility-sharing-inputs.ts';
import {
  DEFAULT_SHARING_DISTANCE_M,
  DEFAULT_SHARING_GAP,
  DEFAULT_SHARING_TIME_LIMIT_S,
} from '../../../contract/facility-sharing-inputs.ts';
import {referenceTo} from './basin.ts';
import type {ListedLayer} from './layers.ts';

/** The questions of a scenario as a person is asked them. */
export interface SharingForm {
  /** Attribute of units with their load; null: people times what a head makes. */
  loadAttribute: string | null;
  /** m³/d or t/d; null: of the catalog. */
  perHead: number | null;
  maxDistanceKm: number;
  sameBasin: boolean;
  flowRule: FlowRule;
  isCrossBorder: boolean;
  /** Level whose borders are meant; null: that of the units. */
  borderLevel: string | null;
  keepLocalPercent: number;
  /** New plants at most; 0: none. */
  k: number;
  /** Layer of points to choose from; null: a grid. */
  candidates: string | null;
  gridStepKm: number;
  /** m³/d or t/d; null: as usual for the measure. */
  minCapacity: number | null;
  maxCapacity: number | null;
  avoidsRedlines: boolean;
  avoidsProtected: boolean;
  /** Metres to the centres of units; 0: as near as one likes. */
  townDistanceM: number;
  costs: SharingCosts;
  timeLimitS: number;
  gapPercent: number;
}

export const NEW_FORM: SharingForm = {
  loadAttribute: null,
  perHead: null,
  maxDistanceKm: DEFAULT_SHARING_DISTANCE_M / 1000,
  sameBasin: false,
  flowRule: 'any',
  isCrossBorder: true,
  borderLevel: null,
  keepLocalPercent: 0,
  k: 0,
  candidates: null,
  gridStepKm: 5,
  minCapacity: null,
  maxCapacity: null,
  avoidsRedlines: true,
  avoidsProtected: true,
  townDistanceM: 0,
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

/** Why a scenario cannot be asked for yet; null when it can. */
export function whatIsMissing(
  form: SharingForm,
  {units, facilities, kind, people, basins}: SharingScene,
): 'layers' | 'kind' | 'people' | 'basins' | 'sizes' | null {
  if (units === null || facilities === null) return 'layers';
  if (kind === null || (kind.quantity !== 'flow' && kind.quantity !== 'mass')) return 'kind';
  if (form.loadAttribute === null && people === null) return 'people';
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
  const {units, facilities, kind, unitLevel, people} = scene;
  return {
    units: referenceTo(units!),
    facilities: referenceTo(facilities!),
    kind: kind!.id,
    ...(unitLevel === null ? {} : {unitLevel}),
    demand:
      form.loadAttribute === null
        ? {
            populationAttribute: people!,
            ...(form.perHead === null ? {} : {perHead: form.perHead}),
          }
        : {loadAttribute: form.loadAttribute},
    constraints: constraintsOf(form, scene),
    ...(Object.keys(form.costs).length === 0 ? {} : {costs: {...form.costs}}),
    ...(form.k === 0 ? {} : {siting: sitingOf(form, scene)}),
    timeLimitS: form.timeLimitS,
    gap: form.gapPercent / 100,
  };
}

function constraintsOf(form: SharingForm, {basins}: SharingScene): SharingConstraints {
  const needsBasins = form.sameBasin || form.flowRule !== 'any';
  return {
    maxDistanceM: form.maxDistanceKm * 1000,
    ...(needsBasins && basins !== null ? {basins: referenceTo(basins)} : {}),
    ...(form.sameBasin ? {sameBasin: true} : {}),
    ...(form.flowRule === 'any' ? {} : {flowRule: form.flowRule}),
    ...(form.keepLocalPercent === 0 ? {} : {keepLocalShare: form.keepLocalPercent / 100}),
    ...(form.isCrossBorder
      ? {}
      : {
          crossBorder: {
            allowed: false,
            ...(form.borderLevel === null ? {} : {level: form.borderLevel}),
          },
        }),
  };
}

function sitingOf(form: SharingForm, {kind, layers}: SharingScene): SharingSiting {
  const ofKind = (id: string) => layers.filter((each) => each.kind.id === id).map(referenceTo);
  const redlines = form.avoidsRedlines ? ofKind('redline') : [];
  const protectedAreas = form.avoidsProtected ? ofKind('protected-area') : [];
  const points = layers.find(({layer}) => layer.id === form.candidates);
  return {
    k: form.k,
    candidates:
      points === undefined ? {gridStepM: form.gridStepKm * 1000} : {layer: referenceTo(points)},
    exclude: {
      ...(redlines.length === 0 ? {} : {redlines}),
      ...(protectedAreas.length === 0 ? {} : {protectedAreas}),
      ...(form.townDistanceM > 0
        ? {distances: [{unitCentres: true as const, minM: form.townDistanceM}]}
        : {}),
    },
    ...siteSizes(form, kind),
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
    if (value === undefined) continue;
    const isNullable = usual === null;
    if (isNullable ? isPlain(value) : typeof value === typeof usual && value !== null) {
      form[name] = value;
    }
  }
  return form as unknown as SharingForm;
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
