import {expect, test} from 'vitest';
import {describeSettlement} from '../../server/cli/describe-settlement.ts';
import {settle, wholeYear} from '../analysis/agreement-settlement/settle.ts';

test('rows of sections that the agreement does not have are told some by name, the rest by number', async () => {
  const rows = ['刘庄', '花园口', '小浪底'].flatMap((section) =>
    wholeYear(section, 2021, {cod: 12, 'total-phosphorus': 0.08}),
  );
  const result = await settle('yellow-river-2021', rows, {period: {from: '2021', to: '2021'}});
  const text = describeSettlement(result);
  expect(text.match(/is none of this agreement/g)).toHaveLength(20);
  expect(text).toContain('  … 28 more of section-unknown; --out writes them all\n');
  // what else is wrong is not hidden behind them
  expect(text).toContain('Values of 2020 are missing');
});
