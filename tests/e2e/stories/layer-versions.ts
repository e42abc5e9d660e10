import {expect, test} from 'vitest';
import type {Layer} from '../../../contract/layer.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {importFeatures, squares} from './import-features.ts';

const ID = 'test-parcels';

export function layerVersionsStory(host: Host): void {
  test('an older one is made current and the newer deleted, after what changes was said', async () => {
    await importParcels(host.url, ['水田', '旱地', '茶园']);
    await importParcels(host.url, ['水田', '旱地']);
    const plan = await openPlan(host);
    const {page} = plan;
    const item = page
      .locator('li')
      .filter({has: page.locator('.row .title', {hasText: '试验图斑'})})
      .last();
    // classes the catalog does not know have a legend, each with a colour of its own
    await item.getByLabel('显示 试验图斑').check();
    await item.locator('.legend').getByText('旱地').waitFor();
    const fills = await item
      .locator('.legend svg [fill^="#"]')
      .evaluateAll((shapes) => shapes.map((shape) => shape.getAttribute('fill')));
    expect(new Set(fills).size).toBe(2);

    await item.getByRole('button', {name: '试验图斑 的详情'}).click();
    const versions = item.getByRole('region', {name: '版本'});
    await versions.getByRole('button', {name: '将第 1 版设为当前'}).click();
    const notice = versions.getByRole('status');
    expect(await notice.innerText()).toContain('要素数：▲ +1');
    expect(await notice.innerText()).toContain('新增类别：茶园');
    await notice.getByRole('button', {name: '设为当前'}).click();
    await expect.poll(async () => (await layer(host.url)).currentVersion, PATIENTLY).toBe(1);
    await item.locator('.legend').getByText('茶园').waitFor();

    await versions.getByRole('button', {name: '删除第 2 版'}).click();
    await notice.getByRole('button', {name: '删除'}).click();
    await expect
      .poll(async () => (await layer(host.url)).versions.map(({version}) => version), PATIENTLY)
      .toEqual([1]);
    await versions.waitFor({state: 'detached'});
    expect(plan.faults).toEqual([]);
    await page.context().close();
  });
}

async function layer(url: string): Promise<Layer> {
  return (await (await fetch(`${url}/api/layers/${ID}`)).json()) as Layer;
}

/** One square parcel of each class, side by side. */
function importParcels(url: string, classes: readonly string[]): Promise<void> {
  const map = {code: 'code', class: 'kind'};
  const features = classes.map((kind, i) => ({code: `P${i}`, kind}));
  return importFeatures(
    url,
    {id: ID, kind: 'land-cover', title: '试验图斑', map},
    squares([113.2, 28.2], features),
  );
}
