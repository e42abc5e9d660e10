import {existsSync, readFileSync, writeFileSync} from 'node:fs';

const PAGE = 'docs/benchmarks.md';

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`, a section for each benchmark; do not edit. Where others do the same, ours
and theirs run on the same data in one go, the answers are compared first and only then times are
taken, by turns. Times are from the question to the answer.
`;

/** Puts a section into docs/benchmarks.md, in place of the one of the same name. */
export function writeSection(name: string, text: string): void {
  const begin = `<!-- begin ${name} -->`;
  const end = `<!-- end ${name} -->`;
  const section = `${begin}\n${text.trim()}\n${end}\n`;
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : INTRODUCTION;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  const rest = to < 0 ? '' : page.slice(to + end.length).trim();
  const written =
    from < 0 || to < 0
      ? `${page.trimEnd()}\n\n${section}`
      : `${page.slice(0, from)}${section}${rest === '' ? '' : `\n${rest}\n`}`;
  writeFileSync(PAGE, written);
}

/** A Markdown list of what a benchmark was run with. */
export function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A Markdown table; numbers come formatted. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** Three figures that mean something. */
export function figures(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return spaced(Math.round(value));
  return value.toPrecision(3);
}

export function spaced(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ' ');
}

export function times(ratio: number): string {
  return Number.isFinite(ratio) ? `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)}×` : '–';
}
