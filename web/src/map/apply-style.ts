import type {GeoJSONSource, Map as Library} from 'maplibre-gl';
import {ARROW_PIXEL_RATIO, arrowImage, arrowsIn} from './arrow-image.ts';
import {FACILITY_PIXEL_RATIO, facilityImage, facilityImagesIn} from './facility-image.ts';
import {PATTERN_PIXEL_RATIO, patternImage, patternsIn} from './pattern-image.ts';
import type {MapStyle, StyleStep} from './style-difference.ts';
import {styleDifference} from './style-difference.ts';

/** Brings the map from one style to the next; the map must be ready. */
export function applyStyle(map: Library, before: MapStyle, after: MapStyle): void {
  for (const id of patternsIn(after.layers)) {
    if (!map.hasImage(id)) map.addImage(id, patternImage(id), {pixelRatio: PATTERN_PIXEL_RATIO});
  }
  for (const id of arrowsIn(after.layers)) {
    if (!map.hasImage(id)) map.addImage(id, arrowImage(id), {pixelRatio: ARROW_PIXEL_RATIO});
  }
  for (const id of facilityImagesIn(after.layers)) {
    if (!map.hasImage(id)) map.addImage(id, facilityImage(id), {pixelRatio: FACILITY_PIXEL_RATIO});
  }
  for (const step of styleDifference(before, after)) applyStep(map, step);
}

function applyStep(map: Library, step: StyleStep): void {
  switch (step.do) {
    case 'removeLayer':
      map.removeLayer(step.id);
      break;
    case 'removeSource':
      map.removeSource(step.id);
      break;
    case 'addSource':
      map.addSource(step.id, step.source);
      break;
    case 'setData':
      void map.getSource<GeoJSONSource>(step.id)?.setData(step.data);
      break;
    case 'addLayer':
      map.addLayer(step.layer, step.before);
      break;
    case 'moveLayer':
      map.moveLayer(step.id, step.before);
      break;
    case 'setPaint':
      map.setPaintProperty(step.id, step.property as never, step.value as never);
      break;
    case 'setLayout':
      map.setLayoutProperty(step.id, step.property as never, step.value as never);
      break;
    case 'setFilter':
      map.setFilter(step.id, step.filter);
      break;
  }
}
