import {expect, test} from 'vitest';
import type {LayerList} from '../../../contract/layer.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';

export function importFileStory(host: Host): void {
  test('becomes a layer one can click, and its issue is found by its place', async () => {
    const plan = await openPlan(host);
    const {page, map} = plan;
    const box = (await map.boundingBox())!;
    const [west, south, east, north] = await unitsBbox(host.url);
    const lon = (west + east) / 2;
    const lat = (south + north) / 2;
    const text = JSON.stringify(squareAndBowTie(lon, lat));
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'test-sites.geojson', {type: 'application/geo+json'}));
      return data;
    }, text);
    await map.dispatchEvent('dragover', {dataTransfer: transfer});
    await map.dispatchEvent('drop', {dataTransfer: transfer});

    // what the file holds is told, and its kind and attributes are suggested
    await page.getByText('2 个要素').waitFor();
    await page.getByTestId('import-title').fill('试验地块');
    await page.getByTestId('import-send').click();
    const tray = page.getByRole('list', {name: '任务'});
    await tray.getByText('完成', {exact: true}).waitFor({timeout: 60_000});
    await page.getByLabel('显示 试验地块').waitFor();

    // the map has zoomed to the new layer: its square lies left of the middle, under the units
    await page.waitForResponse(/collections\/test-sites\/tiles/);
    await page.waitForTimeout(1500);
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.4);
    // a red line may lie above it there: then it is among what else is here
    const heading = page.getByRole('heading', {name: '甲地块'});
    const below = page.getByRole('tabpanel').getByRole('button', {name: /^试验地块/});
    await heading.or(below).first().waitFor();
    if ((await below.count()) > 0) await below.click();
    await heading.waitFor();

    await tray.getByTestId('job-issues').click();
    const issue = page.getByRole('tabpanel').getByRole('listitem').filter({hasText: '自相交'});
    await issue.first().getByRole('button').click();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('view')?.split(',')[2], PATIENTLY)
      .toBe('14.00');
    const [x, y] = new URL(page.url()).searchParams.get('view')!.split(',').map(Number);
    expect(Math.hypot(x! - (lon + 0.3), y! - lat)).toBeLessThan(0.2);
    expect(plan.faults).toEqual([]);
    await page.context().close();
  });

  test('that cannot be read is refused with a sentence, and nothing is lost', async () => {
    const {page, map} = await openPlan(host);
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"type": "Fea'], 'broken.geojson'));
      return data;
    });
    await map.dispatchEvent('drop', {dataTransfer: transfer});
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('JSON');
    expect(await page.getByText('broken.geojson', {exact: true}).count()).toBe(1);
    await page.context().close();
  });
}

//   ┌──┐   ╲╱
//   └──┘   ╱╲    a square, and a bow-tie 0.3° east of it
function squareAndBowTie(lon: number, lat: number): object {
  const feature = (name: string, ring: number[][]) => ({
    type: 'Feature',
    properties: {name, code: name === '甲地块' ? 'A1' : 'B2'},
    geometry: {type: 'Polygon', coordinates: [ring]},
  });
  const [w, e, s, n] = [lon - 0.4, lon - 0.1, lat - 0.15, lat + 0.15];
  return {
    type: 'FeatureCollection',
    features: [
      feature('甲地块', [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ]),
      feature('乙地块', [
        [lon + 0.2, s],
        [lon + 0.4, n],
        [lon + 0.4, s],
        [lon + 0.2, n],
        [lon + 0.2, s],
      ]),
    ],
  };
}

async function unitsBbox(url: string): Promise<[number, number, number, number]> {
  const {layers} = (await (await fetch(`${url}/api/layers`)).json()) as LayerList;
  const units = layers.find(({id}) => id === 'units')!;
  const version = units.versions.find((each) => each.version === units.currentVersion)!;
  return version.bbox as [number, number, number, number];
}
