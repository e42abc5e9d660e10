import type {Browser, Locator, Page} from 'playwright-core';

/** Where the app runs, and the browser to look at it with. */
export interface Host {
  readonly url: string;
  readonly browser: Browser;
}

/** For what a slow machine takes its time to show. */
export const PATIENTLY = {timeout: 20_000};

export interface PlanPage {
  page: Page;
  /** What went wrong in the browser: uncaught errors and refused content. */
  faults: string[];
  map: Locator;
}

/** Opens the app as a visitor does, and waits until layers and map are there. */
export async function openPlan(
  {browser, url}: Host,
  {width = 1440, height = 900, language = 'zh-CN', query = ''} = {},
): Promise<PlanPage> {
  const context = await browser.newContext({
    viewport: {width, height},
    locale: language,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${url}/${query}`);
  const map = page.getByTestId('map');
  await map.locator('canvas').first().waitFor();
  await page.locator('li:has(> .row)').first().waitFor({state: 'attached'});
  // the map says where it stands once it has come to rest, and the address repeats it
  await page.waitForURL(/[?&]view=/);
  return {page, faults, map};
}

/** Clicks the corners on the map, as shares of its width and height, and finishes with Enter. */
export async function drawPolygon(
  {page, map}: PlanPage,
  corners: readonly (readonly [number, number])[],
): Promise<void> {
  await page.getByRole('toolbar').getByRole('button').first().click();
  const box = (await map.boundingBox())!;
  for (const [x, y] of corners) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y, {steps: 4});
    await page.mouse.down();
    await page.mouse.up();
    // two clicks in quick succession would be a double click, which finishes the ring
    await page.waitForTimeout(350);
  }
  await page.keyboard.press('Enter');
}

/** The number in a figure of the panel, in its unit. */
export async function figureValue(page: Page, testId: string): Promise<number> {
  const value = page.getByTestId(testId).locator('.value');
  return Number((await value.innerText()).replaceAll(',', ''));
}
