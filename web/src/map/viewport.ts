import type {Map as Library} from 'maplibre-gl';
import type {Viewport} from '../state/map-state.ts';

const DEFAULT_PADDING_PX = 48;
/** A zoom-to never goes nearer than this: a point alone would end in an empty view. */
const NEAREST_ZOOM = 15;
/** Rounding in an address: five digits of a degree, two of a zoom level. */
const SAME_DEGREES = 1.01e-5;
const SAME_ZOOM = 0.0051;
const MOVE_MS = 500;

/** A camera as the map has reported it. */
export type ReportedCamera = Extract<Viewport, {readonly zoom: number}>;

/** Moves the map to a viewport, unless that is the camera which the map itself reported last. */
export function moveTo(
  map: Library,
  viewport: Viewport,
  reported: ReportedCamera | null,
  isAnimated: boolean,
): void {
  const durationMs = isAnimated ? MOVE_MS : 0;
  if ('bbox' in viewport) {
    const [west, south, east, north] = viewport.bbox;
    map.fitBounds([west, south, east, north], {
      padding: viewport.paddingPx ?? DEFAULT_PADDING_PX,
      maxZoom: viewport.maxZoom ?? NEAREST_ZOOM,
      duration: durationMs,
    });
  } else if (!isSameCamera(viewport, reported)) {
    const [lon, lat] = viewport.center;
    map.easeTo({center: [lon, lat], zoom: viewport.zoom, duration: durationMs});
  }
}

/** Also when it was written as text in between, e.g. in the address. */
function isSameCamera(a: ReportedCamera, b: ReportedCamera | null): boolean {
  if (!b) return false;
  return (
    Math.abs(a.center[0] - b.center[0]) < SAME_DEGREES &&
    Math.abs(a.center[1] - b.center[1]) < SAME_DEGREES &&
    Math.abs(a.zoom - b.zoom) < SAME_ZOOM
  );
}
