import type {ObservationTable} from '../../../contract/observation.ts';

const KEY = 'liandong.observations';

/** The monitoring table an agreement is settled by, kept as long as the tab: a reload shows the same. */
export function keepTable(agreement: string, table: ObservationTable | null): void {
  const storage = storageOfTab();
  try {
    if (table === null) storage?.removeItem(KEY);
    else storage?.setItem(KEY, JSON.stringify({agreement, table}));
  } catch {
    // too long to be kept: after a reload it is asked for again, and no older one stands in for it
    storage?.removeItem(KEY);
  }
}

/** The table last read for an agreement in this tab. */
export function keptTable(agreement: string): ObservationTable | null {
  try {
    const kept = JSON.parse(storageOfTab()?.getItem(KEY) ?? 'null') as {
      agreement: string;
      table: ObservationTable;
    } | null;
    return kept?.agreement === agreement && Array.isArray(kept.table.rows) ? kept.table : null;
  } catch {
    return null;
  }
}

function storageOfTab(): Storage | null {
  return typeof sessionStorage === 'undefined' ? null : sessionStorage;
}
