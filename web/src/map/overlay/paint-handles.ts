import type {MultiPolygon} from 'geojson';
import {toScreen} from '../camera.ts';
import type {VertexName} from '../geometry/edit-rings.ts';
import type {Guides} from '../modes/mode.ts';
import type {Canvas} from './paint-drawing.ts';

/** Handles closer than this hide each other; the ones between are small dots until one zooms in. */
const HANDLE_GAP_PX = 11;
/** Edges shorter than this have no room for a midpoint. */
const MIDPOINT_EDGE_PX = 56;
/** More dots than this in view are noise, and cost a frame. */
const MOST_DOTS = 4000;

/** Paints vertices and midpoints that lie in view. */
export function paintHandles(canvas: Canvas, geometry: MultiPolygon, guides: Guides): void {
  const {context, palette} = canvas;
  const handles = new Path2D();
  const midpoints = new Path2D();
  const dots = new Path2D();
  let dotCount = 0;
  for (const rings of geometry.coordinates) {
    for (const ring of rings)
      dotCount = addRing(canvas, ring, {handles, midpoints, dots}, dotCount);
  }
  context.fillStyle = palette.accent;
  context.fill(dots);
  context.globalAlpha = 0.55;
  context.fill(midpoints);
  context.globalAlpha = 1;
  context.fillStyle = palette.onAccent;
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.75;
  context.fill(handles);
  context.stroke(handles);
  if (guides.hovered) paintVertex(canvas, geometry, guides.hovered, palette.onAccent);
  if (guides.selected) paintVertex(canvas, geometry, guides.selected, palette.accent);
}

interface Paths {
  readonly handles: Path2D;
  readonly midpoints: Path2D;
  readonly dots: Path2D;
}

function addRing(
  {camera, cache}: Canvas,
  ring: MultiPolygon['coordinates'][number][number],
  paths: Paths,
  dotCount: number,
): number {
  const xy = cache.mercator(ring);
  let lastX = Infinity;
  let lastY = Infinity;
  for (let i = 0; i < xy.length - 2; i += 2) {
    const x = (xy[i]! - camera.left) * camera.scale;
    const y = (xy[i + 1]! - camera.top) * camera.scale;
    const nextX = (xy[i + 2]! - camera.left) * camera.scale;
    const nextY = (xy[i + 3]! - camera.top) * camera.scale;
    if (Math.hypot(nextX - x, nextY - y) > MIDPOINT_EDGE_PX) {
      const [midX, midY] = [(x + nextX) / 2, (y + nextY) / 2];
      if (isInView(camera, midX, midY)) circle(paths.midpoints, midX, midY, 2.75);
    }
    if (!isInView(camera, x, y)) continue;
    if (Math.hypot(x - lastX, y - lastY) >= HANDLE_GAP_PX) {
      circle(paths.handles, x, y, 4.25);
      lastX = x;
      lastY = y;
    } else if (dotCount++ < MOST_DOTS) {
      paths.dots.rect(x - 1, y - 1, 2, 2);
    }
  }
  return dotCount;
}

function paintVertex(
  {context, camera, palette}: Canvas,
  geometry: MultiPolygon,
  name: VertexName,
  fill: string,
): void {
  const position = geometry.coordinates[name.part]?.[name.ring]?.[name.vertex];
  if (!position) return;
  const path = new Path2D();
  const [x, y] = toScreen(camera, position);
  circle(path, x, y, 6.5);
  context.fillStyle = fill;
  context.strokeStyle = fill === palette.accent ? palette.onAccent : palette.accent;
  context.lineWidth = 2;
  context.fill(path);
  context.stroke(path);
}

function circle(path: Path2D, x: number, y: number, radiusPx: number): void {
  path.moveTo(x + radiusPx, y);
  path.arc(x, y, radiusPx, 0, 2 * Math.PI);
}

function isInView(camera: Canvas['camera'], x: number, y: number): boolean {
  return x > -8 && y > -8 && x < camera.widthPx + 8 && y < camera.heightPx + 8;
}
