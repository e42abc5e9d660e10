import type {FeatureName, MapLayer, Members} from '../state/map-state.ts';
import {isFillable} from './layer-styles/layer-styles.ts';
import {sourceId} from './layer-styles/look.ts';

/** A feature the map found under the pointer, as much of it as picking needs. */
export interface Found {
  readonly source: string;
  readonly id: string;
  readonly level: string | null;
  readonly areaM2: number;
}

/** Map layers a click can hit. */
export function touchLayers(layers: readonly MapLayer[]): string[] {
  return layers
    .filter(({isVisible}) => isVisible)
    .flatMap((layer) => TOUCH_PARTS.map((part) => `${sourceId(layer)}/${part}`));
}

const TOUCH_PARTS = ['touch', 'line', 'point', 'outline'];

/**
 * Features under the pointer in the order in which clicks go through them: points and lines, then
 * areas one sees as filled, then those only outlined (basins, units); higher layers first, within a
 * layer smaller features first, so that a county comes before its province.
 */
export function pickOrder(found: readonly Found[], layers: readonly MapLayer[]): FeatureName[] {
  const rank = new Map(layers.map((layer, order) => [sourceId(layer), {layer, order}]));
  const names = new Set<string>();
  return found
    .filter(({source, id}) => {
      const name = `${source}\n${id}`;
      if (!rank.has(source) || names.has(name)) return false;
      names.add(name);
      return true;
    })
    .map((one) => ({...one, ...rank.get(one.source)!}))
    .sort((a, b) => {
      const byGroup = group(a.layer) - group(b.layer);
      return byGroup || b.order - a.order || a.areaM2 - b.areaM2;
    })
    .map(({layer, id}) => ({collection: layer.id, id}));
}

/** Those that may be members of the zone. */
export function pickMembers(
  found: readonly Found[],
  layers: readonly MapLayer[],
  members: Members,
): FeatureName[] {
  const ofLevel = found.filter(({level}) => members.level === null || level === members.level);
  return pickOrder(ofLevel, layers).filter(({collection}) => collection === members.collection);
}

function group({kind}: MapLayer): number {
  if (kind.geometry === 'point' || kind.geometry === 'line') return 0;
  return isFillable(kind) ? 1 : 2;
}
