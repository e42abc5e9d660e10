import {expect, test} from 'vitest';
import {openPlan, type Host} from '../plan-page.ts';

export function languagesStory(host: Host): void {
  test('opens in the language of the browser, switches by a click, and a link keeps it', async () => {
    const {page, faults} = await openPlan(host, {language: 'zh-CN'});
    await page.getByText('生态保护红线').first().waitFor();
    await page.getByRole('button', {name: '切换到英文'}).click();
    await page.getByRole('heading', {name: 'Saved zones'}).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    // what people named themselves stays as it is; the list of layers is all ours
    const words = await page.getByRole('region', {name: 'Layers'}).innerText();
    expect(words.match(/\p{Script=Han}/gu) ?? []).toEqual([]);
    const link = new URL(page.url()).search;
    expect(link).toContain('lang=en');
    expect(faults).toEqual([]);
    await page.context().close();

    const again = await openPlan(host, {language: 'zh-CN', query: link});
    await again.page.getByRole('heading', {name: 'Saved zones'}).waitFor();
    await again.page.context().close();
  });

  test.each([
    [1440, 900],
    [1024, 768],
    [768, 1024],
  ])('nothing runs over the edge at %i × %i', async (width, height) => {
    for (const language of ['zh-CN', 'en-US']) {
      const {page} = await openPlan(host, {width, height, language});
      const overflow = await page.evaluate(() => ({
        x: document.documentElement.scrollWidth - window.innerWidth,
        y: document.documentElement.scrollHeight - window.innerHeight,
      }));
      expect(overflow).toEqual({x: 0, y: 0});
      await page.context().close();
    }
  });

  test('a unit is found by its name and a place by its coordinate', async () => {
    const {page} = await openPlan(host);
    const response = await fetch(`${host.url}/api/collections/units/items?limit=1`);
    const [unit] = ((await response.json()) as {features: {id: string}[]}).features;
    const box = page.getByRole('combobox', {name: '搜索'});
    await box.fill(String(unit!.id));
    await page.getByRole('option').first().click();
    await page.waitForURL(/panel=feature/);
    expect(decodeURIComponent(page.url())).toContain(`select=units/${unit!.id}`);

    await box.fill('118°30′E 31°12′N');
    await page.getByRole('option').first().waitFor();
    await box.press('Enter');
    await page.waitForURL(/view=118\.50000,31\.20000,12\.00/);
    await page.context().close();
  });
}
