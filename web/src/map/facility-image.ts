import type {PatternImage} from './pattern-image.ts';

const PREFIX = 'facility:';
export const FACILITY_PIXEL_RATIO = 2;
/** Radius of the circle with the same area, at icon size 1. */
export const FACILITY_IMAGE_RADIUS_PX = 12;
const SIDE_PX = 36;

/** `over`: a triangle with a mark; `unknown`: a dashed ring with a question; `site`: a square with a plus. */
export type FacilityShape = 'over' | 'unknown' | 'site';

export function facilityImageId(shape: FacilityShape, colour: string, halo: string): string {
  return `${PREFIX}${shape}:${colour}:${halo}`;
}

/** Every such image a style names, at whatever depth of its expressions. */
export function facilityImagesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith(PREFIX) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(facilityImagesIn);
  if (value && typeof value === 'object') return Object.values(value).flatMap(facilityImagesIn);
  return [];
}

/** Paints the image an id names. */
export function facilityImage(id: string): PatternImage {
  const [shape, colour, halo] = id.slice(PREFIX.length).split(':') as [
    FacilityShape,
    string,
    string,
  ];
  const side = SIDE_PX * FACILITY_PIXEL_RATIO;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d')!;
  context.scale(FACILITY_PIXEL_RATIO, FACILITY_PIXEL_RATIO);
  context.translate(SIDE_PX / 2, SIDE_PX / 2);
  context.lineJoin = 'round';
  PAINT[shape](context, colour, halo);
  return context.getImageData(0, 0, side, side);
}

type Paint = (context: CanvasRenderingContext2D, colour: string, halo: string) => void;

const PAINT: Record<FacilityShape, Paint> = {
  over(context, colour, halo) {
    // side 2.69 r: as large as a circle of radius 12
    context.beginPath();
    context.moveTo(0, -16);
    context.lineTo(16, 12);
    context.lineTo(-16, 12);
    context.closePath();
    rim(context, colour, halo);
    context.fillStyle = halo;
    context.fillRect(-1.6, -6, 3.2, 9);
    context.fillRect(-1.6, 5.5, 3.2, 3.2);
  },
  unknown(context, colour, halo) {
    context.beginPath();
    context.arc(0, 0, 11, 0, 2 * Math.PI);
    context.fillStyle = halo;
    context.fill();
    context.setLineDash([4, 3]);
    context.lineWidth = 2.5;
    context.strokeStyle = colour;
    context.stroke();
    context.fillStyle = colour;
    context.font = 'bold 15px sans-serif';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText('?', 0, 1);
  },
  site(context, colour, halo) {
    context.beginPath();
    context.rect(-10.6, -10.6, 21.2, 21.2);
    rim(context, colour, halo);
    context.fillStyle = halo;
    context.fillRect(-1.6, -6.5, 3.2, 13);
    context.fillRect(-6.5, -1.6, 13, 3.2);
  },
};

function rim(context: CanvasRenderingContext2D, colour: string, halo: string): void {
  context.lineWidth = 3.5;
  context.strokeStyle = halo;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}
