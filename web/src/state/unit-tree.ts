import type {GeoJsonProperties} from 'geojson';
import {shallowRef} from 'vue';
import {ancestorCode, type CodeSystem} from '../../../contract/basin-codes.ts';
import codeSystems from '../../../data/catalog/code-systems.json' with {type: 'json'};
import {fetchFeatures} from '../api/features.ts';
import {sharedNames} from './basin-names.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';

/** How a hierarchy says what belongs to what at the level one looks at. */
export interface TreeLevel {
  level: string;
  codes: ReadonlySet<string>;
  /** Id of the code system that was recognised, if any. */
  system: string | null;
}

/** As many features as the service gives at once; all counties of China are 2 844. */
const MOST_FEATURES = 10_000;

/** Which unit, or basin, lies in which, as far as the layer says it. */
export function createUnitTree(layerNow: () => ListedLayer | null) {
  const parents = shallowRef<ReadonlyMap<string, string | null>>(new Map());
  const attributes = shallowRef<ReadonlyMap<string, GeoJsonProperties>>(new Map());
  let loaded = '';

  async function read(): Promise<void> {
    const listed = layerNow();
    if (listed === null) return;
    const {layer, version} = listed;
    const key = `${layer.id}@${version.version}`;
    if (loaded === key) return;
    loaded = key;
    try {
      const page = await fetchFeatures(layer.id, {limit: MOST_FEATURES, skipGeometry: 'true'});
      if (loaded !== key) return;
      attributes.value = new Map(page.features.map(({id, properties}) => [String(id), properties]));
      parents.value = new Map(
        page.features.map(({id, properties}) => [
          String(id),
          roleValue(properties, version.map, 'parent'),
        ]),
      );
    } catch {
      // Without it only units of the chosen level answer to the pointer; ask again next time.
      loaded = '';
    }
  }

  /** The unit itself or the nearest above it that is among `codes`; null where none is. */
  function ancestorIn(id: string, codes: ReadonlySet<string>): string | null {
    let at: string | null | undefined = id;
    const seen = new Set<string>();
    while (at !== null && at !== undefined && !codes.has(at)) {
      // a unit that names itself or its own part as its parent
      if (seen.has(at)) return null;
      seen.add(at);
      at = parents.value.get(at);
    }
    return at ?? null;
  }

  /** The same, by the beginning of the code where no parent is named. */
  function memberOf(id: string, {level, codes, system}: TreeLevel): string | null {
    const byParents = ancestorIn(id, codes);
    if (byParents !== null) return byParents;
    const found = (codeSystems as CodeSystem[]).find((each) => each.id === system);
    const code = found === undefined ? null : ancestorCode(found, id, level);
    return code !== null && codes.has(code) ? code : null;
  }

  /**
   * Features to paint for each code: its own, or where a level is only read from codes and parents
   * the features it is summed up from.
   */
  function shapesBy(level: TreeLevel): ReadonlyMap<string, readonly string[]> {
    const shapes = new Map<string, string[]>();
    for (const code of level.codes) if (parents.value.has(code)) shapes.set(code, [code]);
    for (const id of parents.value.keys()) {
      if (level.codes.has(id)) continue;
      const owner = memberOf(id, level);
      if (owner === null || parents.value.has(owner)) continue;
      const known = shapes.get(owner);
      if (known === undefined) shapes.set(owner, [id]);
      else known.push(id);
    }
    return shapes;
  }

  /** Names of a level that is only read from codes and parents, where its features share one. */
  function namesBy(level: TreeLevel): ReadonlyMap<string, string> {
    const groups = new Map<string, GeoJsonProperties[]>();
    for (const [code, ids] of shapesBy(level)) {
      if (!attributes.value.has(code)) {
        groups.set(
          code,
          ids.map((id) => attributes.value.get(id) ?? null),
        );
      }
    }
    return sharedNames(groups);
  }

  return {read, ancestorIn, memberOf, shapesBy, namesBy};
}
