import {expect, test} from 'vitest';
import type {RedlineCoverage} from '../../../contract/redline-coverage.ts';
import type {Zone, ZoneList} from '../../../contract/zone.ts';
import type {ZoneOverlap} from '../../../contract/zone-overlap.ts';
import {drawPolygon, figureValue, openPlan, PATIENTLY, type Host} from '../plan-page.ts';

/** Half of the last digit shown: areas stand in hectares with two decimals. */
const HALF_DIGIT_HA = 0.005;
const CORNERS = [
  [0.35, 0.3],
  [0.6, 0.28],
  [0.66, 0.6],
  [0.4, 0.66],
] as const;

export function drawZoneStory(host: Host): void {
  async function execute<Result>(process: string, inputs: object): Promise<Result> {
    const response = await fetch(`${host.url}/api/processes/${process}/execution`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({inputs}),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Result;
  }

  async function savedZones(): Promise<ZoneList['zones']> {
    return ((await (await fetch(`${host.url}/api/zones`)).json()) as ZoneList).zones;
  }

  test('the panel shows the coverage and overlap that the service measures for the saved zone', async () => {
    const plan = await openPlan(host);
    const {page} = plan;
    await drawPolygon(plan, CORNERS);
    await page.getByRole('textbox', {name: '区划名称'}).fill('试验区');
    await page.getByRole('button', {name: '保存', exact: true}).click();
    await page.getByText('第 1 版', {exact: true}).waitFor();

    const [zone] = await savedZones();
    expect(zone!.name).toBe('试验区');
    const place = {zone: zone!.id};
    const coverage = (await execute<RedlineCoverage>('redline-coverage', {place})).places[0]!;
    const overlap = await execute<ZoneOverlap>('zone-overlap', {
      place,
      layer: 'main-function-zones',
    });

    expect(coverage.coveredM2).toBeGreaterThan(1e6);
    const areaHa = await figureValue(page, 'zone-area');
    const coveredHa = await figureValue(page, 'redline-coverage');
    expect(Math.abs(areaHa - coverage.areaM2 / 1e4)).toBeLessThanOrEqual(HALF_DIGIT_HA + 1e-6);
    expect(Math.abs(coveredHa - coverage.coveredM2 / 1e4)).toBeLessThanOrEqual(
      HALF_DIGIT_HA + 1e-6,
    );
    const rows = await page
      .getByTestId('zone-overlap')
      .locator('tbody tr td:nth-child(2)')
      .allInnerTexts();
    const shown = rows.map((row) => Number(row.split('\n')[0]!.replaceAll(/[<,]/g, '')));
    expect(shown).toHaveLength(overlap.parts.length + 1);
    overlap.parts.forEach(({areaM2}, index) => {
      // levelling may move a row by one in the last digit
      expect(Math.abs(shown[index]! - areaM2 / 1e4)).toBeLessThanOrEqual(3 * HALF_DIGIT_HA);
    });
    expect(plan.faults).toEqual([]);
    await page.context().close();
  });

  test('while an exact number is slow its bounds are shown, then the number in the same place', async () => {
    const plan = await openPlan(host);
    const {page} = plan;
    const answers: (() => void)[] = [];
    await page.route('**/api/processes/*/execution*', async (route) => {
      const isBounds = route.request().postData()?.includes('"precision":"bounds"');
      if (!isBounds) await new Promise<void>((resolve) => answers.push(resolve));
      await route.continue().catch(() => {});
    });
    await drawPolygon(plan, CORNERS);
    const coverage = page.getByTestId('redline-coverage');
    await coverage.getByText(/^介于 .+ 与 .+ ha 之间$/).waitFor();
    // bounds of the outline before the last corner may still stand there
    await expect
      .poll(async () => {
        const area = await figureValue(page, 'zone-area');
        await page.waitForTimeout(800);
        return (await figureValue(page, 'zone-area')) === area;
      }, PATIENTLY)
      .toBe(true);
    const [lower, upper] = (await coverage.locator('.value').innerText())
      .replaceAll(',', '')
      .match(/\d+(\.\d+)?/g)!
      .map(Number);
    const area = await figureValue(page, 'zone-area');
    const chartTop = async () => (await page.locator('.chart').first().boundingBox())!.y;
    const before = await chartTop();

    await page.unroute('**/api/processes/*/execution*');
    for (const answer of answers) answer();
    await coverage.locator('.unit').waitFor();
    const exact = await figureValue(page, 'redline-coverage');
    expect(exact).toBeGreaterThanOrEqual(lower!);
    expect(exact).toBeLessThanOrEqual(upper!);
    expect(await figureValue(page, 'zone-area')).toBe(area);
    expect(await chartTop()).toBe(before);
    expect(plan.faults).toEqual([]);
    await page.context().close();
  });

  test('a dragged vertex changes the numbers, shows the change, and undo takes it back', async () => {
    const plan = await openPlan(host);
    const {page, map} = plan;
    // vertices stay where they are clicked, whenever the lines to snap to have come
    await page.getByRole('button', {name: '关闭捕捉'}).click();
    await drawPolygon(plan, CORNERS);
    const area = page.getByTestId('zone-area');
    await area.locator('.value').waitFor();
    await expect.poll(() => figureValue(page, 'zone-area'), PATIENTLY).toBeGreaterThan(0);
    const before = await figureValue(page, 'zone-area');

    const box = (await map.boundingBox())!;
    const [x, y] = CORNERS[1];
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * (x + 0.08), box.y + box.height * (y - 0.08), {
      steps: 12,
    });
    await page.mouse.up();
    await expect.poll(() => area.innerText(), PATIENTLY).toContain('▲');
    expect(await figureValue(page, 'zone-area')).toBeGreaterThan(before);

    await page.keyboard.press('Control+z');
    await expect.poll(() => figureValue(page, 'zone-area'), PATIENTLY).toBe(before);
    await page.context().close();
  });

  test('a saved zone is listed, reopens from its link, and a further save makes version 2', async () => {
    const first = await openPlan(host);
    await drawPolygon(first, CORNERS);
    await first.page.getByRole('textbox', {name: '区划名称'}).fill('重开');
    await first.page.getByRole('button', {name: '保存', exact: true}).click();
    await first.page.waitForURL(/zone=/);
    const area = await figureValue(first.page, 'zone-area');
    const link = new URL(first.page.url()).search;
    await first.page.context().close();

    const second = await openPlan(host, {query: link});
    const {page} = second;
    await expect.poll(() => figureValue(page, 'zone-area'), PATIENTLY).toBe(area);
    await page.getByRole('textbox', {name: '区划名称'}).fill('重开 改名');
    await page.getByRole('button', {name: '保存', exact: true}).click();
    await page.getByText('第 2 版', {exact: true}).waitFor();
    const zone = (await savedZones()).find(({name}) => name === '重开 改名')!;
    expect(zone.version).toBe(2);
    const old = await fetch(`${host.url}/api/zones/${zone.id}/versions/1`);
    expect(((await old.json()) as Zone).name).toBe('重开');
    expect(second.faults).toEqual([]);
    await page.context().close();
  });

  test('someone else’s newer version is not overwritten, and a copy keeps one’s own work', async () => {
    const plan = await openPlan(host);
    const {page} = plan;
    await drawPolygon(plan, CORNERS);
    await page.getByRole('textbox', {name: '区划名称'}).fill('共用');
    await page.getByRole('button', {name: '保存', exact: true}).click();
    await page.getByText('第 1 版', {exact: true}).waitFor();
    const {id} = (await savedZones()).find(({name}) => name === '共用')!;
    const zone = (await (await fetch(`${host.url}/api/zones/${id}`)).json()) as Zone;
    await fetch(`${host.url}/api/zones/${id}`, {
      method: 'PUT',
      headers: {'content-type': 'application/json', 'if-match': '"1"'},
      body: JSON.stringify({name: '他人的版本', drawn: zone.drawn}),
    });

    await page.getByRole('textbox', {name: '区划名称'}).fill('我的版本');
    await page.getByRole('button', {name: '保存', exact: true}).click();
    await page.getByText('别人已保存了新版本').waitFor();
    await page.getByRole('button', {name: '另存为副本'}).click();
    await expect
      .poll(async () => (await savedZones()).map(({name}) => name), PATIENTLY)
      .toContain('我的版本（副本）');
    expect((await savedZones()).find((each) => each.id === id)!.name).toBe('他人的版本');
    await page.context().close();
  });

  test('clicked units compose a zone, each with its own coverage', async () => {
    const plan = await openPlan(host);
    const {page, map} = plan;
    await page.getByRole('button', {name: '点选行政区', exact: true}).click();
    // only what has come can be clicked
    await page.waitForLoadState('networkidle');
    const box = (await map.boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.4);
    await page.getByText('由 1 个行政区组成').waitFor();
    // two clicks in quick succession would be a double click
    await page.waitForTimeout(350);
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.6);
    await page.getByText('由 2 个行政区组成').waitFor();
    const members = page.getByTestId('member-coverage').locator('tbody tr');
    await expect.poll(() => members.count(), PATIENTLY).toBe(2);
    expect(plan.faults).toEqual([]);
    await page.context().close();
  });
}
