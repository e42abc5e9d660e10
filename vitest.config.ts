import {defineConfig} from 'vitest/config';
import {TallyReporter} from './scripts/test/tally-reporter.ts';

/** Tests that need no database and no browser. Whatever is in none of the other three lists belongs here. */
const engines = ['tests/db/**/*.test.ts'];
const api = [
  'tests/{analysis,audit,auth,cli,ingest,jobs,layers,reviews,routes,tiles,zones}/**/*.test.ts',
  'tests/app*.test.ts',
  // what is compared with PostGIS, whatever room it is in
  'tests/**/*.oracle.test.ts',
];
const e2e = ['tests/e2e/**/*.test.ts'];
const withDatabase = {globalSetup: ['tests/setup/database.ts']};

export default defineConfig({
  test: {
    // a PGlite that crashes takes its process with it: never a thread of ours
    pool: 'forks',
    // the machines this runs on have two cores; each worker may hold a PGlite of some 300 MB
    maxWorkers: 2,
    reporters: ['default', new TallyReporter()],
    // a first start of the embedded database takes 12 s alone, and several times that beside others
    hookTimeout: 180_000,
    teardownTimeout: 20_000,
    projects: [
      project('unit', ['tests/**/*.test.ts'], 60_000, {exclude: [...engines, ...api, ...e2e]}),
      project('engines', engines, 60_000, withDatabase),
      project('api', api, 60_000, withDatabase),
      // after all others and one file at a time: browsers that draw maps in software starve each other
      project('e2e', e2e, 120_000, {
        ...withDatabase,
        fileParallelism: false,
        sequence: {groupOrder: 1},
      }),
    ],
  },
});

function project(name: string, include: string[], testTimeout: number, more: object) {
  return {extends: true as const, test: {name, include, testTimeout, ...more}};
}
