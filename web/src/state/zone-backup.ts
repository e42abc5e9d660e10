import {watch} from 'vue';
import type {ZoneContent} from './zone-content.ts';
import type {ZoneState} from './zone.ts';

const KEY = 'liandong.unsaved-zone';

interface Backup {
  name: string;
  content: ZoneContent;
  /** The saved zone the edit began from, if any. */
  base: {id: string; version: number} | null;
}

/** Keeps an unsaved drawing over a reload or a crash of the tab. */
export function keepBackup(zone: ZoneState, storage: Storage): void {
  watch([zone.content, zone.name, zone.saved], () => {
    if (!zone.isDirty.value || zone.isEmpty.value) {
      storage.removeItem(KEY);
      return;
    }
    const saved = zone.saved.value?.zone;
    const backup: Backup = {
      name: zone.name.value,
      content: zone.content.value,
      base: saved === undefined ? null : {id: saved.id, version: saved.version},
    };
    try {
      storage.setItem(KEY, JSON.stringify(backup));
    } catch {
      // Storage is full: a drawing of some megabytes stays in memory only.
      storage.removeItem(KEY);
    }
  });
}

/** The drawing left unsaved last time; null when there is none or it cannot be read. */
export function readBackup(storage: Pick<Storage, 'getItem'>): Backup | null {
  try {
    const backup = JSON.parse(storage.getItem(KEY) ?? 'null') as Backup | null;
    return backup !== null && Array.isArray(backup.content.memberIds) ? backup : null;
  } catch {
    return null;
  }
}
