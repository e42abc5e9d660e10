import {existsSync} from 'node:fs';
import {defineConfig} from 'vitest/config';
import {TallyReporter} from './scripts/test/tally-reporter.ts';

/** Tests that need no database and no browser. Whatever is in none of the other three lists belongs here. */
const engines = ['tests/db/**/*.test.ts'];
const api = [
  'tests/{analysis,audit,auth,cli,ingest,jobs,layers,reviews,routes,tiles,zones}/**/*.test.ts',
  'tests/app*.test.ts',
];
const e2e = ['tests/e2e/**/*.test.ts'];

export default defineConfig({
  test: {
    // a PGlite that crashes takes its process with it: never a thread of ours
    pool: 'forks',
    // the machines this runs on have two cores; each worker may hold a PGlite of some 300 MB
    maxWorkers: 2,
    reporters: ['default', new TallyReporter()],
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    projects: [
      project('unit', ['tests/**/*.test.ts'], 20_000, {exclude: [...engines, ...api, ...e2e]}),
      project('engines', engines, 60_000, withDatabase()),
      project('api', api, 60_000, withDatabase()),
      // one after the other: two browsers drawing maps in software starve each other
      project('e2e', e2e, 120_000, {...withDatabase(), fileParallelism: false}),
    ],
  },
});

function project(name: string, include: string[], testTimeout: number, more: object) {
  return {extends: true as const, test: {name, include, testTimeout, ...more}};
}

function withDatabase() {
  const globalSetup = ['tests/setup/database.ts'];
  return {globalSetup: globalSetup.filter((file) => existsSync(file))};
}
