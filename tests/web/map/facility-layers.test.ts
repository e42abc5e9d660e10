import {validateStyleMin} from '@maplibre/maplibre-gl-style-spec';
import {expect, test} from 'vitest';
import {facilityImagesIn} from '../../../web/src/map/facility-image.ts';
import {
  facilityGround,
  facilityLayers,
  facilitySources,
} from '../../../web/src/map/facility-layers.ts';
import {PALETTES} from '../../../web/src/map/palette.ts';
import {sources} from '../../../web/src/map/sources.ts';
import {style} from '../../../web/src/map/style.ts';
import {symbolAt} from '../../../web/src/state/facilities-on-map.ts';
import {EMPTY_MAP_STATE, type FacilitiesOnMap} from '../../../web/src/state/map-state.ts';

const collection = (features: GeoJSON.Feature[] = []): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});
const plant = (id: string, lon: number, radius: number): GeoJSON.Feature => ({
  type: 'Feature',
  geometry: {type: 'Point', coordinates: [lon, 30]},
  properties: {id, radius, look: 2, isMarked: false},
});
const shown: FacilitiesOnMap = {
  symbols: collection([plant('large', 110, 17), plant('small', 110.02, 4.5)]),
  flows: collection(),
  unserved: collection(),
  areas: collection(),
};

test('the layers of both themes are a valid style over their own sources', () => {
  for (const palette of Object.values(PALETTES)) {
    const layers = [...facilityGround(palette), ...facilityLayers(palette)];
    const found = validateStyleMin({
      version: 8,
      sources: facilitySources(shown) as never,
      layers: layers as never,
    });
    expect(found.map(({message}) => message)).toEqual([]);
    expect(new Set(facilityImagesIn(layers)).size).toBe(3);
  }
});

test('a room without facilities has neither their sources nor their layers', () => {
  const without = {...EMPTY_MAP_STATE, facilities: null};
  const withThem = {...EMPTY_MAP_STATE, facilities: shown};
  expect(Object.keys(sources(without)).filter((id) => id.startsWith('facility'))).toEqual([]);
  expect(style(without).filter(({id}) => id.startsWith('facility'))).toEqual([]);
  expect(style(withThem).filter(({id}) => id.startsWith('facility')).length).toBeGreaterThan(5);
});

test('a click takes the small symbol that lies on the large one, and nothing beside both', () => {
  // at zoom 8 a degree is 364 px wide: they lie 7.3 px apart
  expect(symbolAt(shown, [110.02, 30], 8)).toBe('small');
  expect(symbolAt(shown, [109.97, 30], 8)).toBe('large');
  expect(symbolAt(shown, [110.2, 30], 8)).toBeNull();
});
