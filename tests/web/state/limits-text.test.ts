import {expect, test} from 'vitest';
import {limitsText} from '../../../web/src/state/limits-text.ts';

test('limits are rounded outwards, to as many digits as tell them apart', () => {
  expect(limitsText(146_883, 152_123, 'en')).toEqual({lower: '146,800', upper: '152,200'});
  expect(limitsText(146_883.26, 146_901.5, 'en')).toEqual({lower: '146,883', upper: '146,902'});
  expect(limitsText(0, 28.35, 'en')).toEqual({lower: '0', upper: '28.4'});
});

test('large numbers are short in the way of the language', () => {
  expect(limitsText(1_340_229_398, 2_130_797_232, 'en')).toEqual({lower: '1.34B', upper: '2.14B'});
  expect(limitsText(1_340_229_398, 2_130_797_232, 'zh-CN')).toEqual({
    lower: '13.4亿',
    upper: '21.4亿',
  });
});

test('limits that meet are the number itself', () => {
  expect(limitsText(1234.5, 1234.5, 'en')).toEqual({lower: '1,234.5', upper: '1,234.5'});
});
