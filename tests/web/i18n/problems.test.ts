import {expect, test} from 'vitest';
import {ERRORS} from '../../../server/error-table.ts';
import zh from '../../../web/src/i18n/zh.json' with {type: 'json'};

/** Codes the app makes itself, when no answer of the service is at hand. */
const OWN = ['UNREACHABLE', 'HTTP_STATUS', 'UNEXPECTED'];

test('the app has words only for problems that the service can tell of', () => {
  const strangers = Object.keys(zh.problem).filter(
    (code) => !(code in ERRORS) && !OWN.includes(code),
  );
  expect(strangers).toEqual([]);
});
