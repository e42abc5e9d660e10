import type {Map as Library} from 'maplibre-gl';
import type {Viewport} from '../state/map-state.ts';

const DEFAULT_PADDING_PX = 48;
/** A zoom-to never goes nearer than this: a point alone would end in an empty view. */
const NEAREST_ZOOM = 15;
/** Differences smaller than this come from writing a camera as text, e.g. in the address. */
const SAME_DEGREES = 1e-5;
const SAME_ZOOM = 0.005;
const MOVE_MS = 500;

/** Moves the map to a viewport; false when it is there already. */
export function moveTo(map: Library, viewport: Viewport, isAnimated: boolean): boolean {
  const durationMs = isAnimated ? MOVE_MS : 0;
  if ('bbox' in viewport) {
    const [west, south, east, north] = viewport.bbox;
    map.fitBounds([west, south, east, north], {
      padding: viewport.paddingPx ?? DEFAULT_PADDING_PX,
      maxZoom: viewport.maxZoom ?? NEAREST_ZOOM,
      duration: durationMs,
    });
    return true;
  }
  const {lng, lat} = map.getCenter();
  const [lon, latitude] = viewport.center;
  const isThere =
    Math.abs(lng - lon) < SAME_DEGREES &&
    Math.abs(lat - latitude) < SAME_DEGREES &&
    Math.abs(map.getZoom() - viewport.zoom) < SAME_ZOOM;
  // While the user is moving the map, a camera in the state is the past.
  if (isThere || map.isMoving()) return false;
  map.easeTo({center: [lon, latitude], zoom: viewport.zoom, duration: durationMs});
  return true;
}
