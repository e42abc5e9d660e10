import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {checkFile} from './rooms/check-file.ts';
import {readRooms} from './rooms/read-rooms.ts';
import {usesOf} from './rooms/uses-of.ts';
import {projectFiles} from './setup/project-files.ts';

const rules = readRooms(readFileSync('docs/rooms.md', 'utf8'));
const packageFile = JSON.parse(readFileSync('package.json', 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};
const packages = {
  // types come without code: "geojson" is @types/geojson, and nothing of it is left when it runs
  shipped: new Set([...Object.keys(packageFile.dependencies), 'geojson']),
  development: new Set(Object.keys(packageFile.devDependencies)),
};

const sources = projectFiles().filter(
  (path) =>
    /^(contract|server|web|scripts|tests)\/.*\.(ts|mts|js|mjs|vue)$/.test(path) &&
    !path.startsWith('tests/fixtures/'),
);

describe('every source file keeps to docs/rooms.md', () => {
  test('there are source files in contract, server and scripts', () => {
    const seen = new Set(sources.map((path) => path.split('/')[0]));
    expect([...seen]).toEqual(expect.arrayContaining(['contract', 'server', 'scripts', 'tests']));
  });

  // half a second alone, many times that on a machine under load
  test('no file imports or uses what its room may not', {timeout: 120_000}, () => {
    const faults = sources.flatMap((path) =>
      checkFile(path, readFileSync(path, 'utf8'), rules, packages),
    );
    expect(faults).toEqual([]);
  });
});

describe('the check notices a file that does not keep to the table', () => {
  test.each([
    ['a db package outside db', 'server/layers/a.ts', `import pg from 'pg';`, /only db may/],
    [
      'an import of a type alone',
      'server/layers/a.ts',
      `import type {PGlite} from '@electric-sql/pglite';`,
      /only db may/,
    ],
    [
      'a type named in place',
      'server/layers/a.ts',
      `export type A = import('pg').Client;`,
      /only db may/,
    ],
    ['the map engine in state', 'web/src/state/a.ts', `import 'maplibre-gl';`, /only web map may/],
    [
      'the map engine in a Vue component',
      'web/src/panels/zone/a.vue',
      `<template><p /></template>\n<script setup lang="ts">\nimport {Map} from 'maplibre-gl';\n</script>`,
      /only web map may/,
    ],
    [
      'one panel in another',
      'web/src/panels/zone/a.ts',
      `import {b} from '../layer/b.ts';`,
      /another folder of its kind/,
    ],
    [
      'one analysis in another',
      'server/analysis/zone-overlap/a.ts',
      `import {b} from '../overlay-matrix/b.ts';`,
      /another folder of its kind/,
    ],
    ['a route on the database', 'server/routes/a.ts', `import {b} from '../db/b.ts';`, /of db/],
    [
      'a route by a dynamic import',
      'server/layers/a.ts',
      `const b = await import('../routes/b.ts');`,
      /of routes/,
    ],
    [
      'a worker of another room',
      'server/layers/a.ts',
      `const b = new URL('../routes/b.ts', import.meta.url);`,
      /of routes/,
    ],
    ['a script in the server', 'server/app.ts', `import {b} from '../scripts/b.ts';`, /of scripts/],
    ['a test in a script', 'contract/a.ts', `import {b} from '../tests/b.ts';`, /of tests/],
    ['Node in the kernel', 'server/kernel/a.ts', `import {join} from 'node:path';`, /of Node/],
    ['Node without its prefix', 'server/kernel/a.ts', `import fs from 'fs';`, /of Node/],
    ['the clock in the kernel', 'server/kernel/a.ts', `export const a = new Date();`, /uses Date/],
    ['the network in the kernel', 'server/kernel/a.ts', `await fetch('/a');`, /uses fetch/],
    [
      'a noun in the kernel',
      'server/kernel/a.ts',
      `import {b} from '../layers/b.ts';`,
      /of layers/,
    ],
    [
      'SQL in a route',
      'server/routes/a.ts',
      'export const a = `select id from layer where id = ${1}`;',
      /holds SQL/,
    ],
    ['a barrel', 'server/layers/index.ts', `export const a = 1;`, /no registry/],
    ['a passed-on export', 'server/layers/a.ts', `export * from './b.ts';`, /no registry/],
    [
      'a package for development only',
      'server/layers/a.ts',
      `import proj4 from 'proj4';`,
      /does not list/,
    ],
    ['the clock in a report', 'server/reports/a.ts', `export const a = Date.now();`, /uses Date/],
    ['a package nobody asked for', 'tests/a.ts', `import 'left-pad';`, /does not list/],
    ['a file in no room', 'server/utils.ts', `export const a = 1;`, /no room/],
  ])('%s', (_, path, source, expected) => {
    const faults = checkFile(path, source, rules, packages);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(expected);
  });

  test.each([
    ['a worker of its own', 'server/db/a.ts', `new URL('./b.ts', import.meta.url)`],
    ['its own noun', 'server/analysis/zone-overlap/a.ts', `import {b} from './b.ts';`],
    ['the registry of its kind', 'server/jobs/tasks/index.ts', `export {a} from './a.ts';`],
    ['a member called fetch', 'server/kernel/a.ts', `export const a = {fetch: 1}.fetch;`],
    ['a word in a comment', 'server/kernel/a.ts', `// not Date.now, not fetch\nexport {};`],
    ['a sentence with select', 'server/routes/a.ts', `export const a = 'Select a layer';`],
  ])('but lets %s pass', (_, path, source) => {
    expect(checkFile(path, source, rules, packages)).toEqual([]);
  });

  test('a table that names a room there is not is refused', () => {
    const markdown = readFileSync('docs/rooms.md', 'utf8').replace(
      '| db, kernel,',
      '| db, kernle,',
    );
    expect(() => readRooms(markdown)).toThrow(/kernle/);
  });

  test('imports are found in strings only where they are imports', () => {
    expect(
      usesOf('a.ts', `const a = "import b from './c.ts'"; // import './d.ts'`).imports,
    ).toEqual([]);
  });
});
