import {mkdirSync} from 'node:fs';
import {resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {chromium, type Browser} from 'playwright-core';
import {chromium as chromiumTool} from './test/tools.ts';

const help = `node --import tsx scripts/screenshots.ts [--url http://127.0.0.1:8080] [--out docs/pictures]

Takes the pictures of the README from a running service with the sample region, in Chinese and in
English: a zone drawn with the mouse, the basin room with its flow diagram, and the facilities room
with its matrix. Before they are committed, pngquant makes them a third as large:

  pngquant --quality 85-100 --speed 1 --strip --ext .png --force docs/pictures/*.png
`;

/** Corners of the zone as shares of the map's width and height. */
const CORNERS = [
  [0.19, 0.37],
  [0.31, 0.22],
  [0.47, 0.3],
  [0.44, 0.52],
  [0.31, 0.62],
  [0.17, 0.57],
] as const;

const {values} = parseArgs({
  options: {
    url: {type: 'string', default: 'http://127.0.0.1:8080'},
    out: {type: 'string', default: 'docs/pictures'},
    help: {type: 'boolean'},
  },
});
if (values.help) process.stdout.write(help);
else await takePictures(values.url, resolve(values.out));

async function takePictures(url: string, folder: string): Promise<void> {
  const executablePath = chromiumTool.find();
  if (!executablePath) throw new Error('No Chromium was found; set CHROMIUM_PATH');
  mkdirSync(folder, {recursive: true});
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  for (const language of ['zh', 'en'] as const) {
    const file = `${folder}/plan-${language}.png`;
    await takePicture(browser, url, language, file);
    process.stdout.write(`${file}\n`);
    const basinFile = `${folder}/basin-${language}.png`;
    await takeBasinPicture(browser, url, language, basinFile);
    process.stdout.write(`${basinFile}\n`);
    const facilitiesFile = `${folder}/facilities-${language}.png`;
    await takeFacilitiesPicture(browser, url, language, facilitiesFile);
    process.stdout.write(`${facilitiesFile}\n`);
  }
  await browser.close();
}

async function takePicture(
  browser: Browser,
  url: string,
  language: 'zh' | 'en',
  path: string,
): Promise<void> {
  const page = await browser.newPage({viewport: {width: 1440, height: 900}});
  await page.goto(`${url}/?lang=${language}`);
  await page.waitForURL(/view=/);
  const box = (await page.getByTestId('map').boundingBox())!;
  await page.getByRole('toolbar').getByRole('button').first().click();
  for (const [x, y] of CORNERS) {
    await page.mouse.move(box.x + box.width * x, box.y + box.height * y, {steps: 4});
    await page.mouse.down();
    await page.mouse.up();
    // two clicks in quick succession would be a double click, which finishes the ring
    await page.waitForTimeout(400);
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('zone-overlap').locator('tbody').waitFor();
  const name = language === 'zh' ? '青岭联动示范区' : 'Joint zone of the green ridge';
  await page.getByRole('textbox', {name: /区划名称|Name of the zone/}).fill(name);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 4);
  await page.waitForTimeout(3000);
  await page.screenshot({path});
  await page.close();
}

/** Prefectures from source to mouth on the map, in the list and in the diagram. */
async function takeBasinPicture(
  browser: Browser,
  url: string,
  language: 'zh' | 'en',
  path: string,
): Promise<void> {
  const page = await browser.newPage({viewport: {width: 1440, height: 900}});
  await page.goto(
    `${url}/?room=basin&panel=linkage&unitlevel=prefecture&shelf=flow&table=units&lang=${language}`,
  );
  await page.waitForURL(/view=/);
  await page.getByTestId('flow-diagram').locator('svg path').first().waitFor({timeout: 60_000});
  await page.getByTestId('unit-order').locator('li').nth(6).getByRole('button').hover();
  await page.waitForTimeout(3000);
  await page.screenshot({path});
  await page.close();
}

/** Sewage plants by capacity and load ratio, whom they serve across borders, and the matrix of that. */
async function takeFacilitiesPicture(
  browser: Browser,
  url: string,
  language: 'zh' | 'en',
  path: string,
): Promise<void> {
  const page = await browser.newPage({viewport: {width: 1440, height: 900}});
  await page.goto(`${url}/?room=facilities&below=matrix&table=units&lang=${language}`);
  await page.waitForURL(/view=/);
  await page.getByTestId('load-matrix').locator('.cell').nth(3).hover({timeout: 60_000});
  await page.waitForTimeout(3000);
  await page.screenshot({path});
  await page.close();
}
