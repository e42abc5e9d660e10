import type {DemandRow} from './facilities-form.ts';

/** Rows of a table that was copied, and the lines that say no load. */
export interface PastedRows {
  rows: DemandRow[];
  refused: string[];
}

/**
 * Reads lines of code, load and perhaps longitude and latitude, parted by tabs, semicolons, commas or
 * spaces, as a spreadsheet hands them out. A first line of headings is passed over.
 */
export function parseDemandRows(text: string): PastedRows {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const rows: DemandRow[] = [];
  const refused: string[] = [];
  lines.forEach((line, index) => {
    const row = demandRowOf(line);
    if (row !== null) rows.push(row);
    else if (index > 0 || /\d/.test(line)) refused.push(line);
  });
  return {rows, refused};
}

function demandRowOf(line: string): DemandRow | null {
  const parting = [/\t/, /[;；]/, /[,，]/, /\s+/].find((each) => each.test(line));
  if (parting === undefined) return null;
  const [unit = '', load = '', lon = '', lat = ''] = line.split(parting).map((cell) => cell.trim());
  const amount = numberOf(load);
  if (unit === '' || amount === null || amount < 0) return null;
  const at = [numberOf(lon), numberOf(lat)] as const;
  if (at[0] === null && at[1] === null) return {unit, load: amount, at: null};
  if (at[0] === null || at[1] === null || Math.abs(at[0]) > 180 || Math.abs(at[1]) > 90)
    return null;
  return {unit, load: amount, at: [at[0], at[1]]};
}

/** Thousands may be parted by spaces; a comma between cells is no part of a number. */
function numberOf(text: string): number | null {
  const value = text === '' ? Number.NaN : Number(text.replace(/[\s\u00a0]/g, ''));
  return Number.isFinite(value) ? value : null;
}
