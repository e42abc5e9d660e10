import {expect, test} from 'vitest';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';

const RIVER = {
  溶解氧: 8,
  高锰酸盐指数: 3,
  五日生化需氧量: 2,
  化学需氧量: 12,
  氨氮: 0.4,
  总磷: 0.08,
};
const CHANGING = new Set(['化学需氧量', '氨氮', '总磷']);

export function settleAgreementStory(host: Host): void {
  test('is settled by an uploaded table: the 126 million yuan that were reported', async () => {
    const {page, faults} = await openPlan(host, {query: '?room=basin&panel=agreements'});
    await page
      .getByTestId('agreements')
      .getByRole('button', {name: /黄河流域/})
      .click();
    await page.waitForURL(/agreement=yellow-river-2021/);
    await page
      .getByText(/未核实（\d+ %）/)
      .first()
      .waitFor();

    await page.getByTestId('observations').setInputFiles({
      name: '刘庄.csv',
      mimeType: 'text/csv',
      // one row more that cannot be right: it is named, and the rest is settled without it
      buffer: Buffer.from(`${monitoring()}\n刘庄,氨氮,2022-13,0.4,mg/L`),
    });
    const settlement = page.getByTestId('settlement');
    const amount = settlement.getByTestId('settlement-amount');
    await amount.waitFor(PATIENTLY);
    expect(await amount.innerText()).toBe('1.26 亿元');
    expect(await amount.getAttribute('title')).toBe('126,000,000.00 元');
    expect(await settlement.innerText()).toContain('山东省 → 河南省');
    // every step: two classes in two years, two and four percent less
    const steps = await settlement.innerText();
    for (const part of ['1 类 × 6,000 万元', '2 × 100 万元', '4 × 100 万元']) {
      expect(steps).toContain(part);
    }
    const issues = page.getByTestId('observation-issues').getByRole('listitem');
    const lastRow = monitoring().split('\n').length + 1;
    await issues
      .filter({hasText: `第 ${lastRow} 行`})
      .first()
      .waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });
}

/** Class II in both years; 2 % less in 2021 and again 4 % less in 2022. */
function monitoring(): string {
  const shares = {2020: 1, 2021: 0.98, 2022: 0.98 * 0.96};
  const rows = Object.entries(shares).flatMap(([year, share]) =>
    Array.from({length: 12}, (_, month) =>
      Object.entries(RIVER).map(([indicator, value]) =>
        [
          '刘庄',
          indicator,
          `${year}-${String(month + 1).padStart(2, '0')}`,
          CHANGING.has(indicator) ? value * share : value,
          'mg/L',
        ].join(','),
      ),
    ).flat(),
  );
  return ['断面,指标,日期,浓度,单位', ...rows].join('\n');
}
