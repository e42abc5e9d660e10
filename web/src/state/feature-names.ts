import type {GeoJsonProperties} from 'geojson';
import {shallowReactive} from 'vue';
import type {RoleMap} from '../../../contract/layer-kind.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import {fetchFeatures} from '../api/features.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';
import type {FeatureName} from './map-state.ts';

/** As many as are asked for at once: what lies under one click, or the members of a zone. */
const MOST_AT_ONCE = 100;

export type FeatureNames = ReturnType<typeof createFeatureNames>;

/** What features are called, for lists that have only their ids. */
export function createFeatureNames(find: (layer: string) => ListedLayer | null) {
  const known = shallowReactive(new Map<string, LocalText | null>());

  function keyOf({collection, id}: FeatureName): string {
    return `${collection}@${find(collection)?.version.version}/${id}`;
  }

  /** Null while it is not known, or where the feature has no name. */
  function nameOf(name: FeatureName): LocalText | null {
    return known.get(keyOf(name)) ?? null;
  }

  /** Asks for the names not known yet. A list whose names are not to be had shows ids. */
  async function learn(names: readonly FeatureName[]): Promise<void> {
    const missing = names.filter((name) => !known.has(keyOf(name)));
    const collections = new Set(missing.map(({collection}) => collection));
    await Promise.all(
      [...collections].map(async (collection) => {
        const layer = find(collection);
        const ofLayer = missing.filter((name) => name.collection === collection);
        if (layer === null) return;
        const {map} = layer.version;
        if (map.code === undefined || (map.name ?? map.nameEn) === undefined) return;
        for (const name of ofLayer) known.set(keyOf(name), null);
        const filter = filterOf(
          map.code,
          ofLayer.slice(0, MOST_AT_ONCE).map(({id}) => id),
        );
        const query = {filter, limit: MOST_AT_ONCE, skipGeometry: 'true'};
        const page = await fetchFeatures(collection, query).catch(() => ({features: []}));
        for (const feature of page.features) {
          const text = localName(feature.properties, map);
          if (text) known.set(keyOf({collection, id: String(feature.id)}), text);
        }
      }),
    );
  }

  return {nameOf, learn};
}

/** Name in both languages as far as the feature has them; null when it has none. */
export function localName(properties: GeoJsonProperties, map: RoleMap): LocalText | null {
  const zh = roleValue(properties, map, 'name');
  const en = roleValue(properties, map, 'nameEn');
  const any = zh ?? en;
  return any === null ? null : {zh: zh ?? any, en: en ?? any};
}

/** CQL2: quotes inside names and values are doubled. */
export function filterOf(attribute: string, values: readonly string[]): string {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  return `"${attribute.replaceAll('"', '""')}" IN (${list})`;
}
