import {readFileSync} from 'node:fs';
import {parse} from 'csv-parse/sync';
import {expect, test} from 'vitest';
import type {MemberSummary} from '../../../contract/member-summary.ts';
import type {Zone} from '../../../contract/zone.ts';
import {openPlan, PATIENTLY, type Host} from '../plan-page.ts';
import {runProcess} from './run-process.ts';

const MEMBERS = ['920221', '920222', '920281', '930282'];

export function memberSummaryStory(host: Host): void {
  async function saveZone(name: string, drawn: object | null, ids = MEMBERS): Promise<Zone> {
    const members = ids.length === 0 ? {} : {members: {collection: 'units', ids}};
    const response = await fetch(`${host.url}/api/zones`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({name, ...members, drawn}),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as Zone;
  }

  test('is told by member, province and basin cell, each adding up to the whole', async () => {
    const zone = await saveZone('跨省区', square(113.7, 28.9, 0.2));
    const {page, faults} = await openPlan(host, {query: '?room=basin&panel=members'});
    await page.getByTestId('member-zone').click();
    await page.getByRole('option', {name: /跨省区/}).click();
    await page.waitForURL(new RegExp(`memberzone=${zone.id}@1`));
    const union = page.getByTestId('member-union');
    await union.waitFor(PATIENTLY);
    const expected = await runProcess<MemberSummary>(host.url, 'member-summary', {
      zone: {zone: zone.id, version: 1},
      basins: 'basins',
    });

    await page.getByText(/^按流域单元/).click();
    const lists = {
      members: page.getByTestId('member-rows').locator('.part-row'),
      states: page.getByTestId('member-states').locator('.part-row'),
      basins: page.getByTestId('member-cells').locator('.part-row.basin'),
      cells: page.getByTestId('member-cells').locator('.part-row.cell'),
    };
    await lists.cells.first().waitFor();
    const [whole] = await figures(union);
    expect(whole![0]).toBeCloseTo(expected.union.areaM2 / 1e4, 1);
    for (const rows of Object.values(lists)) {
      const shown = await figures(rows);
      for (const column of [0, 1]) {
        expect(round(shown.reduce((sum, row) => sum + row[column]!, 0))).toBe(whole![column]);
      }
    }
    expect(await lists.members.count()).toBe(expected.members.length);
    expect(await lists.cells.count()).toBe(expected.cells!.length);

    // another number, one class of it: the same sums, and the link keeps it
    await page.getByTestId('member-number').click();
    await page
      .getByRole('option', {name: /主体功能区：/})
      .nth(1)
      .click();
    await page.waitForURL(/number=function-zone%3Amain-function-zones&numberclass=/);
    const name = new URL(page.url()).searchParams.get('numberclass')!;
    const held = expected.union.values
      .find(({number}) => number === 'function-zone:main-function-zones')!
      .byClass.find((each) => each.class === name)!;
    await expect
      .poll(async () => (await figures(union))[0]![1], PATIENTLY)
      .toBeCloseTo(held.areaM2 / 1e4, 1);
    const ofClass = await figures(lists.members);
    expect(round(ofClass.reduce((sum, row) => sum + row[1]!, 0))).toBe(
      (await figures(union))[0]![1],
    );

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('member-export').click(),
    ]);
    const text = readFileSync((await download.path())!, 'utf8');
    const rows = parse(text, {bom: true, from: 2}) as string[][];
    const redline = rows.filter((row) => row[5] === 'redline' && row[6] === '');
    const cells = redline.filter(([kind]) => kind === 'cell');
    const sum = cells.reduce((all, row) => all + Number(row[7]), 0);
    expect(cells).toHaveLength(expected.cells!.length);
    expect(sum).toBeCloseTo(expected.union.values[0]!.heldM2 / 1e4, 4);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('that is only drawn is told by the provinces it lies over, in both languages', async () => {
    const zone = await saveZone('绘制区', square(112.9, 28.7, 0.4), []);
    const expected = await runProcess<MemberSummary>(host.url, 'member-summary', {
      zone: {zone: zone.id, version: 1},
      units: 'units',
    });
    const {page, faults} = await openPlan(host, {
      query: `?room=basin&panel=members&memberzone=${zone.id}@1`,
    });
    const union = page.getByTestId('member-union');
    await union.waitFor(PATIENTLY);
    const states = page.getByTestId('member-states').locator('.part-row');
    expect(await states.count()).toBe(expected.states.length);
    const names = await states.allInnerTexts();
    expect(names[0]).toContain('云岫省');
    expect(names[1]).toContain('澜望省');
    const [whole] = await figures(union);
    const shown = await figures(states);
    for (const column of [0, 1]) {
      expect(round(shown.reduce((sum, row) => sum + row[column]!, 0))).toBe(whole![column]);
    }
    expect(await page.getByTestId('member-rows').locator('.part-row').count()).toBe(1);
    await page.getByRole('button', {name: '切换到英文'}).click();
    await states.first().getByText('Yunxiu Province').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('never hides a failing member behind the average, in the link as well', async () => {
    const zone = await saveZone('平均区', null);
    const at = 0.1;
    const expected = await runProcess<MemberSummary>(host.url, 'member-summary', {
      zone: {zone: zone.id, version: 1},
      thresholds: [{number: 'redline', atLeast: at}],
    });
    const [judged] = expected.thresholds;
    // the case this is about: the whole passes and a member does not
    expect(judged!.union.verdict).toBe('pass');
    expect(judged!.failingCount).toBeGreaterThan(0);
    const worst = expected.members.find(({id}) => id === judged!.worst)!;

    const {page, faults} = await openPlan(host, {
      query: `?room=basin&panel=members&memberzone=${zone.id}@1`,
    });
    await page.getByTestId('member-union').waitFor(PATIENTLY);
    await page.getByTestId('member-spread').getByText(worst.name!).waitFor();
    const limit = page.getByTestId('member-limit').getByRole('spinbutton');
    await limit.fill(String(at * 100));
    await limit.blur();
    await page.waitForURL(/least=0\.1/);
    const verdict = page.getByTestId('member-verdict');
    await verdict.getByText(worst.name!).waitFor(PATIENTLY);
    const first = page.getByTestId('member-rows').getByRole('button').first();
    expect(await first.innerText()).toContain(worst.name);
    expect(await first.innerText()).toContain('不达标');
    const link = new URL(page.url()).search;
    await page.context().close();

    const again = await openPlan(host, {query: link});
    await again.page.getByTestId('member-verdict').getByText(worst.name!).waitFor(PATIENTLY);
    expect([...faults, ...again.faults]).toEqual([]);
    await again.page.context().close();
  });

  test('is read on a tablet without a mouse, and leads from the list to the map', async () => {
    const zone = await saveZone('键盘区', null);
    const {page, faults} = await openPlan(host, {
      width: 768,
      height: 1024,
      query: `?room=basin&panel=members&memberzone=${zone.id}@1`,
    });
    const rows = page.getByTestId('member-rows').getByRole('button');
    await rows.first().waitFor(PATIENTLY);
    // one stop of the Tab key for the whole list, arrows inside it
    expect(await rows.evaluateAll((all) => all.filter((row) => row.tabIndex === 0).length)).toBe(1);
    await rows.first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL(/select=units%2F|select=units\//);
    expect(MEMBERS).toContain(decodeURIComponent(page.url()).match(/select=units\/(\d+)/)![1]);
    // cells are unfolded by the keyboard too
    await page.getByText(/^按流域单元/).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('member-cells').locator('.part-row').first().waitFor();
    // nothing is wider than the screen
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(768);
    expect(faults).toEqual([]);
    await page.context().close();
  });
}

/** Area and what is held of it, as shown: the second and third column of each row. */
async function figures(rows: {allInnerTexts(): Promise<string[]>}): Promise<number[][]> {
  const texts = await rows.allInnerTexts();
  return texts.map((text) =>
    text
      .split('\n')
      .filter((part) => /^-?[\d,]+\.\d\d$/.test(part.trim()))
      .map((part) => Number(part.replaceAll(',', ''))),
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function square(west: number, south: number, size: number) {
  const [east, north] = [west + size, south + size];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}
