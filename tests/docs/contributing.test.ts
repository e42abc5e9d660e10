import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import en from '../../web/src/i18n/en.json' with {type: 'json'};

const page = readFileSync('CONTRIBUTING.md', 'utf8');
/** The name that stands for a process to be written. */
const INVENTED = 'green-share';

function partOf(heading: string): string {
  const found = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (found === undefined) throw new Error(`there is no part "${heading}"`);
  return found;
}
const codeIn = (text: string) => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);

test('every file and folder that contributing names is there', () => {
  const missing = codeIn(page)
    .filter((code) => /^[\w.-]+\/[\w./-]*$/.test(code) && !code.includes(INVENTED))
    .filter((path) => !existsSync(path));
  // words of one folder within the sentence about it
  expect(missing).toEqual(['repairs/']);
});

test.each(['How to add a process', 'How to add an agreement rule', 'How to add a room'])(
  '"%s" names files alone that are beside those it names in full',
  (heading) => {
    const named = codeIn(partOf(heading));
    const folders = named.filter((code) => code.includes('/') && !code.includes(INVENTED));
    const alone = named.filter((code) => /^[\w-]+\.(ts|vue)$/.test(code));
    const lost = alone.filter(
      (file) =>
        !folders.some((path) => {
          const folder = path.endsWith('/') ? path : path.replace(/[^/]*$/, '');
          return existsSync(folder + file);
        }),
    );
    expect(lost).toEqual([]);
  },
);

test.each([
  ['AnalysisProcess', 'server/analysis/process.ts'],
  ['AgreementRule', 'contract/agreement.ts'],
  ['ROOMS', 'web/src/state/rooms.ts'],
  ['PANELS', 'web/src/state/url-state.ts'],
  ['RoomOnMap', 'web/src/state/map-bridge.ts'],
])('%s, which contributing names, is exported by %s', (name, file) => {
  expect(page).toContain(`\`${name}\``);
  expect(readFileSync(file, 'utf8')).toMatch(
    new RegExp(`^export (const|type|interface) ${name}\\b`, 'm'),
  );
});

test('rules of agreements are named as they are', () => {
  const rules = readFileSync('contract/agreement.ts', 'utf8');
  const part = partOf('How to add an agreement rule');
  const types = [...rules.matchAll(/^ {4}type: Type\.Literal\('([a-z-]+)'\)/gm)].map(
    ([, type]) => type!,
  );
  expect(types.length).toBe(3);
  for (const type of types) expect(part).toContain(`\`${type}\``);
  expect(Object.keys(en)).toEqual(expect.arrayContaining(['process', 'app']));
});
