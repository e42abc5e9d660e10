import {toScreen} from '../camera.ts';
import type {Snap} from '../geometry/snap-index.ts';
import type {Canvas} from './paint-drawing.ts';

/**
 * Shows what a vertex would stick to: the edges there, and a square on a vertex or a diamond on an
 * edge, since colour alone does not tell them apart.
 */
export function paintSnap({context, camera, palette}: Canvas, snap: Snap): void {
  const [x, y] = toScreen(camera, snap.position);
  const from = Math.max(0, snap.kind === 'vertex' ? snap.vertex - 1 : snap.vertex);
  const edges = new Path2D();
  for (let i = from; i <= Math.min(snap.line.length - 1, snap.vertex + 1); i++) {
    const [lineX, lineY] = toScreen(camera, snap.line[i]!);
    if (i === from) edges.moveTo(lineX, lineY);
    else edges.lineTo(lineX, lineY);
  }
  context.strokeStyle = palette.snap;
  context.lineWidth = 3;
  context.globalAlpha = 0.55;
  context.stroke(edges);
  context.globalAlpha = 1;

  const half = snap.kind === 'vertex' ? 6.5 : 7.5;
  context.beginPath();
  if (snap.kind === 'vertex') context.rect(x - half, y - half, 2 * half, 2 * half);
  else {
    context.moveTo(x, y - half);
    context.lineTo(x + half, y);
    context.lineTo(x, y + half);
    context.lineTo(x - half, y);
    context.closePath();
  }
  context.lineWidth = 4.5;
  context.strokeStyle = palette.textHalo;
  context.stroke();
  context.lineWidth = 2;
  context.strokeStyle = palette.snap;
  context.stroke();
}
