import {expect, test} from 'vitest';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {importFeatures, squares} from './import-features.ts';

const ID = 'test-units';

export function staleResultStory(host: Host): void {
  test('is marked when a layer has a new version, and computed again when one says so', async () => {
    await importUnits(host.url, ['甲', '乙']);
    const {page, faults} = await openPlan(host, {query: `?room=basin&units=${ID}`});
    await page.getByText('各行政区及其主要流域（2 个）').waitFor(PATIENTLY);
    await importUnits(host.url, ['甲', '乙', '丙']);
    // who was elsewhere meanwhile hears of it on coming back
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const notice = page.getByText('图层已有新版本');
    await notice.first().waitFor(PATIENTLY);
    // nothing is computed by itself: what one looks at stays what it was
    expect(await page.getByText('各行政区及其主要流域（2 个）').count()).toBe(1);
    await page.getByRole('button', {name: '重新计算'}).click();
    await page.getByText('各行政区及其主要流域（3 个）').waitFor(PATIENTLY);
    await notice.first().waitFor({state: 'detached'});
    expect(faults).toEqual([]);
    await page.context().close();
    await fetch(`${host.url}/api/layers/${ID}`, {method: 'DELETE'});
  });
}

/** Squares inside the basins of the sample region. */
function importUnits(url: string, names: readonly string[]): Promise<void> {
  const map = {code: 'code', name: 'name'};
  const features = names.map((name, i) => ({code: `9900${i}`, name}));
  return importFeatures(
    url,
    {id: ID, kind: 'unit', title: '试验政区', map},
    squares([113.4, 28.6], features),
  );
}
