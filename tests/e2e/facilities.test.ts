import {readFileSync} from 'node:fs';
import {parse} from 'csv-parse/sync';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {FacilitySharing} from '../../contract/facility-sharing.ts';
import type {FacilitySharingInputs} from '../../contract/facility-sharing-inputs.ts';
import type {ServiceCoverage} from '../../contract/service-coverage.ts';
import {launchBrowser} from '../setup/browser.ts';
import {chromiumPath} from '../setup/needs.ts';
import {figureValue, openPlan, PATIENTLY} from './plan-page.ts';
import {startApp, type RunningApp} from './running-app.ts';

const SCENE = {units: 'units', facilities: 'facilities', kind: 'sewage-plant'};
const ASKED: FacilitySharingInputs = {
  ...SCENE,
  demand: {populationAttribute: 'population'},
  constraints: {maxDistanceM: 50_000},
};

describe.skipIf(!chromiumPath)('the facilities room in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  }, 420_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function execute<Result>(process: string, inputs: object): Promise<Result> {
    const response = await fetch(`${app.url}/api/processes/${process}/execution`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({inputs}),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Result;
  }
  async function openFacilities(query = '', language = 'en-US') {
    const plan = await openPlan({url: app.url, browser}, {language, query});
    if (query === '') await plan.page.getByRole('link', {name: 'Facilities'}).click();
    return plan;
  }

  test('shows capacity, load and the matrix as the service counts them, and links it to the map', async () => {
    const {page, faults} = await openFacilities();
    await page.getByTestId('service-result').waitFor(PATIENTLY);
    const expected = await execute<ServiceCoverage>('service-coverage', SCENE);
    // amounts in m³/d stand without digits after the point
    expect(await figureValue(page, 'facility-capacity')).toBe(expected.totals.capacity);
    expect(await figureValue(page, 'facility-load')).toBe(Math.round(expected.totals.load));
    expect(await figureValue(page, 'facility-cross')).toBe(
      Math.round(expected.totals.crossBorderLoad),
    );
    expect(await figureValue(page, 'facility-served')).toBe(
      Math.round(expected.zone.servedPopulation!),
    );

    await page.getByRole('button', {name: 'Tables and matrix'}).click();
    await page.getByRole('tab', {name: 'Host → served'}).click();
    const matrix = page.getByTestId('load-matrix');
    await matrix.getByRole('checkbox').uncheck();
    expect(await matrix.locator('.cell').count()).toBe(expected.matrix.length);
    const hosts = new Set(expected.matrix.map(({host}) => host));
    expect(await matrix.getByText(/^✓ /).count()).toBe(hosts.size);
    const flow = expected.matrix.find(({host, served}) => host !== served)!;
    const unit = expected.units[flow.served!]!;
    await matrix.getByRole('columnheader', {name: unit.nameEn!}).getByRole('button').click();
    await page.waitForURL(new RegExp(`select=units/${unit.code}`));

    await page.getByRole('tab', {name: 'Units served'}).click();
    const table = page.getByTestId('served-table');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      table.getByRole('button', {name: 'Export as CSV'}).click(),
    ]);
    const rows = parse(readFileSync((await download.path())!, 'utf8'), {
      bom: true,
      columns: true,
    }) as Record<string, string>[];
    expect(rows).toHaveLength(expected.units.length);
    for (const row of rows) {
      const served = expected.units.find(({code}) => code === row['code'])!;
      expect(Number(row['servedM2'])).toBe(served.servedM2);
      expect(Number(row['exportedLoad (m³/d)'])).toBe(served.exportedLoad);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('computes two scenarios and compares them member by member, and a link brings both back', async () => {
    const {page, faults} = await openFacilities();
    await page.getByRole('tab', {name: 'Sharing'}).click();
    await nameAndRun(page, 'Everywhere');
    const everywhere = await execute<FacilitySharing>('facility-sharing', ASKED);
    expect(await figureValue(page, 'scenario-served')).toBe(
      Math.round(everywhere.totals.servedAfter),
    );
    expect(await figureValue(page, 'scenario-unserved')).toBe(
      Math.round(everywhere.totals.unserved),
    );
    await page.getByTestId('scenario-proof').getByText('proven optimal').waitFor();

    await page.getByTestId('new-scenario').click();
    await page.getByTestId('cross-border').click();
    await page.getByRole('option', {name: 'not across units'}).click();
    await nameAndRun(page, 'Each by itself');
    const alone = await execute<FacilitySharing>('facility-sharing', {
      ...ASKED,
      constraints: {...ASKED.constraints, crossBorder: {allowed: false}},
    });
    expect(alone.totals.unserved).toBeGreaterThan(everywhere.totals.unserved);

    await page.getByRole('tab', {name: 'Compare'}).click();
    await expectComparison(page, everywhere, alone);

    // the same in a browser that never saw these scenarios
    const query = new URL(page.url()).search;
    const other = await openFacilities(query);
    await expectComparison(other.page, everywhere, alone);
    expect(other.faults).toEqual([]);
    await other.page.context().close();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('speaks Chinese, names what stands where it should not, and brings it into view', async () => {
    const {page, faults} = await openFacilities('?room=facilities&panel=checks', 'zh-CN');
    const expected = await execute<ServiceCoverage>('service-coverage', SCENE);
    await page
      .getByRole('heading', {name: `选址冲突（${expected.siting!.length}）`})
      .waitFor(PATIENTLY);
    const conflict = expected.siting![0]!;
    const facility = expected.facilities[conflict.facility]!;
    await page
      .getByTestId('facility-checks')
      .getByRole('button', {name: facility.name!})
      .first()
      .click();
    await page.waitForURL(new RegExp(`select=facilities/${facility.id}`));
    await page.waitForURL((url) => {
      const [lon, lat] = (url.searchParams.get('view') ?? '').split(',').map(Number);
      return Math.hypot(lon! - facility.position[0], lat! - facility.position[1]) < 0.05;
    });
    expect(faults).toEqual([]);
    await page.context().close();
  });
});

async function nameAndRun(page: Page, name: string): Promise<void> {
  await page.getByTestId('scenario-name').fill(name);
  await page.getByTestId('run-scenario').click();
  await page.getByRole('heading', {name, exact: true}).waitFor(PATIENTLY);
}

/** Sums and members of the panel, held against the answers of the service. */
async function expectComparison(
  page: Page,
  before: FacilitySharing,
  after: FacilitySharing,
): Promise<void> {
  const row = page.getByTestId('compare-unserved').locator('td');
  await row.first().waitFor(PATIENTLY);
  const [a, b] = (await row.allInnerTexts()).map((text) =>
    Number(text.split(' ')[0]!.replaceAll(',', '')),
  );
  expect(a).toBe(Math.round(before.totals.unserved));
  expect(b).toBe(Math.round(after.totals.unserved));
  const differing = after.members.filter((member, at) => {
    const other = before.members[at]!;
    return (['servedAfter', 'unserved', 'costPerYear', 'savesPerYear'] as const).some(
      (name) => Math.abs(member[name] - other[name]) > 0.5,
    );
  });
  expect(differing.length).toBeGreaterThan(0);
  await page.getByRole('heading', {name: `Members that differ (${differing.length})`}).waitFor();
  const rows = page.getByTestId('compared-member');
  expect(await rows.count()).toBe(differing.length);
  const first = differing[0]!;
  const text = await rows.filter({hasText: first.nameEn!}).first().innerText();
  const old = before.members.find(({code}) => code === first.code)!;
  const delta = first.servedAfter - old.servedAfter;
  if (Math.abs(delta) >= 0.5) {
    const size = Math.abs(delta).toLocaleString('en', {maximumFractionDigits: 0});
    expect(text).toContain(`${delta > 0 ? '▲ +' : '▼ −'}${size} m³/d`);
  }
  expect(text).toContain(
    `was ${old.servedAfter.toLocaleString('en', {maximumFractionDigits: 0})} m³/d`,
  );
}
