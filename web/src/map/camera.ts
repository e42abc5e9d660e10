import type {Position} from 'geojson';

/** A point on the screen, CSS pixels from the map's top left corner. */
export type ScreenPoint = readonly [number, number];

/**
 * The view as plain numbers: north up, no tilt, so the screen is the Mercator square (0–1, y down)
 * shifted and scaled. Kept apart from the map library so that drawing and hit-testing stay pure.
 */
export interface Camera {
  /** Mercator coordinates of the top left corner. */
  readonly left: number;
  readonly top: number;
  /** Pixels per Mercator square side. */
  readonly scale: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Side of the world at zoom 0 in CSS pixels, as web maps have it. */
const TILE_PX = 512;
/** 1e-8° is about a millimetre: finer than any survey, and short enough to read. */
const PRECISION = 1e8;

export function cameraAt(
  center: readonly [number, number],
  zoom: number,
  widthPx: number,
  heightPx: number,
): Camera {
  const scale = TILE_PX * 2 ** zoom;
  return {
    left: mercatorX(center[0]) - widthPx / 2 / scale,
    top: mercatorY(center[1]) - heightPx / 2 / scale,
    scale,
    widthPx,
    heightPx,
  };
}

export function mercatorX(lon: number): number {
  return lon / 360 + 0.5;
}

export function mercatorY(lat: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
}

export function toScreen(camera: Camera, position: Position): ScreenPoint {
  return [
    (mercatorX(position[0]!) - camera.left) * camera.scale,
    (mercatorY(position[1]!) - camera.top) * camera.scale,
  ];
}

/** Longitude and latitude under a point of the screen, rounded to a millimetre. */
export function toPosition(camera: Camera, point: ScreenPoint): Position {
  const x = camera.left + point[0] / camera.scale;
  const y = camera.top + point[1] / camera.scale;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
  return [round((x - 0.5) * 360), round(lat)];
}

function round(degrees: number): number {
  return Math.round(degrees * PRECISION) / PRECISION;
}
