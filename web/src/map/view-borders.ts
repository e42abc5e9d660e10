import type {FeatureCollection} from 'geojson';
import type {GeoJSONFeature, GeoJSONSource, Map as Library} from 'maplibre-gl';
import type {MapLayer} from '../state/map-state.ts';
import type {TileOutline} from './border-lines.ts';
import {borderLines} from './border-lines.ts';
import {BORDER_SOURCE, sourceId} from './layer-styles/look.ts';
import {levelNumber} from './unit-level.ts';

/** More units than this in view: their borders are a grey mesh whichever way they are dashed. */
const MOST_OUTLINES = 4000;

/** Keeps the dashed borders of units in step with the tiles that are loaded. */
export class ViewBorders {
  readonly #map: Library;
  #shown = '';

  constructor(map: Library) {
    this.#map = map;
  }

  /** To be called when the map has come to rest. */
  update(layers: readonly MapLayer[]): void {
    const shown = layers.filter(({isVisible, kind}) => isVisible && kind.id === 'unit');
    const found = shown.map((layer) => ({layer, features: this.#featuresOf(layer)}));
    // The same tiles give the same borders.
    const now = found
      .map(({layer, features}) => [sourceId(layer), features.length, ...tilesOf(features)].join())
      .join(';');
    if (now === this.#shown) return;
    this.#shown = now;
    const lines: FeatureCollection = {
      type: 'FeatureCollection',
      features: found.flatMap(({layer, features}) => bordersOf(layer, features)),
    };
    void this.#map.getSource<GeoJSONSource>(BORDER_SOURCE)?.setData(lines);
  }

  #featuresOf(layer: MapLayer): TiledFeature[] {
    const source = sourceId(layer);
    if (!this.#map.getSource(source)) return [];
    return this.#map.querySourceFeatures(source, {
      sourceLayer: layer.id,
      filter: ['==', ['geometry-type'], 'Polygon'],
    }) as TiledFeature[];
  }
}

/** The library says which tile a feature of a source query came from, though its types do not. */
type TiledFeature = GeoJSONFeature & {readonly tile: TileOutline['tile']};

function bordersOf(layer: MapLayer, features: readonly TiledFeature[]) {
  if (features.length > MOST_OUTLINES) return [];
  const outlines = features.map((feature): TileOutline => ({
    tile: feature.tile,
    extent: feature._vectorTileFeature.extent,
    level: levelNumber(feature.properties['level']),
    rings: feature._vectorTileFeature.loadGeometry(),
  }));
  return borderLines(outlines).features.map((line) => ({
    ...line,
    properties: {...line.properties, source: sourceId(layer)},
  }));
}

function tilesOf(features: readonly TiledFeature[]): Set<string> {
  return new Set(features.map(({tile: {z, x, y}}) => `${z}/${x}/${y}`));
}
