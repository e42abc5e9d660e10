import {readFileSync} from 'node:fs';
import {parse} from 'csv-parse/sync';
import type {Feature, FeatureCollection, Point} from 'geojson';
import type {Browser, Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {FacilitySharing} from '../../contract/facility-sharing.ts';
import type {FacilitySharingInputs} from '../../contract/facility-sharing-inputs.ts';
import type {ServiceCoverage} from '../../contract/service-coverage.ts';
import {launchBrowser} from '../setup/browser.ts';
import {chromiumPath} from '../setup/needs.ts';
import {figureValue, openPlan, PATIENTLY} from './plan-page.ts';
import {startApp, type RunningApp} from './running-app.ts';
import {importFeatures} from './stories/import-features.ts';

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

  test('asks for loads of single units, exceptions of borders, slopes and new plants, as typed', async () => {
    const {page, faults} = await openFacilities();
    await page.getByTestId('service-result').waitFor(PATIENTLY);
    const {units} = await execute<ServiceCoverage>('service-coverage', SCENE);
    const [first, second] = [units[0]!, units[1]!];
    await page.getByRole('tab', {name: 'Sharing'}).click();
    await page.getByTestId('demand-rows').locator('summary').click();
    await page
      .getByTestId('paste-rows')
      .fill(`code\tload\n${first.code}\t60000\n${second.code}\tmuch`);
    await page.getByTestId('take-rows').click();
    await page.getByText(`Lines without code and load (1): ${second.code}\tmuch`).waitFor();
    // the place of a load is said on the map
    const rows = page.getByTestId('demand-rows');
    await rows.getByRole('button', {name: 'Say on the map where the load lies'}).click();
    const map = (await page.getByTestId('map').boundingBox())!;
    await page.mouse.click(map.x + map.width * 0.5, map.y + map.height * 0.5);
    await rows.getByText(/^Load at 11\d\.\d+, 2\d\.\d+$/).waitFor();

    await page.getByTestId('border-pairs').locator('summary').click();
    await page.getByTestId('add-pair').click();
    const submit = page.getByTestId('run-scenario');
    await page.getByText('An exception lacks a unit').waitFor();
    expect(await submit.isDisabled()).toBe(true);
    for (const [label, {code}] of [
      ['Loads from', first],
      ['to facilities in', second],
    ] as const) {
      await page.getByRole('combobox', {name: label}).fill(code);
      await page.getByRole('option', {name: `· ${code}`}).click();
    }
    await page.getByTestId('new-plants').locator('input').fill('1');
    await page.keyboard.press('Tab');
    await page.getByTestId('grid-step').locator('input').fill('20');
    await page.keyboard.press('Tab');

    const asked = page.waitForRequest(
      (request) =>
        request.method() === 'POST' && request.url().endsWith('/facility-sharing/execution'),
    );
    await nameAndRun(page, 'As typed');
    const {inputs} = (await asked).postDataJSON() as {inputs: FacilitySharingInputs};
    expect(inputs.demand).toMatchObject({
      populationAttribute: 'population',
      rows: [{unit: first.code, load: 60_000}],
    });
    expect(inputs.demand.rows![0]!.at).toHaveLength(2);
    expect(inputs.constraints?.crossBorder).toEqual({
      allowed: true,
      pairs: [{from: first.code, to: second.code, allowed: false}],
    });
    expect(inputs.siting).toMatchObject({k: 1, candidates: {gridStepM: 20_000}});
    const answer = await execute<FacilitySharing>('facility-sharing', inputs);
    expect(await figureValue(page, 'scenario-served')).toBe(Math.round(answer.totals.servedAfter));
    expect(answer.members.find(({code}) => code === first.code)!.load).toBe(60_000);
    // what was typed stands in the address, and in the form of whoever opens it
    const other = await openFacilities(new URL(page.url()).search);
    await other.page.getByTestId('new-scenario').click();
    await other.page.getByText('Loads of single units (1)').waitFor(PATIENTLY);
    await other.page.getByText('Exceptions for single borders (1)').waitFor();
    expect(other.faults).toEqual([]);
    await other.page.context().close();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('shows how far the solver is, and stops it; the matrix answers to the keyboard', async () => {
    const {page, faults} = await openFacilities();
    await page.getByTestId('service-result').waitFor(PATIENTLY);
    await page.getByRole('tab', {name: 'Sharing'}).click();
    await page.getByTestId('new-plants').locator('input').fill('3');
    await page.keyboard.press('Tab');
    await page.getByTestId('grid-step').locator('input').fill('3');
    await page.keyboard.press('Tab');
    await page.getByTestId('run-scenario').click();
    const running = page.getByTestId('sharing-running');
    await running.getByRole('progressbar').waitFor(PATIENTLY);
    // a job is followed, and says what it does, once it has taken more than a moment
    await page.waitForFunction(
      () =>
        Number(
          document
            .querySelector('[data-testid="sharing-running"] [role="progressbar"]')
            ?.getAttribute('aria-valuenow'),
        ) > 0,
      null,
      PATIENTLY,
    );
    await running.getByRole('button', {name: 'Cancel'}).click();
    await running.waitFor({state: 'detached'});
    expect(await page.getByTestId('run-scenario').isEnabled()).toBe(true);
    expect(await page.getByTestId('scenario-result').count()).toBe(0);

    await page.getByRole('button', {name: 'Tables and matrix'}).click();
    await page.getByRole('tab', {name: 'Host → served'}).click();
    const table = page.getByTestId('load-matrix').getByRole('table');
    await table.locator('tbody button').first().focus();
    await page.keyboard.press('ArrowRight');
    const cell = page.locator('[data-testid="load-matrix"] .cell:focus');
    expect(await cell.getAttribute('class')).toContain('pointed');
    // the table is one stop of the Tab key
    expect(await table.locator('button[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.waitForURL(/select=units\//);
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

  // last: its layers would be there for the others to choose from
  test('takes service areas from a layer, and amounts from attributes of other names', async () => {
    const plants = (await (
      await fetch(`${app.url}/api/collections/facilities/items?limit=200`)
    ).json()) as FeatureCollection<Point>;
    const sewage = plants.features.filter(
      ({properties}) => properties?.['class'] === 'sewage-plant',
    );
    await importFeatures(
      app.url,
      {id: 'given-areas', kind: 'reference', title: 'given-areas', map: {code: 'code'}},
      sewage.slice(0, 3).map(squareAround),
    );
    // as another office hands its plants out: no kind, other names, other measures
    await importFeatures(
      app.url,
      {id: 'discharges', kind: 'facility', title: 'discharges', map: {code: 'code'}},
      sewage.slice(0, 5).map(({geometry, properties}, i) => ({
        type: 'Feature' as const,
        geometry,
        properties: {
          code: `D${i}`,
          design: 2,
          flow_mgd: i === 0 ? 3 : 1,
          title: properties?.['code'],
        },
      })),
    );
    const {page, faults} = await openFacilities('?room=facilities&facilities=facilities');
    await page.getByTestId('service-result').waitFor(PATIENTLY);
    await choose(page, 'facility-rule', 'Given areas');
    await page.getByText('Choose the layer whose polygons are the service areas').waitFor();
    await choose(page, 'facility-areas', 'given-areas');
    const given = await execute<ServiceCoverage>('service-coverage', {
      ...SCENE,
      facilities: 'facilities',
      service: {rule: 'areas', layer: 'given-areas'},
    });
    await page.getByText('Service areas are the given polygons').waitFor(PATIENTLY);
    expect(await figureValue(page, 'facility-served')).toBe(
      Math.round(given.zone.servedPopulation!),
    );

    const other = await openFacilities('?room=facilities&facilities=discharges&kind=sewage-plant');
    await other.page.getByText('The layer has neither “capacity” nor “load”.').waitFor(PATIENTLY);
    await choose(other.page, 'attribute-capacity', 'design');
    await choose(other.page, 'attribute-load', 'flow_mgd');
    await choose(other.page, 'facility-measure', 'mgd');
    await other.page.waitForURL(/measure=mgd/);
    // 7 and 10 million gallons a day, of 3 785.411 784 m³ each; one of five plants has too much
    await other.page.getByText('1 facility has a load above its capacity').waitFor(PATIENTLY);
    expect(await figureValue(other.page, 'facility-load')).toBe(Math.round(7 * 3785.411784));
    expect(await figureValue(other.page, 'facility-capacity')).toBe(Math.round(10 * 3785.411784));
    for (const each of [{page, faults}, other]) {
      expect(each.faults).toEqual([]);
      await each.page.context().close();
    }
  });
});

// by the select's own list: another, just closed, may still be fading with the same names on it
async function choose(page: Page, testId: string, option: string): Promise<void> {
  const select = page.getByTestId(testId).locator('.el-select');
  await select.click();
  const list = await select.getByRole('combobox').getAttribute('aria-controls');
  await page.locator(`[id="${list}"]`).getByRole('option', {name: option, exact: true}).click();
}

/** A fifth of a degree around a plant, which it names as its own. */
function squareAround({id, geometry: {coordinates}}: Feature<Point>): Feature {
  const [lon, lat] = [coordinates[0]!, coordinates[1]!];
  const corners = [
    [-0.1, -0.1],
    [0.1, -0.1],
    [0.1, 0.1],
    [-0.1, 0.1],
    [-0.1, -0.1],
  ];
  return {
    type: 'Feature',
    geometry: {
      type: 'Polygon',
      coordinates: [corners.map(([east, north]) => [lon + east!, lat + north!])],
    },
    properties: {facility: String(id), code: `around ${id}`},
  };
}

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
