import {watch} from 'vue';
import type {ZoneContent} from './zone-content.ts';
import type {ZoneState} from './zone.ts';

const KEY = 'liandong.unsaved-zone';

/** A drag changes the zone at every frame, and of 20 000 vertices a backup is most of a megabyte. */
const PAUSE_MS = 400;

interface Backup {
  name: string;
  content: ZoneContent;
  /** The saved zone the edit began from, if any. */
  base: {id: string; version: number} | null;
}

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Where drawings are kept: `tab` lasts for one tab, over reloads; `all` outlives it and is shared. */
export interface BackupPlaces {
  tab: Kept;
  all: Kept;
}

/**
 * Keeps an unsaved drawing over a reload, or a crash of the tab. Two tabs do not take each other's
 * away: each goes on from its own, and a new one from the last.
 * @returns what to call before the page goes, so that nothing waits to be written
 */
export function keepBackup(zone: ZoneState, {tab, all}: BackupPlaces): () => void {
  let mine: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!zone.isDirty.value || zone.isEmpty.value) return drop();
    const saved = zone.saved.value?.zone;
    const backup: Backup = {
      name: zone.name.value,
      content: zone.content.value,
      base: saved === undefined ? null : {id: saved.id, version: saved.version},
    };
    const text = JSON.stringify(backup);
    try {
      tab.setItem(KEY, text);
      all.setItem(KEY, text);
      mine = text;
    } catch {
      // Storage is full: a drawing of some megabytes stays in memory only.
      drop();
    }
  }

  function drop(): void {
    tab.removeItem(KEY);
    if (all.getItem(KEY) === mine) all.removeItem(KEY);
    mine = null;
  }

  // what this tab came back with is its own from now on
  if (zone.isDirty.value) write();
  watch([zone.content, zone.name, zone.saved], () => {
    timer ??= setTimeout(write, PAUSE_MS);
  });
  return () => {
    if (timer !== undefined) write();
  };
}

/** The drawing left unsaved last time; null when there is none or it cannot be read. */
export function readBackup({tab, all}: {[place in keyof BackupPlaces]: Pick<Kept, 'getItem'>}) {
  return parse(tab.getItem(KEY)) ?? parse(all.getItem(KEY));
}

function parse(text: string | null): Backup | null {
  try {
    const backup = JSON.parse(text ?? 'null') as Backup | null;
    return backup !== null && Array.isArray(backup.content.memberIds) ? backup : null;
  } catch {
    return null;
  }
}
