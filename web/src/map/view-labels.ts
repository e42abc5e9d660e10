import type {Polygon, MultiPolygon} from 'geojson';
import type {GeoJSONSource, Map as Library} from 'maplibre-gl';
import type {MapLayer} from '../state/map-state.ts';
import {labelPoints} from './label-points.ts';
import type {AreaPiece} from './label-points.ts';
import {LABEL_SOURCE, sourceId} from './layer-styles/look.ts';

/** More pieces than this in view are too many to name; zooming in brings the names. */
const MOST_PIECES = 3000;

/** Keeps the names of areas in step with the tiles that are loaded. */
export class ViewLabels {
  readonly #map: Library;
  #shown = '';

  constructor(map: Library) {
    this.#map = map;
  }

  /** To be called when the map has come to rest. */
  update(layers: readonly MapLayer[]): void {
    const pieces = layers
      .filter(
        ({isVisible, kind}) => isVisible && kind.geometry !== 'point' && kind.geometry !== 'line',
      )
      .flatMap((layer) => this.#piecesOf(layer));
    const points = labelPoints(pieces);
    // Setting data makes the map draw and rest again; only a difference may do so.
    const now = JSON.stringify(points.features);
    if (now === this.#shown) return;
    this.#shown = now;
    void this.#map.getSource<GeoJSONSource>(LABEL_SOURCE)?.setData(points);
  }

  #piecesOf(layer: MapLayer): AreaPiece[] {
    const source = sourceId(layer);
    if (!this.#map.getSource(source)) return [];
    const found = this.#map.querySourceFeatures(source, {
      sourceLayer: layer.id,
      filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['has', 'name']],
    });
    if (found.length > MOST_PIECES) return [];
    return found.map(({id, properties, geometry}) => ({
      source,
      id: String(id),
      properties,
      geometry: geometry as Polygon | MultiPolygon,
    }));
  }
}
