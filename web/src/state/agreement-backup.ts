import {shallowRef, type ShallowRef} from 'vue';
import type {AgreementDraft} from '../../../contract/agreement.ts';

const KEY = 'liandong.unsaved-agreements';

/** An agreement that was being written, as far as it had got. */
export interface KeptDraft {
  draft: AgreementDraft;
  /** Where it began; null where it came from a file. */
  original: AgreementDraft | null;
  /** The saved version it follows; null: it is a new agreement. */
  base: {id: string; version: number} | null;
  view: 'form' | 'json';
  text: string;
}

/** By the id of the agreement they follow, or a place of its own for each new one. */
export type KeptDrafts = Readonly<Record<string, KeptDraft>>;

export interface DraftKeeper {
  readonly kept: Readonly<ShallowRef<KeptDrafts>>;
  put(slot: string, draft: KeptDraft): void;
  drop(slot: string): void;
  /** A place that no kept draft has: beginning another one does not lose the first. */
  freeSlot(): string;
}

/** Keeps unsaved agreements over a reload or a crash of the tab, until they are saved or given up. */
export function createDraftKeeper(storage: Pick<Storage, 'getItem' | 'setItem'>): DraftKeeper {
  const kept = shallowRef<KeptDrafts>(readDrafts(storage));

  function set(next: KeptDrafts): void {
    kept.value = next;
    try {
      storage.setItem(KEY, JSON.stringify(next));
    } catch {
      // Storage is full: an agreement of a megabyte stays in memory only.
    }
  }
  function put(slot: string, draft: KeptDraft): void {
    set({...kept.value, [slot]: draft});
  }
  function drop(slot: string): void {
    if (kept.value[slot] === undefined) return;
    const {[slot]: _, ...others} = kept.value;
    set(others);
  }
  function freeSlot(): string {
    let at = 1;
    while (kept.value[`new-${at}`] !== undefined) at += 1;
    return `new-${at}`;
  }

  return {kept, put, drop, freeSlot};
}

/** What was left unsaved last time; what cannot be read is left out. */
function readDrafts(storage: Pick<Storage, 'getItem'>): KeptDrafts {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '{}') as Record<string, KeptDraft | null>;
    return Object.fromEntries(
      Object.entries(kept).flatMap(([slot, each]) =>
        typeof each?.draft?.rule?.type === 'string' ? [[slot, each]] : [],
      ),
    );
  } catch {
    return {};
  }
}
