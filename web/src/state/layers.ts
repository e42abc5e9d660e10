import {computed, reactive, shallowRef} from 'vue';
import type {LayerKind} from '../../../contract/layer-kind.ts';
import type {Layer, LayerVersion} from '../../../contract/layer.ts';
import {
  deleteLayer,
  deleteVersion,
  fetchLayerKinds,
  fetchLayers,
  makeVersionCurrent,
} from '../api/layers.ts';
import {classLooks, type ClassLook} from './class-looks.ts';
import type {Bbox, MapLayer} from './map-state.ts';
import {IDLE, load, problemFrom, valueOf, type Remote} from './remote.ts';
import type {Problem} from '../../../contract/problem.ts';

/** What the user set for one layer in the list. */
export interface LayerView {
  isVisible: boolean;
  opacity: number;
  hiddenClasses: readonly string[];
}

export interface ListedLayer {
  layer: Layer;
  version: LayerVersion;
  kind: LayerKind;
  classes: ClassLook[];
}

export type LayersState = ReturnType<typeof createLayersState>;

/** `onChanged` is told when a layer has gone or another version of it has become current. */
export function createLayersState(onChanged: () => void = () => {}) {
  const remote = shallowRef<Remote<{layers: Layer[]; kinds: LayerKind[]}>>(IDLE);
  const views = reactive<Record<string, LayerView>>({});
  const failures = reactive<Record<string, string>>({});
  /** Why the last wish to change a layer was not granted. */
  const refusal = shallowRef<Problem | null>(null);

  /** Layers with something to show, topmost first. */
  const listed = computed<ListedLayer[]>(() => {
    const value = valueOf(remote.value);
    if (value === null) return [];
    return value.layers
      .flatMap((layer) => {
        const version = layer.versions.find((each) => each.version === layer.currentVersion);
        const kind = value.kinds.find((each) => each.id === layer.kind);
        return version && kind ? [{layer, version, kind, classes: classLooks(kind, version)}] : [];
      })
      .sort((a, b) => b.kind.style.order - a.kind.style.order);
  });
  const kinds = computed(() => valueOf(remote.value)?.kinds ?? []);
  const hasInvented = computed(() => listed.value.some(({version}) => version.isInvented));

  /** In drawing order, as the map wants them. */
  const mapLayers = computed<MapLayer[]>(() =>
    listed.value.toReversed().map(({layer, version, kind, classes}) => {
      const view = viewOf(layer.id);
      return {
        id: layer.id,
        version: version.version,
        title: layer.title,
        kind,
        isVisible: view.isVisible,
        opacity: view.opacity,
        hiddenClasses: view.hiddenClasses,
        classes,
        hasLevels: version.map.level !== undefined,
        isInvented: version.isInvented,
        attribution: version.attribution,
        bbox: version.bbox as Bbox | null,
      };
    }),
  );

  async function refresh(): Promise<void> {
    await load(remote, async () => {
      const [layers, allKinds] = await Promise.all([fetchLayers(), fetchLayerKinds()]);
      return {layers, kinds: allKinds};
    });
  }

  function viewOf(id: string): LayerView {
    const kindId = valueOf(remote.value)?.layers.find((layer) => layer.id === id)?.kind;
    const kind = kinds.value.find((each) => each.id === kindId);
    return views[id] ?? {isVisible: kind?.style.visible ?? true, opacity: 1, hiddenClasses: []};
  }

  function setView(id: string, change: Partial<LayerView>): void {
    views[id] = {...viewOf(id), ...change};
  }

  /** Shows one class of a layer alone; asked again for the same one, all of them. */
  function showOnly(id: string, name: string): void {
    const others = (find(id)?.classes ?? [])
      .map((each) => each.class)
      .filter((each) => each !== name);
    const hidden = viewOf(id).hiddenClasses;
    const isAlone = hidden.length === others.length && !hidden.includes(name) && others.length > 0;
    setView(id, {isVisible: true, hiddenClasses: isAlone ? [] : others});
  }

  function find(id: string): ListedLayer | null {
    return listed.value.find(({layer}) => layer.id === id) ?? null;
  }

  async function remove(id: string): Promise<void> {
    await change(async () => {
      await deleteLayer(id);
      delete views[id];
    });
  }

  async function removeVersion(id: string, version: number): Promise<void> {
    await change(() => deleteVersion(id, version));
  }

  async function makeCurrent(id: string, version: number): Promise<void> {
    await change(() => makeVersionCurrent(id, version));
  }

  async function change(send: () => Promise<void>): Promise<void> {
    refusal.value = null;
    try {
      await send();
    } catch (error) {
      refusal.value = problemFrom(error);
    }
    await refresh();
    if (refusal.value === null) onChanged();
  }

  return {
    remote,
    views,
    failures,
    refusal,
    listed,
    kinds,
    hasInvented,
    mapLayers,
    refresh,
    viewOf,
    setView,
    showOnly,
    find,
    remove,
    removeVersion,
    makeCurrent,
  };
}
