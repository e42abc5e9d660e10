import type {LocalText} from '../../contract/local-text.ts';
import {MAX_OBSERVATION_ROWS} from '../../contract/observation.ts';

export type Cell = string | number | null;

/** A table as it stands in a file: nothing is known of its columns yet. */
export interface Table {
  format: 'csv' | 'xlsx';
  encoding: string | null;
  sheet: string | null;
  /** Lines that hold something, with their number in the file. */
  lines: {row: number; cells: Cell[]}[];
}

/** Why a file cannot be read as a table: a code of ours and the values of its sentence. */
export interface TableFault {
  code: 'TABLE_FORMAT_UNKNOWN' | 'TABLE_BROKEN' | 'TABLE_TOO_LARGE' | 'TABLE_COLUMN_MISSING';
  values: Record<string, string | LocalText>;
}

export function faultOf(code: TableFault['code'], reason: string | LocalText): TableFault {
  return {code, values: {reason}};
}

/** With a header, and room for titles above it. */
export const MAX_LINES = MAX_OBSERVATION_ROWS + 100;
/** Beside the five columns of a long table, a wide one has a column for each indicator. */
export const MAX_COLUMNS = 500;
/** A row of a table is some hundred characters; this is far more than any of ours. */
export const MAX_TABLE_BYTES = 32 * 1024 ** 2;
