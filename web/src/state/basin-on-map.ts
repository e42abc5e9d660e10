import type {Feature, FeatureCollection, MultiPolygon, Polygon, Position} from 'geojson';
import type {ReachOutline, ReachSide} from '../../../contract/basin-linkage.ts';
import type {AppState} from './app-state.ts';
import {colourClasses, rankClass, shareClass} from './basin-ramp.ts';
import {heldOf} from './basin-member-rows.ts';
import {nameIn, shareRows} from './basin-rows.ts';
import {SPARE_COLOURS} from './class-looks.ts';
import {flowLines} from './flow-lines.ts';
import type {RoomOnMap} from './map-bridge.ts';
import {
  EMPTY_MAP_STATE,
  type AreaColours,
  type AreaShapes,
  type Drawing,
  type FeatureName,
} from './map-state.ts';
import {valueOf} from './remote.ts';
import {asMultiPolygon} from './zone-content.ts';

/**
 * The place itself, what drains to it, where its water goes, and what its water passes and comes back
 * from: blue against orange for every sight, the last between both.
 */
export const REACH_COLOURS: Readonly<Record<ReachSide, string>> = {
  place: '#4b2e83',
  upstream: '#4a90d9',
  downstream: '#e8912d',
  both: '#c4588f',
};
const REACH_OPACITY = 0.6;
const NOTHING: FeatureCollection = {type: 'FeatureCollection', features: []};

