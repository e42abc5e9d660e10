import {existsSync, readFileSync} from 'node:fs';
import {posix} from 'node:path';
import {expect, test} from 'vitest';
import {projectFiles} from '../setup/project-files.ts';

const pages = projectFiles().filter((path) => path.endsWith('.md'));

test('every relative link and picture in a page leads to a file', () => {
  const broken = pages.flatMap((page) =>
    linksOf(readFileSync(page, 'utf8'))
      .filter((link) => !/^([a-z]+:|#)/i.test(link))
      .map((link) => posix.join(posix.dirname(page), decodeURI(link.replace(/#.*$/, ''))))
      .filter((target) => !existsSync(target))
      .map((target) => `${page} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test('links are found in text, not in code', () => {
  expect(linksOf('[a](b.md) ![c](d.png "e") `[f](g.md)`\n```\n[h](i.md)\n```\n')).toEqual([
    'b.md',
    'd.png',
  ]);
});

function linksOf(markdown: string): string[] {
  const text = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map((match) => match[1] ?? '');
}
