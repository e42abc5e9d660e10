import type {Feature, FeatureCollection, Position} from 'geojson';
import type {CoveredFacility, ServiceCoverage} from '../../../contract/service-coverage.ts';
import type {FacilitySharing} from '../../../contract/facility-sharing.ts';
import type {AppState} from './app-state.ts';
import {colourClasses, shareClass} from './basin-ramp.ts';
import {nameIn} from './basin-rows.ts';
import {compareMembers, differenceOf} from './facilities-compare.ts';
import {DIFFERENCE_COLOURS, differenceClass} from './facilities-difference.ts';
import {loadLook, pixelsApart, symbolFactor, symbolPx} from './facilities-looks.ts';
import {flowLines, type Flow} from './flow-lines.ts';
import type {RoomOnMap} from './map-bridge.ts';
import type {AreaColours, FacilitiesOnMap} from './map-state.ts';

const NOTHING: FeatureCollection = {type: 'FeatureCollection', features: []};
/** More lines than this hide each other; the widest are drawn, and the legend says so. */
export const MOST_FLOWS = 400;
/** Degrees of a circle's outline; metres of a degree of latitude, for a screening distance. */
const CIRCLE_STEPS = 48;
const METRES_PER_DEGREE = 111_200;

type FlowKind = 'own' | 'cross' | 'new';
interface KindOfFlow extends Flow {
  flow: FlowKind;
}

