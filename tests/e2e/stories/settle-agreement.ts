import {readFileSync} from 'node:fs';
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

  test('is imported from a file, mended, saved in versions and deleted', async () => {
    const {page, faults} = await openPlan(host, {query: '?room=basin&panel=agreements'});
    const file = new URL(
      '../../../data/catalog/agreements/yellow-river-2021.json',
      import.meta.url,
    );
    const wrong = JSON.parse(readFileSync(file, 'utf8'));
    wrong.name.zh = '自拟协议';
    wrong.rule.change.weights[0].weight = 0.9;
    const choose = (content: string) =>
      page.getByTestId('agreement-file').setInputFiles({
        name: 'agreement.json',
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      });

    // what is no agreement stays text, with what is wrong named by place
    await choose('{"name": {"zh": "甲", "en": "A"}, "rule": {"type": "p-index", "k0": -1}}');
    const refused = page.getByTestId('draft-faults');
    await refused.getByText('稳定系数 k₀').waitFor(PATIENTLY);
    expect(await page.getByTestId('agreement-json').count()).toBe(1);
    await page.getByRole('button', {name: '取消'}).click();

    // weights that do not sum to 1 are seen while one writes, and refused by the service
    await choose(JSON.stringify(wrong));
    const sum = page.getByTestId('weight-sum');
    await sum.getByText('应为 1').waitFor(PATIENTLY);
    const save = page.getByTestId('save-agreement');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await save.click();
    expect((await answered).status()).toBe(400);
    await refused.getByText('权重').first().waitFor();
    const weights = page.getByRole('spinbutton', {name: /的权重$/});
    await weights.first().fill('0.3334');
    await weights.nth(1).fill('0.3333');
    await weights.nth(2).fill('0.3333');
    await weights.nth(2).blur();
    await sum.getByText('✓').waitFor();
    await save.click();
    await page.waitForURL(/agreement=[0-9a-f-]{36}/);
    await page.getByRole('heading', {name: '自拟协议'}).waitFor(PATIENTLY);

    await page.getByTestId('observations').setInputFiles({
      name: '刘庄.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(monitoring()),
    });
    const amount = page.getByTestId('settlement-amount');
    await expect.poll(() => amount.innerText(), PATIENTLY).toBe('1.26 亿元');

    // the next version is settled by the same table at once: two classes at half the price
    await page.getByTestId('edit-agreement').click();
    const step = page.getByRole('spinbutton', {name: '每相差一类（元）'});
    await step.fill('30000000');
    await step.blur();
    await save.click();
    await page.getByText(/^第 2 版，保存于/).waitFor(PATIENTLY);
    await expect.poll(() => amount.innerText(), PATIENTLY).toBe('6,600 万元');

    await page.getByRole('button', {name: '删除'}).click();
    await page.getByTestId('delete-agreement').click();
    await page.getByTestId('agreements').getByText('示例，只读').first().waitFor(PATIENTLY);
    expect(await page.getByRole('button', {name: /自拟协议/}).count()).toBe(0);
    // the browser itself notes the one request that was refused
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
    await page.context().close();
  });

  test('in its first version has a link of its own, and what is not saved survives a reload', async () => {
    const {page, faults} = await openPlan(host, {query: '?room=basin&panel=agreements'});
    const file = new URL(
      '../../../data/catalog/agreements/yellow-river-2021.json',
      import.meta.url,
    );
    const terms = JSON.parse(readFileSync(file, 'utf8'));
    terms.name.zh = '两版协议';
    await page.getByTestId('agreement-file').setInputFiles({
      name: 'agreement.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(terms)),
    });
    const save = page.getByTestId('save-agreement');
    await save.click();
    await page.waitForURL(/agreement=[0-9a-f-]{36}@1/);
    await page.getByTestId('observations').setInputFiles({
      name: '刘庄.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(monitoring()),
    });
    const amount = page.getByTestId('settlement-amount');
    await expect.poll(() => amount.innerText(), PATIENTLY).toBe('1.26 亿元');
    const first = new URL(page.url()).search;

    // a second version at half the price, left before it is saved
    await page.getByTestId('edit-agreement').click();
    const step = page.getByRole('spinbutton', {name: '每相差一类（元）'});
    await step.fill('30000000');
    await step.blur();
    await page.waitForURL(/draft=[0-9a-f-]{36}/);
    await page.reload();
    await page.getByTestId('draft-kept').waitFor(PATIENTLY);
    expect(await step.inputValue()).toBe('30000000');
    await save.click();
    await page.waitForURL(/agreement=[0-9a-f-]{36}@2/);
    expect(page.url()).not.toContain('draft=');
    await expect.poll(() => amount.innerText(), PATIENTLY).toBe('6,600 万元');
    // the table stays in the tab, so that a reload shows what one has seen
    await page.reload();
    await expect.poll(() => amount.innerText(), PATIENTLY).toBe('6,600 万元');

    // the older link shows the older terms, in this tab with the result they come to
    await page.goto(`${host.url}/${first}`);
    await page.getByText('这是第 1 版；最新为第 2 版').waitFor(PATIENTLY);
    await expect.poll(() => amount.innerText(), PATIENTLY).toBe('1.26 亿元');
    expect(new URL(page.url()).search).toContain('@1');

    // a draft one does not come back to by its link is offered in the list
    await page.getByRole('button', {name: '全部协议'}).click();
    await page.getByTestId('new-agreement').click();
    await page.getByRole('textbox', {name: '协议名称（中文）'}).fill('半成品');
    await page.waitForURL(/draft=new-1/);
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(`${host.url}/?room=basin&panel=agreements`);
    const kept = elsewhere.getByTestId('kept-draft');
    await kept.getByText('半成品').waitFor(PATIENTLY);
    await kept.getByRole('button', {name: '放弃'}).click();
    await kept.waitFor({state: 'detached'});
    await elsewhere.reload();
    await elsewhere.getByTestId('new-agreement').waitFor(PATIENTLY);
    expect(await kept.count()).toBe(0);
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
