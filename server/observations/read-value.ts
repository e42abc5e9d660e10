export type ReadValue = {value: number; isBelowLimit: boolean} | null;

/**
 * A number, or a value below its detection limit, written "<0.01" or as laboratories do "0.01L".
 * Below the limit half of it is taken: usual in water-quality reporting (not checked, confidence 0.7).
 */
export function readValue(cell: string | number): ReadValue {
  if (typeof cell === 'number') {
    return Number.isFinite(cell) ? {value: cell, isBelowLimit: false} : null;
  }
  const text = cell.normalize('NFKC').replace(/\s/g, '');
  const below = /^[<≤](.+)$/.exec(text)?.[1] ?? /^(.+)[lL]$/.exec(text)?.[1];
  const number = numberOf(below ?? text);
  if (number === null) return null;
  return below === undefined
    ? {value: number, isBelowLimit: false}
    : {value: number / 2, isBelowLimit: true};
}

function numberOf(text: string): number | null {
  // a comma before exactly three digits parts thousands; any other is refused, it may be a decimal one
  const plain = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : null;
}
