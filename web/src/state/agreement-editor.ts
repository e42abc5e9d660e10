import {computed, ref, shallowRef, watch} from 'vue';
import type {Agreement, AgreementDraft} from '../../../contract/agreement.ts';
import type {Problem} from '../../../contract/problem.ts';
import {createAgreement, replaceAgreement} from '../api/agreements.ts';
import type {DraftKeeper, KeptDraft} from './agreement-backup.ts';
import {draftOf, emptyDraft, parseDraft, withoutStaleEvidence} from './agreement-draft.ts';
import type {DraftFault} from './check-draft.ts';
import {IDLE, load, problemIn, valueOf, type Remote} from './remote.ts';

/** Longer than any agreement: whoever takes a film for one hears of it at once. */
const MOST_BYTES = 1_000_000;

/** What the service finds contradictory in an agreement, by where it stands. */
export interface Contradiction {
  path: string;
  detail: string;
}

export type AgreementEditor = ReturnType<typeof createAgreementEditor>;

/** An agreement being written: as a form, or as the JSON that the service takes. */
export function createAgreementEditor(
  keeper: DraftKeeper,
  onSaved: (agreement: Agreement) => void,
) {
  const draft = ref<AgreementDraft | null>(null);
  /** The saved version it will follow; null: it will be a new agreement. */
  const base = shallowRef<{id: string; version: number} | null>(null);
  const view = shallowRef<'form' | 'json'>('form');
  const text = shallowRef('');
  const faults = shallowRef<readonly DraftFault[]>([]);
  const saving = shallowRef<Remote<Agreement>>(IDLE);
  /** Where the draft began, to see what was changed. */
  const original = shallowRef<AgreementDraft | null>(null);
  const isOpen = shallowRef(false);
  /** It was left unsaved before, and goes on from there. */
  const wasKept = shallowRef(false);
  /** Where it is kept until it is saved or given up. */
  const slot = shallowRef('');
  const problem = computed<Problem | null>(() => problemIn(saving.value));

  function open(content: AgreementDraft, from: {id: string; version: number} | null): void {
    draft.value = content;
    original.value = structuredClone(content);
    base.value = from;
    view.value = 'form';
    text.value = '';
    faults.value = [];
    saving.value = IDLE;
    wasKept.value = false;
    slot.value = from?.id ?? keeper.freeSlot();
    isOpen.value = true;
  }
  /** What is to be kept of it; null where nothing was written yet. */
  function snapshot(): KeptDraft | null {
    if (draft.value === null) return null;
    const now = plain(draft.value);
    const isText = view.value === 'json';
    const isWritten =
      original.value === null ||
      JSON.stringify(now) !== JSON.stringify(original.value) ||
      (isText && text.value !== textOf(now));
    if (!isWritten) return null;
    return {
      draft: now,
      original: original.value,
      base: base.value,
      view: view.value,
      text: isText ? text.value : '',
    };
  }
  /** Goes on with what was left unsaved. */
  function restore(from: string): boolean {
    const kept = keeper.kept.value[from];
    if (kept === undefined) return false;
    open(structuredClone(kept.draft), kept.base);
    slot.value = from;
    original.value = kept.original;
    view.value = kept.view;
    text.value = kept.text;
    wasKept.value = true;
    return true;
  }
  function startNew(year: number): void {
    open(emptyDraft('class-step', {from: String(year), to: String(year)}), null);
  }
  /** The next version of one's own agreement; of an example, which stays as it is, a copy. */
  function edit(
    agreement: Agreement,
    nameOfCopy: (name: string, language: 'zh' | 'en') => string,
  ): void {
    const content = draftOf(agreement);
    if (!agreement.isExample) {
      if (!restore(agreement.id)) open(content, {id: agreement.id, version: agreement.version});
      return;
    }
    const {zh, en} = content.name;
    open({...content, name: {zh: nameOfCopy(zh, 'zh'), en: nameOfCopy(en, 'en')}}, null);
  }
  /** What cannot be shown as a form stands as text, with what is wrong with it. */
  async function importFile(file: File): Promise<void> {
    open(emptyDraft('class-step', {from: '', to: ''}), null);
    view.value = 'json';
    if (file.size > MOST_BYTES) {
      const values = {why: `${file.name}: ${file.size} B > ${MOST_BYTES} B`};
      faults.value = [{path: '', rule: 'not-json', values}];
      return;
    }
    text.value = await file.text();
    await showForm();
    original.value = null;
  }
  function close(): void {
    keeper.drop(slot.value);
    isOpen.value = false;
    draft.value = null;
  }

  function showText(): void {
    text.value = textOf(draft.value);
    faults.value = [];
    view.value = 'json';
  }
  async function showForm(): Promise<void> {
    if (await readText()) view.value = 'form';
  }
  async function readText(): Promise<boolean> {
    const {draft: read, fault} = parseDraft(text.value);
    faults.value = fault === null ? await check(read) : [fault];
    if (faults.value.length > 0) return false;
    draft.value = read as AgreementDraft;
    return true;
  }

  async function save(): Promise<void> {
    saving.value = IDLE;
    if (view.value === 'json' && !(await readText())) return;
    const content = withoutStaleEvidence(plain(draft.value!), original.value);
    faults.value = await check(content);
    if (faults.value.length > 0) return;
    const {id, version} = base.value ?? {};
    await load(saving, () =>
      id === undefined ? createAgreement(content) : replaceAgreement(id, version!, content),
    );
    const saved = problem.value === null ? valueOf<Agreement>(saving.value) : null;
    if (saved === null) return;
    close();
    onSaved(saved);
  }

  watch(
    [draft, text, view],
    () => {
      const now = isOpen.value ? snapshot() : null;
      if (now !== null) keeper.put(slot.value, now);
    },
    {deep: true},
  );

  return {
    draft,
    base,
    view,
    text,
    faults,
    saving,
    problem,
    isOpen,
    wasKept,
    slot,
    restore,
    startNew,
    edit,
    importFile,
    close,
    showText,
    showForm,
    save,
  };
}

/** The schemas are a library of their own, fetched when the first draft is written. */
async function check(draft: unknown): Promise<DraftFault[]> {
  const {faultsOfDraft} = await import('./check-draft.ts');
  return faultsOfDraft(draft);
}

function textOf(draft: AgreementDraft | null): string {
  return JSON.stringify(draft, null, 2);
}

/** Without what Vue wraps round it. */
function plain(draft: AgreementDraft): AgreementDraft {
  return JSON.parse(JSON.stringify(draft)) as AgreementDraft;
}
