import {validateStyleMin} from '@maplibre/maplibre-gl-style-spec';
import {describe, expect, test} from 'vitest';
import {EMPTY_MAP_STATE, type MapState} from '../../../web/src/state/map-state.ts';
import {sources} from '../../../web/src/map/sources.ts';
import {style} from '../../../web/src/map/style.ts';
import {sampleLayers} from './sample-layers.ts';

const state: MapState = {
  ...EMPTY_MAP_STATE,
  layers: sampleLayers(),
  areaColours: [
    {
      collection: 'units',
      opacity: 0.7,
      classes: [
        {colour: '#fff0b8', ids: ['910102', '910202']},
        {colour: '#7f2f05', ids: []},
      ],
      outlined: ['910102'],
    },
  ],
  areaShapes: {
    shapes: {type: 'FeatureCollection', features: []},
    opacity: 0.7,
  },
  arrows: {collection: 'rivers', turned: ['R00001']},
  flows: {type: 'FeatureCollection', features: []},
};

describe('what a room paints beside the layers', () => {
  const layers = style(state);
  const ids = layers.map(({id}) => id);

  test('is a valid style together with its sources', () => {
    const whole = {version: 8, sources: sources(state), layers};
    expect(validateStyleMin(whole as never).map(({message}) => message)).toEqual([]);
  });

  test('fills lie under every line, arrows and flows over them', () => {
    const at = (part: string) => ids.findIndex((id) => id.endsWith(part));
    expect(at('/value')).toBeGreaterThan(at('graticule'));
    expect(at('/value')).toBeLessThan(at('/touch'));
    expect(at('area-shapes')).toBeGreaterThan(at('/value'));
    expect(at('area-shapes')).toBeLessThan(at('/touch'));
    expect(at('/arrows')).toBeGreaterThan(at('/edge'));
    expect(at('flow-line')).toBeGreaterThan(at('/arrows'));
    expect(at('highlight-fill')).toBeGreaterThan(at('flow-arrow'));
  });

  test('nothing of it is there where a room has none', () => {
    const plain = style({...state, areaColours: [], areaShapes: null, arrows: null, flows: null});
    const own = /\/value$|^area-shapes$|\/edge|\/arrows$|\/emphasis$|^flow-/;
    expect(plain.filter(({id}) => own.test(id))).toEqual([]);
    expect(sources({...state, flows: null})).not.toHaveProperty('flows');
    expect(sources({...state, areaShapes: null})).not.toHaveProperty('area-shapes');
  });
});