/** What the facilities room shows beside the layers: now, or in the scenario that is looked at. */
export function facilitiesOnMap(app: AppState): RoomOnMap {
  const {facilities: room, settings} = app;

  function isScenario(): boolean {
    const isOpen = app.panel.value === 'sharing' || app.panel.value === 'compare';
    return isOpen && room.sharing.result.value !== null;
  }

  function facilities(): FacilitiesOnMap | null {
    const result = room.result.value;
    const scenario = room.sharing.result.value;
    if (isScenario() && scenario !== null) return ofScenario(scenario, result);
    return result === null ? null : ofCoverage(result);
  }

  function ofCoverage(result: ServiceCoverage): FacilitiesOnMap {
    const marked = room.chosenFacility.value ?? room.hoveredFacility.value;
    return {
      symbols: collection(symbols(result)),
      flows: withKinds(coverageFlows(result)),
      unserved: collection(
        result.units.flatMap(({unserved}) =>
          unserved === null ? [] : [{type: 'Feature', geometry: unserved, properties: {}}],
        ),
      ),
      areas:
        result.service.distanceM === null
          ? NOTHING
          : collection(
              result.facilities.map(({id, position}) =>
                circle(position, result.service.distanceM!, id === marked),
              ),
            ),
    };
  }

  function symbols({facilities: all}: ServiceCoverage): Feature[] {
    const most = Math.max(0, ...all.map(({capacity}) => capacity ?? 0));
    const [chosen, hovered] = [room.chosenFacility.value, room.hoveredFacility.value];
    return all.map((facility) => {
      const isMarked = facility.id === chosen || facility.id === hovered;
      return point(facility.position, {
        id: facility.id,
        radius: symbolPx(facility.capacity, most),
        look: loadLook(facility),
        isMarked,
        ...(isMarked ? {label: nameOf(facility)} : {}),
      });
    });
  }
  function nameOf({id, name, nameEn}: CoveredFacility): string {
    return nameIn({code: id, name, nameEn}, settings.locale);
  }

  function coverageFlows(result: ServiceCoverage): KindOfFlow[] {
    const place = placeOfUnits(result);
    const most = Math.max(0, ...result.flows.map(({load}) => load));
    const cell = room.pointedCell.value;
    const unit = room.hoveredUnit.value ?? room.chosenUnit.value;
    const facility = room.hoveredFacility.value ?? room.chosenFacility.value;
    const codeOf = (at: number | null) => (at === null ? null : result.units[at]!.code);
    return flowsToUnits(result)
      .toSorted((a, b) => b.load - a.load)
      .slice(0, MOST_FLOWS)
      .flatMap((flow) => {
        const from = result.facilities[flow.facility]!;
        const served = codeOf(flow.unit)!;
        const host = codeOf(from.host);
        const to = place(served);
        if (to === null) return [];
        const isMarked =
          cell === null
            ? facility === null
              ? unit !== null && host !== served && (unit === served || unit === host)
              : facility === from.id
            : cell.host === host && (cell.served === null || cell.served === served);
        return [
          {
            id: `${from.id}>${served}`,
            from: to,
            to: from.position,
            share: flow.load / most,
            isMarked,
            flow: from.host === flow.unit ? ('own' as const) : ('cross' as const),
          },
        ];
      });
  }

  /** Where lines to a unit end: inside it, or at a facility of its own where outlines are too many. */
  function placeOfUnits({units, facilities: all}: ServiceCoverage) {
    return (code: string): Position | null => {
      const at = room.points.points.value.get(code);
      if (at !== undefined) return at;
      const hosted = units.find((each) => each.code === code)?.hosted[0];
      return hosted === undefined ? null : all[hosted]!.position;
    };
  }

  function ofScenario(scenario: FacilitySharing, result: ServiceCoverage | null): FacilitiesOnMap {
    const now = new Map((result?.facilities ?? []).map((each) => [each.id, each]));
    const most = Math.max(
      0,
      ...scenario.facilities.map(({capacity}) => capacity ?? 0),
      ...(scenario.siting?.sites ?? []).map(({capacity}) => capacity),
    );
    const [chosen, hovered] = [room.chosenFacility.value, room.hoveredFacility.value];
    const present = scenario.facilities.map((facility) => {
      const {id, capacity, load, taken} = facility;
      const after = load === null ? null : load + taken;
      const loadRatio = after === null || !capacity ? null : after / capacity;
      const isMarked = id === chosen || id === hovered;
      const known = now.get(id);
      return point(facility.at, {
        id,
        radius: symbolPx(capacity, most),
        look: loadLook({capacity, load: after, loadRatio}),
        isMarked,
        ...(isMarked ? {label: known === undefined ? (facility.name ?? id) : nameOf(known)} : {}),
      });
    });
    const sites = (scenario.siting?.sites ?? []).map(({id, at, capacity}) =>
      point(at, {
        id,
        radius: symbolPx(capacity, most),
        look: 'site',
        isMarked: id === room.marked.value,
      }),
    );
    return {
      symbols: collection([...present, ...sites]),
      flows: withKinds(scenarioFlows(scenario)),
      unserved: NOTHING,
      areas: NOTHING,
    };
  }

  function scenarioFlows(scenario: FacilitySharing): KindOfFlow[] {
    const most = Math.max(0, ...scenario.flows.map(({amount}) => amount));
    const unit = room.hoveredUnit.value ?? room.chosenUnit.value;
    const facility = room.hoveredFacility.value ?? room.chosenFacility.value;
    const site = room.marked.value;
    return scenario.flows
      .toSorted((a, b) => b.amount - a.amount)
      .slice(0, MOST_FLOWS)
      .map((flow) => {
        const from = scenario.members[flow.from]!;
        const host =
          flow.facility === null
            ? scenario.siting!.sites[flow.site!]!
            : scenario.facilities[flow.facility]!;
        return {
          id: `${from.code}>${host.id}`,
          from: from.at,
          to: host.at,
          share: flow.amount / most,
          isMarked: unit === from.code || facility === host.id || site === host.id,
          flow: flow.site !== null ? 'new' : flow.crossesBorder ? 'cross' : 'own',
        };
      });
  }

  function areaColours(): readonly AreaColours[] {
    const layer = room.unitsLayer.value;
    if (layer === null) return [];
    const classes = unitClasses();
    return classes === null ? [] : [{collection: layer.layer.id, classes, opacity: 0.6}];
  }

  function unitClasses(): AreaColours['classes'] | null {
    const {sharing} = room;
    const scenario = sharing.result.value;
    const against = sharing.againstResult.value;
    if (app.panel.value === 'compare') {
      if (scenario === null || against === null) return null;
      return colourClasses(
        compareMembers(against, scenario).map((row) => {
          const difference = differenceOf(row, 'unserved');
          const load = row.member.load ?? 0;
          const step =
            difference === null || load <= 0 ? null : differenceClass(-difference / load);
          return [row.id, step] as const;
        }),
        DIFFERENCE_COLOURS,
      );
    }
    if (isScenario() && scenario !== null) {
      return colourClasses(
        scenario.members.map(
          ({code, unserved, load}) =>
            [code, load === null || load <= 0 ? null : shareClass(unserved / load)] as const,
        ),
      );
    }
    return servedByMarked();
  }

  /** Units that the facility one looks at serves, by their share of its load. */
  function servedByMarked(): AreaColours['classes'] | null {
    const result = room.result.value;
    const id = room.hoveredFacility.value ?? room.chosenFacility.value;
    if (result === null || id === null || room.pointedCell.value !== null) return null;
    // where one looks at what a facility stands in, that is what is filled
    if (app.panel.value === 'checks') return null;
    const at = result.facilities.findIndex((each) => each.id === id);
    const flows = result.flows.filter(({facility, unit}) => facility === at && unit !== null);
    const sum = flows.reduce((all, {load}) => all + load, 0);
    return colourClasses(
      flows.map(
        ({unit, load}) =>
          [result.units[unit!]!.code, sum > 0 ? shareClass(load / sum) : 0] as const,
      ),
    );
  }

  function highlights(): FeatureCollection {
    const result = room.result.value;
    if (app.panel.value !== 'checks' || result === null) return NOTHING;
    const conflicting = new Set((result.siting ?? []).map(({facility}) => facility));
    const found = new Map(
      result.issues.flatMap(({featureIds, severity}) =>
        featureIds.map((id) => [id, severity] as const),
      ),
    );
    return collection(
      result.facilities.flatMap((each, at) => {
        const severity = conflicting.has(at) ? 'error' : found.get(each.id);
        return severity === undefined ? [] : [point(each.position, {severity})];
      }),
    );
  }

  return {facilities, areaColours, highlights};
}

