import type {Camera} from '../camera.ts';
import {toScreen} from '../camera.ts';
import type {Graticule} from '../graticule.ts';
import {graticuleLabel} from '../graticule.ts';
import type {Palette} from '../palette.ts';

/** Labels of the graticule along the top and left edge, as on a map sheet. */
export function paintTicks(
  context: CanvasRenderingContext2D,
  camera: Camera,
  {spacing, meridians, parallels}: Graticule,
  palette: Palette,
): void {
  context.font = '10.5px "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';
  context.lineJoin = 'round';
  context.strokeStyle = palette.textHalo;
  context.lineWidth = 3;
  context.fillStyle = palette.textSoft;

  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const lon of meridians) {
    const [x] = toScreen(camera, [lon, 0]);
    if (x < 60 || x > camera.widthPx - 30) continue;
    paintText(context, graticuleLabel(lon, spacing, 'lon'), x, 4);
  }
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const lat of parallels) {
    const [, y] = toScreen(camera, [0, lat]);
    if (y < 22 || y > camera.heightPx - 40) continue;
    paintText(context, graticuleLabel(lat, spacing, 'lat'), 5, y);
  }
}

function paintText(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}
