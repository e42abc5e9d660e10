import {expect, test} from 'vitest';
import type {Job} from '../../../contract/job.ts';
import type {Layer} from '../../../contract/layer.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';

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
async function importParcels(url: string, classes: readonly string[]): Promise<void> {
  const features = classes.map((name, i) => {
    const [west, south] = [113.2 + i * 0.1, 28.2];
    const [east, north] = [west + 0.1, south + 0.1];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    return {
      type: 'Feature',
      properties: {code: `P${i}`, kind: name},
      geometry: {type: 'Polygon', coordinates: [ring]},
    };
  });
  const form = new FormData();
  form.append('id', ID);
  form.append('kind', 'land-cover');
  form.append('title', '试验图斑');
  form.append('map', JSON.stringify({code: 'code', class: 'kind'}));
  const text = JSON.stringify({type: 'FeatureCollection', features});
  form.append('file', new Blob([text], {type: 'application/geo+json'}), 'parcels.geojson');
  const job = (await (
    await fetch(`${url}/api/layers`, {method: 'POST', body: form})
  ).json()) as Job;
  await expect
    .poll(
      async () => ((await (await fetch(`${url}/api/jobs/${job.jobID}`)).json()) as Job).status,
      PATIENTLY,
    )
    .toBe('successful');
}
