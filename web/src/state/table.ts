import type {Feature} from 'geojson';
import {computed, shallowRef} from 'vue';
import type {RoleMap} from '../../../contract/layer-kind.ts';
import {fetchFeatures} from '../api/features.ts';
import {attributeColumns} from './feature-attributes.ts';
import {IDLE, load, valueOf, type Remote} from './remote.ts';

/** Features per request, and the most a table holds: what a browser sorts without a pause. */
const PAGE_SIZE = 1000;
const MOST_ROWS = 10_000;

export interface TableRows {
  features: Feature[];
  numberMatched: number;
}

export type TableState = ReturnType<typeof createTableState>;

/** The attribute table of one layer. */
export function createTableState() {
  const collection = shallowRef('units');
  const rows = shallowRef<Remote<TableRows>>(IDLE);
  let loaded = '';

  /** Reads the layer into the table, unless it is there already. */
  async function show(layer: string, version: number | null): Promise<void> {
    const key = `${layer}@${version}`;
    if (loaded === key) return;
    loaded = key;
    if (collection.value !== layer) rows.value = IDLE;
    collection.value = layer;
    await load(rows, () => readAll(layer));
    if (rows.value.status === 'failed') loaded = '';
  }

  function columns(map: RoleMap) {
    const features = valueOf(rows.value)?.features ?? [];
    return attributeColumns(
      features.slice(0, 50).map(({properties}) => properties),
      map,
    );
  }

  const isCut = computed(() => {
    const value = valueOf(rows.value);
    return value !== null && value.features.length < value.numberMatched;
  });

  return {collection, rows, isCut, show, columns};
}

async function readAll(layer: string): Promise<TableRows> {
  const features: Feature[] = [];
  let numberMatched = 0;
  let isMore = true;
  while (isMore && features.length < MOST_ROWS) {
    const page = await fetchFeatures(layer, {
      limit: PAGE_SIZE,
      offset: features.length,
      skipGeometry: 'true',
    });
    features.push(...page.features);
    numberMatched = page.numberMatched ?? features.length;
    isMore = page.features.length > 0 && features.length < numberMatched;
  }
  return {features, numberMatched};
}
