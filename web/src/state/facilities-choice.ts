import type {
  FacilityAttributes,
  FacilityKind,
  FacilityMeasureId,
  ServiceRuleId,
} from '../../../contract/facility-kind.ts';
import type {ServiceCoverageInputs, ServiceRule} from '../../../contract/service-coverage.ts';
import {NO_LAYER, referenceTo} from './basin.ts';
import type {ListedLayer} from './layers.ts';

/** What one looks at in the facilities room; null leaves the choice to the service. */
export interface FacilitiesChoice {
  units: string | null;
  facilities: string | null;
  basins: string | null;
  sections: string | null;
  kind: string | null;
  unitLevel: string | null;
  rule: ServiceRuleId | null;
  distanceM: number | null;
  /** Layer with the service areas, for the rule of that name, and its attribute with the facility. */
  areas: string | null;
  areasAttribute: string | null;
  /** Attribute of units with their people. */
  people: string | null;
  /** Attribute of units with their load; null: people times what a head makes. */
  loadAttribute: string | null;
  /** m³/d or t/d; null: of the catalog. */
  perHead: number | null;
  /** What the layer calls capacity, load … where it is not called so. */
  attributes: FacilityAttributes;
  /** What its amounts are in, where it does not say. */
  measure: FacilityMeasureId | null;
  protectionDistanceM: number | null;
  year: number | null;
}

export const NO_CHOICE: Readonly<FacilitiesChoice> = {
  units: null,
  facilities: null,
  basins: null,
  sections: null,
  kind: null,
  unitLevel: null,
  rule: null,
  distanceM: null,
  areas: null,
  areasAttribute: null,
  people: null,
  loadAttribute: null,
  perHead: null,
  attributes: {},
  measure: null,
  protectionDistanceM: null,
  year: null,
};

/** Attributes of facilities that one may name, with what they are called by default. */
export const ATTRIBUTE_NAMES = {
  capacity: 'capacity',
  load: 'load',
  measure: 'measure',
  serves: 'serves',
  unit: 'unit',
  servedPopulation: 'served_population',
  opened: 'opened',
  basin: 'basin',
  receivingWater: 'receiving_water',
} as const satisfies Record<keyof FacilityAttributes, string>;
export type AttributeName = keyof typeof ATTRIBUTE_NAMES;

/** Layers and figures that the choices come to. */
export interface CoverageScene {
  units: ListedLayer | null;
  facilities: ListedLayer | null;
  basins: ListedLayer | null;
  sections: ListedLayer | null;
  areas: ListedLayer | null;
  kind: FacilityKind | null;
  people: string | null;
  distanceM: number;
}

/** What both questions of the room say of the facilities. */
export function facilityInputs({attributes, measure}: FacilitiesChoice) {
  return {
    ...(Object.keys(attributes).length === 0 ? {} : {attributes: {...attributes}}),
    ...(measure === null ? {} : {measure}),
  };
}

/** The choices as the service is asked them; null while something is missing. */
export function coverageInputs(
  choice: FacilitiesChoice,
  scene: CoverageScene,
): ServiceCoverageInputs | null {
  const {units, facilities, basins, sections, kind, people} = scene;
  if (units === null || facilities === null || kind === null) return null;
  const service = serviceRule(choice, scene);
  if (choice.rule !== null && service === null) return null;
  const demand = {
    ...(people === null ? {} : {population: people}),
    ...(choice.loadAttribute === null ? {} : {load: choice.loadAttribute}),
    ...(choice.perHead === null ? {} : {perHead: choice.perHead}),
  };
  const {unitLevel, protectionDistanceM, year} = choice;
  return {
    units: referenceTo(units),
    facilities: referenceTo(facilities),
    kind: kind.id,
    ...facilityInputs(choice),
    ...(unitLevel === null ? {} : {unitLevel}),
    ...(service === null ? {} : {service}),
    ...(Object.keys(demand).length === 0 ? {} : {demand}),
    ...(basins === null ? {} : {basins: referenceTo(basins)}),
    ...(basins === null || sections === null ? {} : {sections: referenceTo(sections)}),
    ...(protectionDistanceM === null ? {} : {protectionDistanceM}),
    ...(year === null ? {} : {year}),
  };
}

function serviceRule(
  {rule, areasAttribute}: FacilitiesChoice,
  {areas, distanceM}: CoverageScene,
): ServiceRule | null {
  switch (rule) {
    case null:
      return null;
    case 'distance':
      return {rule, distanceM};
    case 'areas':
      if (areas === null) return null;
      return {
        rule,
        layer: referenceTo(areas),
        ...(areasAttribute === null ? {} : {facilityAttribute: areasAttribute}),
      };
    default:
      return {rule};
  }
}

/** The layer chosen among those of a kind, else the first; null where none is wished for or there. */
export function layerOfKind(
  listed: readonly ListedLayer[],
  kindId: string,
  chosen: string | null,
): ListedLayer | null {
  if (chosen === NO_LAYER) return null;
  const fitting = listed.filter(({kind}) => kind.id === kindId);
  return fitting.find(({layer}) => layer.id === chosen) ?? fitting[0] ?? null;
}

/** Polygons by the kind, or by the area they hold where the kind takes anything. */
export function holdsPolygons({kind, version}: ListedLayer): boolean {
  return kind.geometry === 'polygon' || (kind.geometry === 'any' && version.areaM2 > 0);
}

/** Points by the kind; where it takes anything, what has no area may be points. */
export function mayHoldPoints({kind, version}: ListedLayer): boolean {
  return kind.geometry === 'point' || (kind.geometry === 'any' && version.areaM2 === 0);
}
