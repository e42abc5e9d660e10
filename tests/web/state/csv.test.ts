import {expect, test} from 'vitest';
import {csvOf} from '../../../web/src/state/csv.ts';

test('commas, quotes and line breaks are quoted, rows end with CRLF', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['x,y', 'say "hi"'],
        ['1\n2', null],
      ],
    ),
  ).toBe('\uFEFFa,b\r\n"x,y","say ""hi"""\r\n"1\n2",\r\n');
});

test('a text that a spreadsheet would run stays a text, a negative number stays a number', () => {
  expect(csvOf(['a'], [['=1+1'], [-5]])).toBe("\uFEFFa\r\n'=1+1\r\n-5\r\n");
});
