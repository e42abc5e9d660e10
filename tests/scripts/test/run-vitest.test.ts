import {expect, test} from 'vitest';
import {runVitest} from '../../../scripts/test/run-vitest.ts';
import {closingLine} from '../../../scripts/test/tally.ts';

const config = ['--config', 'tests/fixtures/test-run/vitest.config.ts'];
const never = new AbortController().signal;

const runCase = (...words: string[]) => runVitest([...config, ...words], {}, never);

test('a run is counted test by test: passed, failed, skipped, not yet written', async () => {
  const tally = await runCase('mixed');
  expect(tally).toMatchObject({passed: 2, failed: 1, failedOutsideTests: []});
  expect(tally.skipped).toEqual([
    'mixed.case.ts: is skipped',
    'mixed.case.ts: is not written yet',
    'mixed.case.ts: a skipped group > is skipped with its group',
  ]);
  expect(closingLine(tally)).toBe('2 passed, 1 failed, 3 skipped');
});

test('a file that does not load is a failure though no test of it failed', async () => {
  const tally = await runCase('does-not-load');
  expect(tally.failedOutsideTests).toEqual(['does-not-load.case.ts: this file does not load']);
  expect(closingLine(tally)).toBe('0 passed, 1 failed, 0 skipped');
});

test('a hook that throws is a failure, and the tests it kept from running are skipped', async () => {
  const tally = await runCase('hook-throws');
  expect(tally.failedOutsideTests).toEqual([
    'hook-throws.case.ts: a group: nothing to prepare with',
  ]);
  expect(closingLine(tally)).toBe('0 passed, 1 failed, 1 skipped');
});

test('an error that nobody caught is a failure though every test passed', async () => {
  const tally = await runCase('not-caught');
  expect(tally.failedOutsideTests).toEqual(['not caught: nobody waits for this']);
  expect(closingLine(tally)).toBe('1 passed, 1 failed, 0 skipped');
});

test('a run without any test is a failure', async () => {
  const tally = await runCase('no-such-test');
  expect(closingLine(tally)).toBe('0 passed, 1 failed, 0 skipped');
});

test('an option vitest does not know is a failure', async () => {
  const tally = await runCase('all-passed', '--no-such-option');
  expect(closingLine(tally)).toBe('0 passed, 1 failed, 0 skipped');
});

test('a run in which all went well has no failure', async () => {
  expect(closingLine(await runCase('all-passed'))).toBe('1 passed, 0 failed, 0 skipped');
});
