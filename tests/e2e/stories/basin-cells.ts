import {readFileSync} from 'node:fs';
import {parse} from 'csv-parse/sync';
import {expect, test} from 'vitest';
import type {BasinCells} from '../../../contract/basin-cells.ts';
import type {BasinLinkage} from '../../../contract/basin-linkage.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {runProcess} from './run-process.ts';

export function basinCellsStory(host: Host): void {
  test('are chosen by level and basin, and exported as the service counts them', async () => {
    const {page, faults} = await openPlan(host);
    await page.getByRole('link', {name: '流域'}).click();
    await page.waitForURL(/room=basin/);
    await page.getByTestId('basin-area').waitFor();

    // a coarser level, then one basin of it: the largest stands first
    await page.getByTestId('basin-level').click();
    await page.getByRole('option', {name: /^2 级/}).click();
    await page.waitForURL(/basinlevel=2/);
    const expected = await runProcess<BasinCells>(host.url, 'basin-cells', {
      units: 'units',
      basins: 'basins',
      basinLevel: '2',
    });
    const basin = expected.basins.toSorted((a, b) => b.areaM2 - a.areaM2)[0]!;
    await page.getByText(basin.name!, {exact: true}).first().waitFor(PATIENTLY);
    await page.getByTestId('basin-choice').click();
    await page.getByRole('option', {name: new RegExp(basin.code)}).click();
    await page.waitForURL(new RegExp(`basin=${basin.code}`));
    const members = page.getByRole('heading', {name: /流域成员/});
    await members.waitFor();

    await page.getByRole('button', {name: '表格与流向图'}).click();
    const table = page.getByTestId('cells-table');
    await table.getByText('✓ 平衡').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      table.getByRole('button', {name: '导出 CSV'}).click(),
    ]);
    // the table is one stop of the keyboard: a heading sorts, arrows go through the rows
    await table.getByRole('button', {name: '行政区', exact: true}).focus();
    await page.keyboard.press('Enter');
    await table.getByRole('group').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const active = table.locator('.active-row');
    await active.waitFor();
    const name = await active.getByRole('cell').nth(1).innerText();
    await page.keyboard.press('Enter');
    const unit = expected.units.find((each) => each.name === name)!;
    await page.waitForURL(new RegExp(`select=units/${unit.code}`));

    const text = readFileSync((await download.path())!, 'utf8');
    const rows = parse(text, {bom: true, from: 2, relax_column_count: true}) as string[][];
    const at = expected.basins.indexOf(basin);
    const cells = expected.cells.filter((cell) => cell.basin === at);
    const exported = new Map(rows.filter(([kind]) => kind === 'cell').map((row) => [row[1], row]));
    expect(exported.size).toBe(cells.length);
    for (const cell of cells) {
      const row = exported.get(cell.id)!;
      expect(row[2]).toBe(expected.units[cell.unit]!.code);
      expect(row[4]).toBe(basin.code);
      expect(Number(row[6])).toBeCloseTo(cell.areaM2 / 1e4, 6);
      expect(Number(row[7])).toBeCloseTo(cell.shareOfUnit, 12);
      expect(Number(row[8])).toBeCloseTo(cell.shareOfBasin, 12);
    }
    // cells and remainder are all of the basin
    const totals = rows.filter(([kind]) => kind!.startsWith('total-'));
    const sum = totals.reduce((all, row) => all + Number(row[6]), 0);
    expect(sum).toBeCloseTo(basin.areaM2 / 1e4, 4);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('flow from source to mouth: the diagram and the list follow the service', async () => {
    const {page, faults} = await openPlan(host, {
      language: 'en-US',
      query: '?room=basin&panel=linkage&shelf=flow&table=units',
    });
    const expected = await runProcess<BasinLinkage>(host.url, 'basin-linkage', {
      units: 'units',
      basins: 'basins',
      rivers: 'rivers',
      sections: 'sections',
    });
    const first = expected.graph.units[expected.graph.order![0]!]!;
    const rows = page.getByTestId('unit-order').locator('> li');
    await rows.first().getByText(first.nameEn!).waitFor(PATIENTLY);
    expect(await rows.count()).toBe(expected.graph.order!.length);
    const diagram = page.getByTestId('flow-diagram');
    await diagram.locator('svg path').first().waitFor(PATIENTLY);

    // what a click chooses is on the map: the link names it
    await rows.first().getByRole('button').click();
    await page.waitForURL(new RegExp(`select=units/${first.code}`));

    // the same without a mouse: down the list, then down the water in the diagram
    const second = expected.graph.units[expected.graph.order![1]!]!;
    await rows.first().getByRole('button').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`select=units/${second.code}`));
    await diagram.getByRole('application').focus();
    await page.keyboard.press('Home');
    const rankOf = new Map(expected.graph.order!.map((unit, rank) => [unit, rank]));
    const isLinked = (at: number) =>
      expected.graph.links.some(({from, to}) => from === at || to === at);
    const source = expected.graph.order!.find(isLinked)!;
    await page.getByTestId('flow-said').getByText(expected.graph.units[source]!.nameEn!).waitFor();
    await page.keyboard.press('ArrowRight');
    const [widest] = expected.graph.links
      .filter(({from, to}) => from === source && rankOf.get(to)! > rankOf.get(source)!)
      .toSorted((a, b) => b.drainedM2 - a.drainedM2);
    await page.keyboard.press('Enter');
    const below = expected.graph.units[widest!.to]!;
    await page.waitForURL(new RegExp(`select=units/${below.code}`));
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('a click shows all that lies upstream and downstream of it', async () => {
    const {page, map, faults} = await openPlan(host, {query: '?room=basin&panel=linkage'});
    await page.getByText('由源头到河口的次序').waitFor(PATIENTLY);
    await page.waitForTimeout(1500);
    const box = (await map.boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.52, box.y + box.height * 0.55);
    await page.waitForURL(/from=/);
    const [lon, lat] = new URL(page.url()).searchParams.get('from')!.split(',').map(Number);
    const select = page.getByRole('combobox', {name: '从何处算起'});
    await select.selectOption({index: 0});
    const expected = await runProcess<BasinLinkage>(host.url, 'basin-linkage', {
      units: 'units',
      basins: 'basins',
      rivers: 'rivers',
      sections: 'sections',
      from: {type: 'Point', coordinates: [lon!, lat!]},
    });
    const shown = page.getByTestId('reach-downstream');
    const hectares = (expected.reach!.downstream.areaM2 / 1e4).toLocaleString('zh-CN', {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    });
    await expect.poll(() => shown.innerText(), PATIENTLY).toBe(`${hectares} ha`);
    expect(faults).toEqual([]);
    await page.context().close();
  });
}
