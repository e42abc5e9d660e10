import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe} from 'vitest';
import {launchBrowser} from '../setup/browser.ts';
import {chromiumPath} from '../setup/needs.ts';
import type {Host} from './plan-page.ts';
import {startApp, type RunningApp} from './running-app.ts';
import {basinCellsStory} from './stories/basin-cells.ts';
import {borderCrossingStory} from './stories/border-crossing.ts';
import {foreignUnitsStory} from './stories/foreign-units.ts';
import {memberSummaryStory} from './stories/member-summary.ts';
import {reachCellsStory} from './stories/reach-cells.ts';
import {settleAgreementStory} from './stories/settle-agreement.ts';
import {staleResultStory} from './stories/stale-result.ts';

describe.skipIf(!chromiumPath)('the basin room in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  const host: Host = {
    get url() {
      return app.url;
    },
    get browser() {
      return browser;
    },
  };
  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  }, 420_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  describe('cells of units and basins', () => basinCellsStory(host));
  describe('a river over a border', () => borderCrossingStory(host));
  describe('units from elsewhere', () => foreignUnitsStory(host));
  describe('all downstream of a click', () => reachCellsStory(host));
  describe('a cross-region zone', () => memberSummaryStory(host));
  describe('an agreement', () => settleAgreementStory(host));
  describe('a result', () => staleResultStory(host));
});
