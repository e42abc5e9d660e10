import type {PatternImage} from './pattern-image.ts';

const PREFIX = 'arrow:';
const SIDE_PX = 14;
export const ARROW_PIXEL_RATIO = 2;

/** Name of an arrow that points along the line it stands on. */
export function arrowId(colour: string, halo: string): string {
  return `${PREFIX}${colour}:${halo}`;
}

/** Every arrow a style names, at whatever depth of its expressions. */
export function arrowsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith(PREFIX) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(arrowsIn);
  if (value && typeof value === 'object') return Object.values(value).flatMap(arrowsIn);
  return [];
}

/** Paints the arrow an id names, pointing right as the map library expects of what follows a line. */
export function arrowImage(id: string): PatternImage {
  const [colour, halo] = id.slice(PREFIX.length).split(':') as [string, string];
  const side = SIDE_PX * ARROW_PIXEL_RATIO;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d')!;
  context.scale(ARROW_PIXEL_RATIO, ARROW_PIXEL_RATIO);
  // ▷ with a notch at its back, so that it reads as an arrow at 9 px
  context.beginPath();
  context.moveTo(12, 7);
  context.lineTo(3, 11.2);
  context.lineTo(5.4, 7);
  context.lineTo(3, 2.8);
  context.closePath();
  context.lineJoin = 'round';
  context.lineWidth = 2;
  context.strokeStyle = halo;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
  return context.getImageData(0, 0, side, side);
}
