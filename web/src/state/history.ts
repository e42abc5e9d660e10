import {computed, shallowRef, type ComputedRef} from 'vue';

/** One reversible step: what was there, what is there now, and the word for it. */
export interface Moment<Content> {
  readonly before: Content;
  readonly after: Content;
  readonly change: string;
}

export interface History<Content> {
  record(moment: Moment<Content>): void;
  /** Steps back and returns what was there before, null when there is nothing to undo. */
  undo(): Content | null;
  redo(): Content | null;
  clear(): void;
  readonly undoable: ComputedRef<Moment<Content> | null>;
  readonly redoable: ComputedRef<Moment<Content> | null>;
}

/** A day of drawing has some hundreds of steps; contents share what did not change. */
const LONGEST = 1000;

export function createHistory<Content>(): History<Content> {
  const done = shallowRef<readonly Moment<Content>[]>([]);
  const undone = shallowRef<readonly Moment<Content>[]>([]);
  const undoable = computed(() => done.value.at(-1) ?? null);
  const redoable = computed(() => undone.value.at(-1) ?? null);

  function record(moment: Moment<Content>): void {
    done.value = [...done.value, moment].slice(-LONGEST);
    undone.value = [];
  }

  function undo(): Content | null {
    const moment = undoable.value;
    if (moment === null) return null;
    done.value = done.value.slice(0, -1);
    undone.value = [...undone.value, moment];
    return moment.before;
  }

  function redo(): Content | null {
    const moment = redoable.value;
    if (moment === null) return null;
    undone.value = undone.value.slice(0, -1);
    done.value = [...done.value, moment];
    return moment.after;
  }

  function clear(): void {
    done.value = [];
    undone.value = [];
  }

  return {record, undo, redo, clear, undoable, redoable};
}