/** Flows that have a line: those to a unit, of a load. */
export function flowsToUnits({flows}: ServiceCoverage): ServiceCoverage['flows'] {
  return flows.filter(({unit, load}) => unit !== null && load > 0);
}

/** The symbol under a place of the map, the one drawn on top first; null where there is none. */
export function symbolAt(shown: FacilitiesOnMap, at: Position, zoom: number): string | null {
  const factor = symbolFactor(zoom);
  let best: {id: string; radius: number} | null = null;
  for (const {geometry, properties} of shown.symbols.features) {
    if (geometry.type !== 'Point') continue;
    const radius = Number(properties?.radius) * factor + 2;
    // small ones lie above large ones
    if (best !== null && best.radius <= radius) continue;
    if (pixelsApart(geometry.coordinates, at, zoom) <= radius) {
      best = {id: String(properties?.id), radius};
    }
  }
  return best?.id ?? null;
}

function withKinds(flows: readonly KindOfFlow[]): FeatureCollection {
  const kindOf = new Map(flows.map(({id, flow}) => [id, flow]));
  const lines = flowLines(flows);
  return {
    ...lines,
    features: lines.features.map((feature) => ({
      ...feature,
      properties: {...feature.properties, flow: kindOf.get(String(feature.properties?.id))},
    })),
  };
}

function circle(
  [lon, lat]: readonly [number, number],
  distanceM: number,
  isMarked: boolean,
): Feature {
  const north = distanceM / METRES_PER_DEGREE;
  const east = north / Math.cos((lat * Math.PI) / 180);
  const ring = Array.from({length: CIRCLE_STEPS + 1}, (_, i) => {
    const angle = (2 * Math.PI * i) / CIRCLE_STEPS;
    return [lon + east * Math.cos(angle), lat + north * Math.sin(angle)];
  });
  return {
    type: 'Feature',
    geometry: {type: 'LineString', coordinates: ring},
    properties: {isMarked},
  };
}

function point(at: Position, properties: Record<string, unknown>): Feature {
  return {type: 'Feature', geometry: {type: 'Point', coordinates: [...at]}, properties};
}

function collection(features: Feature[]): FeatureCollection {
  return features.length === 0 ? NOTHING : {type: 'FeatureCollection', features};
}
