import {inflateSync} from 'node:zlib';
import type {Locator, Page} from 'playwright-core';

/** Side of the map of the world at zoom 0. */
const TILE_PX = 512;

/** The colour of the map at a place, as red, green and blue from 0 to 255. */
export async function colourAt(
  page: Page,
  map: Locator,
  [lon, lat]: readonly [number, number],
): Promise<[number, number, number]> {
  const view = new URL(page.url()).searchParams.get('view')!.split(',').map(Number);
  const box = (await map.locator('canvas').first().boundingBox())!;
  const scale = TILE_PX * 2 ** view[2]!;
  const x = box.x + box.width / 2 + (mercatorX(lon) - mercatorX(view[0]!)) * scale;
  const y = box.y + box.height / 2 + (mercatorY(lat) - mercatorY(view[1]!)) * scale;
  const png = await page.screenshot({
    clip: {x: Math.round(x), y: Math.round(y), width: 1, height: 1},
  });
  return pixelOf(png);
}

function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}
function mercatorY(lat: number): number {
  const sin = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

/** A PNG of one pixel: a filter byte, then the channels; no filter changes the first pixel. */
function pixelOf(png: Buffer): [number, number, number] {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += 12 + length;
  }
  const [, red, green, blue] = inflateSync(Buffer.concat(parts));
  return [red!, green!, blue!];
}
