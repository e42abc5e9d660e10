import {computed, reactive, ref, shallowRef} from 'vue';
import type {FileInspection, FileLayer} from '../../../contract/file-inspection.ts';
import type {Job} from '../../../contract/job.ts';
import type {LayerKind, Role, RoleMap} from '../../../contract/layer-kind.ts';
import type {Problem} from '../../../contract/problem.ts';
import {inspectFile, uploadLayer} from '../api/layers.ts';
import {IDLE, asking, failing, problemFrom, valueOf, wasAborted, type Remote} from './remote.ts';
import {suggestKind, suggestMap} from './role-suggestion.ts';

interface ImportFields {
  id: string;
  title: string;
  kind: string;
  layer: string;
  crs: string;
  encoding: string;
  map: RoleMap;
}

export type ImportDraft = ReturnType<typeof createImportDraft>;

const ID_PATTERN = /^[a-z][a-z0-9-]{0,62}$/;

/** A file on its way to become a layer: what it holds, what the user says of it, how far it is. */
export function createImportDraft(
  kindsOf: () => readonly LayerKind[],
  onAccepted: (job: Job) => void,
) {
  const file = shallowRef<File | null>(null);
  const inspection = shallowRef<Remote<FileInspection>>(IDLE);
  const fields = reactive<ImportFields>(blank());
  const progress = ref<number | null>(null);
  const problem = shallowRef<Problem | null>(null);
  let controller = new AbortController();

  const kind = computed(() => kindsOf().find((each) => each.id === fields.kind) ?? null);
  const layerInFile = computed<FileLayer | null>(() => {
    const layers = valueOf(inspection.value)?.layers ?? [];
    return layers.find((each) => each.name === fields.layer) ?? layers[0] ?? null;
  });
  const missingRoles = computed<Role[]>(
    () => kind.value?.requiredRoles.filter((role) => !fields.map[role]) ?? [],
  );
  const isIdValid = computed(() => ID_PATTERN.test(fields.id));
  const isComplete = computed(
    () =>
      file.value !== null &&
      isIdValid.value &&
      kind.value !== null &&
      fields.title.trim() !== '' &&
      missingRoles.value.length === 0,
  );

  async function take(next: File): Promise<void> {
    cancel();
    controller = new AbortController();
    file.value = next;
    problem.value = null;
    Object.assign(fields, blank(), {id: idFrom(next.name), title: stemOf(next.name)});
    inspection.value = IDLE;
    await inspect();
  }

  /** Asks what the file holds; again after the user told a CRS or an encoding. */
  async function inspect(): Promise<void> {
    if (file.value === null) return;
    const {signal} = controller;
    inspection.value = asking(inspection.value);
    progress.value = 0;
    try {
      const value = await inspectFile(
        file.value,
        {crs: fields.crs, encoding: fields.encoding},
        (share) => (progress.value = share),
        signal,
      );
      inspection.value = {status: 'ready', value};
      chooseLayer(fields.layer || (value.layers[0]?.name ?? ''));
    } catch (error) {
      if (!wasAborted(error)) inspection.value = failing(inspection.value, error);
    } finally {
      progress.value = null;
    }
  }

  function chooseLayer(name: string): void {
    const before = usualNames(fields.layer);
    fields.layer = name;
    const now = usualNames(name);
    // what the user wrote stays
    if (fields.title === before.title) fields.title = now.title;
    if (fields.id === before.id) fields.id = now.id;
    if (fields.kind === '' && layerInFile.value !== null) {
      fields.kind = suggestKind(layerInFile.value, `${file.value?.name} ${name}`, kindsOf());
    }
    suggest();
  }

  /** A layer is called as its file, one of several in a file as it is called there. */
  function usualNames(layer: string): {title: string; id: string} {
    const fileName = file.value?.name ?? '';
    const layers = valueOf(inspection.value)?.layers ?? [];
    const at = layers.findIndex(({name}) => name === layer);
    if (layers.length < 2 || at === -1) return {title: stemOf(fileName), id: idFrom(fileName)};
    // a name without a Latin letter makes no id
    const isLatin = /[a-z]/i.test(layer);
    return {title: layer, id: isLatin ? idFrom(layer) : `${idFrom(fileName)}-${at + 1}`};
  }

  function chooseKind(id: string): void {
    fields.kind = id;
    suggest();
  }

  function suggest(): void {
    if (layerInFile.value === null || kind.value === null) return;
    fields.map = suggestMap(layerInFile.value, kind.value.roles);
  }

  async function send(): Promise<boolean> {
    if (file.value === null || !isComplete.value) return false;
    const {id, title, kind: kindId, layer, crs, encoding, map} = fields;
    problem.value = null;
    progress.value = 0;
    const hasSeveral = (valueOf(inspection.value)?.layers.length ?? 0) > 1;
    try {
      const job = await uploadLayer(
        {
          file: file.value,
          id,
          title: title.trim(),
          kind: kindId,
          map: withoutBlanks(map),
          crs,
          encoding,
          ...(hasSeveral ? {layer} : {}),
        },
        (share) => (progress.value = share),
        controller.signal,
      );
      file.value = null;
      onAccepted(job);
      return true;
    } catch (error) {
      if (!wasAborted(error)) problem.value = problemFrom(error);
      return false;
    } finally {
      progress.value = null;
    }
  }

  function cancel(): void {
    controller.abort();
    controller = new AbortController();
    file.value = null;
    inspection.value = IDLE;
    problem.value = null;
    progress.value = null;
  }

  return {
    file,
    inspection,
    fields,
    progress,
    problem,
    kind,
    layerInFile,
    missingRoles,
    isIdValid,
    isComplete,
    take,
    inspect,
    chooseLayer,
    chooseKind,
    send,
    cancel,
  };
}

function blank(): ImportFields {
  return {id: '', title: '', kind: '', layer: '', crs: '', encoding: '', map: {}};
}

function stemOf(fileName: string): string {
  return fileName.replace(/(\.shp)?\.(zip|geojson|json|gpkg)$/i, '');
}

/** A layer id out of a file name: what is not a letter, digit or hyphen goes. */
export function idFrom(fileName: string): string {
  const id = stemOf(fileName)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return id.slice(0, 63) || 'layer';
}

function withoutBlanks(map: RoleMap): RoleMap {
  return Object.fromEntries(Object.entries(map).filter(([, attribute]) => attribute)) as RoleMap;
}
