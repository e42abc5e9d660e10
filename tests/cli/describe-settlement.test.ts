import {expect, test} from 'vitest';
import {describeSettlement} from '../../server/cli/describe-settlement.ts';
import {settle, wholeYear} from '../analysis/agreement-settlement/settle.ts';

const period = {from: '2021', to: '2021'};
const RIVER = {cod: 12, 'total-phosphorus': 0.08};

test('rows of sections that the agreement does not have are told by section, and how many they are', async () => {
  const rows = ['刘庄', '花园口', '小浪底'].flatMap((section) => wholeYear(section, 2021, RIVER));
  const text = describeSettlement(await settle('yellow-river-2021', rows, {period}));
  expect(text.match(/is none of this agreement/g)).toHaveLength(2);
  expect(text).toContain(
    '  warning, row 25 and 23 more, section: Rows 25, 26, 27, 28, 29, 30, 31, 32, 33, 34 and 14 more: section "花园口" is none',
  );
  expect(text).toContain('  warning, row 49 and 23 more, section: Rows 49, ');
  // what else is wrong is not hidden behind them
  expect(text).toContain('Values of 2020 are missing');
});

test('lines of one rule are told some by row, the rest by number', async () => {
  const rows = wholeYear('刘庄', 2021, RIVER).map((row, i) => ({...row, value: -1 - i}));
  const text = describeSettlement(await settle('yellow-river-2021', rows, {period}));
  expect(text.match(/ is negative/g)).toHaveLength(20);
  expect(text).toContain('  error, row 20, value: Row 20: value -20 is negative');
  expect(text).toContain('  … 4 more rows with value-negative; --out writes more of them\n');
});
