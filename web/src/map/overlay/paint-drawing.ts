import type {MultiPolygon, Position} from 'geojson';
import type {Drawing} from '../../state/map-state.ts';
import type {Camera} from '../camera.ts';
import {toScreen} from '../camera.ts';
import type {RingCache} from '../geometry/ring-cache.ts';
import type {Guides} from '../modes/mode.ts';
import type {Palette} from '../palette.ts';
import {paintHandles} from './paint-handles.ts';
import {paintSnap} from './paint-snap.ts';

/** What painting needs: a 2D context in CSS pixels and where the map is. */
export interface Canvas {
  readonly context: CanvasRenderingContext2D;
  readonly camera: Camera;
  readonly palette: Palette;
  readonly cache: RingCache;
}

/** Positions nearer together than this on the screen are one: an outline of 50 000 stays fluid. */
const SAME_PLACE_PX = 0.75;

/** Paints zone, sketch and guides. Nothing is kept between frames. */
export function paintDrawing(canvas: Canvas, drawing: Drawing, guides: Guides): void {
  const isCrossing = guides.crossings.length > 0;
  if (drawing.geometry) paintZone(canvas, drawing, guides, isCrossing);
  if (drawing.sketch.length > 0) paintSketch(canvas, drawing, guides, isCrossing);
  if (drawing.geometry && guides.hasHandles) paintHandles(canvas, drawing.geometry, guides);
  for (const place of guides.crossings) paintCrossing(canvas, place);
  if (guides.ghost)
    paintDot(canvas, guides.ghost, 4, canvas.palette.accent, canvas.palette.onAccent);
  if (guides.snap) paintSnap(canvas, guides.snap);
}

function paintZone(canvas: Canvas, drawing: Drawing, guides: Guides, isCrossing: boolean): void {
  const {context, palette} = canvas;
  const colour = isCrossing ? palette.danger : palette.accent;
  const path = zonePath(canvas, drawing.geometry!);
  context.globalAlpha = drawing.mode === 'idle' ? 0.14 : 0.1;
  context.fillStyle = colour;
  context.fill(path, 'evenodd');
  if (guides.activePart !== null && drawing.geometry!.coordinates[guides.activePart]) {
    const part = drawing.geometry!.coordinates[guides.activePart]!;
    context.fill(zonePath(canvas, {type: 'MultiPolygon', coordinates: [part]}), 'evenodd');
  }
  context.globalAlpha = 1;
  context.lineJoin = 'round';
  strokeCased(canvas, path, colour, 2);
}

function paintSketch(canvas: Canvas, drawing: Drawing, guides: Guides, isCrossing: boolean): void {
  const {context, camera, palette} = canvas;
  const {sketch} = drawing;
  const colour = isCrossing ? palette.danger : palette.accent;
  const placed = linePath(camera, sketch);
  const rubber = linePath(camera, [sketch.at(-1)!, ...guides.rubber]);

  // the area so far, faint, closed through the pointer
  context.fillStyle = colour;
  context.globalAlpha = 0.08;
  context.fill(linePath(camera, [...sketch, ...guides.rubber]), 'evenodd');
  context.globalAlpha = 1;
  strokeCased(canvas, placed, colour, 2);
  context.setLineDash([6, 5]);
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke(rubber);
  if (guides.rubber.length > 0 && sketch.length > 1 && !guides.isClosing) {
    context.globalAlpha = 0.45;
    context.stroke(linePath(camera, [guides.rubber.at(-1)!, sketch[0]!]));
    context.globalAlpha = 1;
  }
  context.setLineDash([]);

  for (const [index, position] of sketch.entries()) {
    const isTarget = index === 0 && guides.isClosing;
    paintDot(canvas, position, isTarget ? 7 : 3.5, isTarget ? colour : palette.onAccent, colour);
  }
}

/** A line over a wider pale one, so that it reads on any ground. */
function strokeCased(
  {context, palette}: Canvas,
  path: Path2D,
  colour: string,
  widthPx: number,
): void {
  context.lineJoin = 'round';
  context.strokeStyle = palette.textHalo;
  context.globalAlpha = 0.75;
  context.lineWidth = widthPx + 2.5;
  context.stroke(path);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = widthPx;
  context.stroke(path);
}

export function paintDot(
  {context, camera}: Pick<Canvas, 'context' | 'camera'>,
  position: Position,
  radiusPx: number,
  fill: string,
  stroke: string,
): void {
  const [x, y] = toScreen(camera, position);
  context.beginPath();
  context.arc(x, y, radiusPx, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 1.75;
  context.fill();
  context.stroke();
}

function paintCrossing({context, camera, palette}: Canvas, place: Position): void {
  const [x, y] = toScreen(camera, place);
  context.strokeStyle = palette.danger;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.stroke();
}

function zonePath(canvas: Canvas, geometry: MultiPolygon): Path2D {
  const path = new Path2D();
  for (const rings of geometry.coordinates) for (const ring of rings) addRing(canvas, path, ring);
  return path;
}

function addRing({camera, cache}: Canvas, path: Path2D, ring: readonly Position[]): void {
  const xy = cache.mercator(ring);
  let lastX = Infinity;
  let lastY = Infinity;
  for (let i = 0; i < xy.length; i += 2) {
    const x = (xy[i]! - camera.left) * camera.scale;
    const y = (xy[i + 1]! - camera.top) * camera.scale;
    if (i === 0) path.moveTo(x, y);
    else if (Math.abs(x - lastX) < SAME_PLACE_PX && Math.abs(y - lastY) < SAME_PLACE_PX) continue;
    else path.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
  path.closePath();
}

function linePath(camera: Camera, positions: readonly Position[]): Path2D {
  const path = new Path2D();
  for (const [index, position] of positions.entries()) {
    const [x, y] = toScreen(camera, position);
    if (index === 0) path.moveTo(x, y);
    else path.lineTo(x, y);
  }
  return path;
}
