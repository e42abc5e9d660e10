import {Map as Library, setWorkerUrl} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import {TEXT_FONT} from './layer-styles/look.ts';

const MIN_ZOOM = 1;
/** At 20 a pixel is some 10 cm: below the precision of any layer. */
const MAX_ZOOM = 20;

/** The map library set up as a plan: north up, flat, no glyph server, nothing asked of any host. */
export function createLibrary(container: HTMLElement): Library {
  // The library would look for its worker beside its own bundle, where there is none after building.
  setWorkerUrl(workerUrl);
  const map = new Library({
    container,
    style: {version: 8, sources: {}, layers: []},
    attributionControl: false,
    // North stays up and the map flat: what is measured and printed is a plan.
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    renderWorldCopies: false,
    refreshExpiredTiles: false,
    fadeDuration: 120,
    localIdeographFontFamily: TEXT_FONT.join(','),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}
