import {expect, test} from 'vitest';
import {formatNumber, numberInBoth} from '../../contract/format-number.ts';

test.each([
  [126_000_000, '126,000,000'],
  [1234.5, '1,234.5'],
  [-2, '-2'],
  [0.8712000000000001, '0.8712'],
  [0.1 + 0.2, '0.3'],
  [1 / 3, '0.333333333333'],
  [0, '0'],
  [-0, '0'],
  [1e-17, '0'],
])('%s is written %s in both languages', (value, written) => {
  expect(numberInBoth(value)).toEqual({zh: written, en: written});
});

test('money has two digits after the point, and nothing is not less than nothing', () => {
  expect(formatNumber(1_234_567.891, 'zh', 2)).toBe('1,234,567.89');
  expect(formatNumber(-0.001, 'en', 2)).toBe('0.00');
});
