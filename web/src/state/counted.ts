/**
 * Values of a text that counts. In English it has two forms, `{count} unit | {count} units`; `count`
 * comes written out, so what the forms differ by is told apart: whether it is 1.
 */
export function counted(values: Record<string, unknown>): Record<string, unknown> {
  return 'count' in values ? {...values, n: String(values.count) === '1' ? 1 : 2} : values;
}
