import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {PROCESSES} from '../../server/analysis/index.ts';

test('the guide to the interface names every process', () => {
  const guide = readFileSync('docs/guide/use-the-api.md', 'utf8');
  const named = [...guide.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id]) => id);
  expect(named.sort()).toEqual(PROCESSES.map(({id}) => id).sort());
});
