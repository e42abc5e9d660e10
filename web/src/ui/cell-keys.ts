const STEPS: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * Arrows go from button to button of a table, over cells that have none; Home and End go to the ends
 * of a row. The table is one stop of the Tab key: the button one was at last.
 */
export function moveBetweenCells(event: KeyboardEvent): void {
  const cell = (event.target as Element).closest<HTMLTableCellElement>('td, th');
  const row = cell?.closest('tr');
  const table = row?.closest('table');
  if (!cell || !row || !table) return;
  const next = targetOf(event.key, cell, row, [...table.rows]);
  if (next === null) return;
  event.preventDefault();
  focusOnly(table, next);
}

function targetOf(
  key: string,
  cell: HTMLTableCellElement,
  row: HTMLTableRowElement,
  rows: HTMLTableRowElement[],
): HTMLElement | null {
  if (key === 'Home' || key === 'End') {
    const buttons = [...row.querySelectorAll('button')];
    return (key === 'Home' ? buttons[0] : buttons.at(-1)) ?? null;
  }
  const step = STEPS[key];
  if (step === undefined) return null;
  let [y, x] = [rows.indexOf(row), cell.cellIndex];
  for (;;) {
    y += step[0];
    x += step[1];
    const found = rows[y]?.cells[x];
    if (found === undefined) return null;
    const button = found.querySelector('button');
    if (button !== null) return button;
  }
}

/** Focuses one button of a table; the others are no stops of the Tab key. */
export function focusOnly(table: HTMLTableElement, button: HTMLElement): void {
  for (const each of table.querySelectorAll('button')) each.tabIndex = each === button ? 0 : -1;
  button.focus();
}
