import type {Browser} from 'playwright-core';
import {afterAll, beforeAll, describe} from 'vitest';
import {launchBrowser} from '../setup/browser.ts';
import {chromiumPath} from '../setup/needs.ts';
import type {Host} from './plan-page.ts';
import {startApp, type RunningApp} from './running-app.ts';
import {drawZoneStory} from './stories/draw-zone.ts';
import {importFileStory} from './stories/import-file.ts';
import {languagesStory} from './stories/languages.ts';
import {layerVersionsStory} from './stories/layer-versions.ts';

// One service for all stories: making and loading the sample region is most of the time there is.
describe.skipIf(!chromiumPath)('the plan room in a browser', () => {
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

  describe('languages, sizes and search', () => languagesStory(host));
  describe('a zone drawn with the mouse', () => drawZoneStory(host));
  describe('a file dropped on the map', () => importFileStory(host));
  describe('the versions of a layer', () => layerVersionsStory(host));
});
