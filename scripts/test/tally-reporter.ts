import {writeFileSync} from 'node:fs';
import type {Reporter, SerializedError, TestModule} from 'vitest/node';
import type {Tally} from './tally.ts';

/** Writes the tally of a run to the file named by LIANDONG_TALLY, for scripts/test.ts to read. */
export class TallyReporter implements Reporter {
  onTestRunEnd(
    modules: ReadonlyArray<TestModule>,
    unhandledErrors: ReadonlyArray<SerializedError>,
  ): void {
    const file = process.env.LIANDONG_TALLY;
    if (file) writeFileSync(file, JSON.stringify(tallyOf(modules, unhandledErrors)));
  }
}

/** Counts tests, and what failed beside them: a file that does not load has no test that could fail. */
function tallyOf(
  modules: ReadonlyArray<TestModule>,
  unhandledErrors: ReadonlyArray<SerializedError>,
): Tally {
  const tally: Tally = {passed: 0, failed: 0, skipped: [], failedOutsideTests: []};
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const {state} = test.result();
      if (state === 'passed') tally.passed++;
      else if (state === 'failed') tally.failed++;
      // a test that never ran ('pending') counts as skipped too: it has proved nothing
      else tally.skipped.push(`${module.relativeModuleId}: ${test.fullName}`);
    }
    for (const {message} of module.errors())
      tally.failedOutsideTests.push(`${module.relativeModuleId}: ${message}`);
    for (const suite of module.children.allSuites())
      for (const {message} of suite.errors())
        tally.failedOutsideTests.push(`${module.relativeModuleId}: ${suite.fullName}: ${message}`);
  }
  for (const {message} of unhandledErrors) tally.failedOutsideTests.push(`not caught: ${message}`);
  return tally;
}