/** What the basin room shows beside the layers, which depends on the panel that is open. */
export function basinOnMap(app: AppState): RoomOnMap {
  const {basin, settings} = app;

  function areaColours(): readonly AreaColours[] {
    return [...byPanel(), ...chosenBasin()];
  }

  function byPanel(): readonly AreaColours[] {
    switch (app.panel.value) {
      case 'linkage':
        return reachColours() ?? orderColours();
      case 'groups':
        return groupColours();
      case 'borders':
      case 'agreements':
        return [];
      case 'members':
        return memberColours();
      default:
        return shareColours();
    }
  }

  function chosenBasin(): readonly AreaColours[] {
    const layer = basin.basinsLayer.value;
    const code = basin.choice.basin;
    if (layer === null || code === null) return [];
    const outlined = basin.basinFeatures([code]);
    const isOutlineFine = outlined.length > 1;
    return [{collection: layer.layer.id, classes: [], opacity: 1, outlined, isOutlineFine}];
  }

  /** Members of the zone by their share; those that miss a limit have a strong edge. */
  function memberColours(): readonly AreaColours[] {
    const {summary, content, number} = basin.members;
    const collection = valueOf(content.value)?.members?.collection;
    if (summary.value === null || collection === undefined) return [];
    const units = summary.value.members.filter(({kind}) => kind === 'unit');
    const shares = units.map(
      (each) => [each.id, shareClass(heldOf(each, number.value) / each.areaM2) ?? 0] as const,
    );
    const outlined = summary.value.thresholds.flatMap(({members}) =>
      members.filter(({verdict}) => verdict === 'fail').map(({id}) => id),
    );
    return [{collection, classes: colourClasses(shares), opacity: 0.72, outlined}];
  }

  /** What was drawn of the zone looked at, as it is drawn in the plan room. */
  function drawing(): Drawing {
    const drawn =
      app.panel.value === 'members' ? valueOf(basin.members.content.value)?.drawn : null;
    if (drawn == null) return EMPTY_MAP_STATE.drawing;
    const geometry = asMultiPolygon(drawn as Polygon | MultiPolygon);
    return {...EMPTY_MAP_STATE.drawing, geometry};
  }

  function shareColours(): readonly AreaColours[] {
    const {result} = basin;
    if (result.value === null) return [];
    const isOfBasin = basin.basin.value !== null && basin.choice.shareOf === 'basin';
    const rows = shareRows(result.value, basin.basin.value?.code ?? null);
    const entries = rows.map(
      ({unit, shareOfUnit, shareOfBasin}) =>
        [unit.code, shareClass(isOfBasin ? shareOfBasin : shareOfUnit)] as const,
    );
    return onUnits(colourClasses(entries));
  }

  function orderColours(): readonly AreaColours[] {
    const order = basin.linked.value?.graph.order ?? null;
    const units = basin.linked.value?.graph.units ?? [];
    if (order === null) return [];
    const entries = order.map(
      (at, rank) => [units[at]!.code, rankClass(rank, order.length)] as const,
    );
    return onUnits(colourClasses(entries));
  }

  function reachShown() {
    const answer = valueOf(basin.reach.run.remote.value);
    const outline = answer?.reach?.outline ?? null;
    if (answer === null || outline === null || basin.reach.from.value === null) return null;
    return {answer, outline};
  }

  /** Units and basins of which all ground counts; the cells of others are shapes of their own. */
  function reachColours(): readonly AreaColours[] | null {
    const shown = reachShown();
    const [units, basins] = [basin.unitsLayer.value, basin.basinsLayer.value];
    if (shown === null || units === null || basins === null) return null;
    const {answer, outline} = shown;
    const colours = (
      collection: string,
      idsOf: (side: ReachOutline[number]) => readonly string[],
    ): AreaColours => ({
      collection,
      opacity: REACH_OPACITY,
      classes: outline.map((each) => ({colour: REACH_COLOURS[each.side], ids: idsOf(each)})),
    });
    return [
      colours(basins.layer.id, (side) =>
        basin.basinFeatures(side.basins.map((at) => answer.basins[at]!.code)),
      ),
      colours(units.layer.id, (side) =>
        basin.unitFeatures(side.units.map((at) => answer.graph.units[at]!.code)),
      ),
    ];
  }

  function areaShapes(): AreaShapes | null {
    const shown = app.panel.value === 'linkage' ? reachShown() : null;
    if (shown === null) return null;
    const features = shown.outline.flatMap(({side, rest}): Feature[] =>
      rest === null
        ? []
        : [
            {
              type: 'Feature',
              geometry: rest as MultiPolygon,
              properties: {colour: REACH_COLOURS[side]},
            },
          ],
    );
    return {shapes: {type: 'FeatureCollection', features}, opacity: REACH_OPACITY};
  }

  function groupColours(): readonly AreaColours[] {
    const linked = basin.linked.value;
    if (linked === null) return [];
    const entries = linked.groups.groups.flatMap(({units}, group) =>
      units.map((at) => [linked.graph.units[at]!.code, group] as const),
    );
    return onUnits(colourClasses(entries, SPARE_COLOURS));
  }

  function onUnits(classes: AreaColours['classes']): readonly AreaColours[] {
    const layer = basin.unitsLayer.value;
    if (layer === null) return [];
    const painted = classes.map(({colour, ids}) => ({colour, ids: basin.unitFeatures(ids)}));
    return [{collection: layer.layer.id, classes: painted, opacity: 0.72}];
  }

  function arrows() {
    const layer = basin.riversLayer.value;
    if (layer === null) return null;
    const turned = (basin.linked.value?.crossings ?? [])
      .filter(({direction}) => direction === 'turned')
      .map(({feature}) => feature);
    return {collection: layer.layer.id, turned: [...new Set(turned)]};
  }

  function flows(): FeatureCollection | null {
    const linked = basin.linked.value;
    if (app.panel.value !== 'linkage' || linked === null) return null;
    if (basin.reach.from.value !== null) return null;
    const points = basin.points.points.value;
    const {units, links} = linked.graph;
    const most = links.reduce((all, {drainedM2}) => Math.max(all, drainedM2), 0);
    const marked = basin.hoveredUnit.value ?? basin.chosenUnit.value;
    return flowLines(
      links.flatMap((link) => {
        const [from, to] = [units[link.from]!.code, units[link.to]!.code];
        const [a, b] = [points.get(from), points.get(to)];
        if (a === undefined || b === undefined) return [];
        const isMarked = marked !== null && (from === marked || to === marked);
        return [{id: `${from}>${to}`, from: a, to: b, share: link.drainedM2 / most, isMarked}];
      }),
    );
  }

  function highlights(): FeatureCollection {
    const features: Feature[] = [];
    if (app.panel.value === 'borders') features.push(...crossingMarks(), ...borderMarks());
    const from = basin.reach.from.value;
    if (app.panel.value === 'linkage' && from !== null) features.push(point(from.at));
    return features.length === 0 ? NOTHING : {type: 'FeatureCollection', features};
  }

  function crossingMarks(): Feature[] {
    if (basin.bordersShown.value !== 'crossings') return [];
    return (basin.linked.value?.crossings ?? []).map((crossing) => {
      const isMarked = crossing.id === basin.marked.value;
      const river =
        settings.locale === 'en' ? (crossing.riverEn ?? crossing.river) : crossing.river;
      return point(crossing.at, {
        severity: crossing.section === null ? 'warning' : 'info',
        ...(isMarked && river !== null ? {label: river} : {}),
      });
    });
  }

  function borderMarks(): Feature[] {
    const found = valueOf(basin.borders.run.remote.value);
    if (basin.bordersShown.value !== 'mismatches' || found === null) return [];
    const all = [...found.mismatches, ...found.faults];
    return all
      .filter((each) => !('kind' in each) || each.id === basin.marked.value || isReal(each.kind))
      .map((each) => {
        const isMarked = each.id === basin.marked.value;
        const units = ('sides' in each ? each.sides.map(({unit}) => unit) : each.units)
          .map((at) => nameIn(found.units[at]!, settings.locale))
          .join(' | ');
        return line(each.line.coordinates as Position[], {
          severity: 'severity' in each && each.severity === 'high' ? 'error' : 'warning',
          ...(isMarked ? {label: units} : {}),
        });
      });
  }

  return {drawing, areaColours, areaShapes, arrows, flows, highlights};
}

function isReal(kind: string): boolean {
  return kind !== 'noise' && kind !== 'sliver';
}

/** The first of the places under a click that the water can be followed from. */
export function reachableFrom(
  below: readonly FeatureName[],
  followable: ReadonlySet<string>,
): FeatureName[] {
  return below.filter(({collection}) => followable.has(collection));
}

function point(at: Position, properties: Record<string, string> = {}): Feature {
  return {type: 'Feature', geometry: {type: 'Point', coordinates: [...at]}, properties};
}

function line(coordinates: Position[], properties: Record<string, string>): Feature {
  return {type: 'Feature', geometry: {type: 'LineString', coordinates}, properties};
}
