import type {LayerKind} from '../../../contract/layer-kind.ts';

export type Pattern = NonNullable<LayerKind['style']['pattern']>;

/** A square tile of a pattern, ready for the map. */
export interface PatternImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const PREFIX = 'pattern:';
/** Side of the repeated tile; drawn at twice the size for sharp screens. */
const SIDE_PX = 10;
export const PATTERN_PIXEL_RATIO = 2;

export function patternId(pattern: Pattern, colour: string): string {
  return `${PREFIX}${pattern}:${colour}`;
}

/** Every pattern a style names, at whatever depth of its expressions. */
export function patternsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith(PREFIX) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(patternsIn);
  if (value && typeof value === 'object') return Object.values(value).flatMap(patternsIn);
  return [];
}

/** Paints the pattern an id names. */
export function patternImage(id: string): PatternImage {
  const [pattern, colour] = id.slice(PREFIX.length).split(':') as [Pattern, string];
  const side = SIDE_PX * PATTERN_PIXEL_RATIO;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d')!;
  context.scale(PATTERN_PIXEL_RATIO, PATTERN_PIXEL_RATIO);
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1;
  PAINT[pattern](context);
  return context.getImageData(0, 0, side, side);
}

const PAINT: Record<Pattern, (context: CanvasRenderingContext2D) => void> = {
  hatch(context) {
    // also beyond both corners, so that the tile joins without a notch
    for (const shift of [-SIDE_PX, 0, SIDE_PX]) {
      context.beginPath();
      context.moveTo(shift - 1, SIDE_PX + 1);
      context.lineTo(shift + SIDE_PX + 1, -1);
      context.stroke();
    }
  },
  dots(context) {
    for (const [x, y] of [
      [2.5, 2.5],
      [7.5, 7.5],
    ] as const) {
      context.beginPath();
      context.arc(x, y, 0.95, 0, 2 * Math.PI);
      context.fill();
    }
  },
  cross(context) {
    const [middle, arm] = [SIDE_PX / 2, 1.75];
    context.beginPath();
    context.moveTo(middle - arm, middle);
    context.lineTo(middle + arm, middle);
    context.moveTo(middle, middle - arm);
    context.lineTo(middle, middle + arm);
    context.stroke();
  },
};
