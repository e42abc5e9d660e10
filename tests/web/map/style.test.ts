import {validateStyleMin} from '@maplibre/maplibre-gl-style-spec';
import {describe, expect, it} from 'vitest';
import {patternsIn} from '../../../web/src/map/pattern-image.ts';
import {sources} from '../../../web/src/map/sources.ts';
import {styleDifference} from '../../../web/src/map/style-difference.ts';
import {style} from '../../../web/src/map/style.ts';
import type {MapState} from '../../../web/src/state/map-state.ts';
import {EMPTY_MAP_STATE} from '../../../web/src/state/map-state.ts';
import {kind, layer, sampleLayers} from './sample-layers.ts';

const state: MapState = {...EMPTY_MAP_STATE, layers: sampleLayers()};
const both = (of: MapState) => ({sources: sources(of), layers: style(of)});

describe('the style of a state', () => {
  it('is the same for the same state', () => {
    expect(style(state)).toEqual(style({...state}));
  });

  it.each([
    ['zh', 'light'],
    ['en', 'dark'],
  ] as const)('is valid for MapLibre in %s and %s', (locale, theme) => {
    const layers = [...sampleLayers(), layer('other', kind('reference', 'any', {fill: '#888888'}))];
    const all = both({...state, layers, locale, theme});
    // addresses without a host are fine in a browser
    const problems = validateStyleMin({version: 8, ...all} as never);
    expect(problems.map(({message}) => message)).toEqual([]);
  });

  it('asks no host for anything while Tianditu is off', () => {
    expect(JSON.stringify(both(state))).not.toMatch(/https?:/);
    const withBase = {...state, baseMap: {kind: 'tianditu', theme: 'vec', token: 'a b'} as const};
    expect(JSON.stringify(sources(withBase))).toContain('tk=a%20b');
  });

  it('keeps the order: ground, land, graticule, layers, highlights, names', () => {
    expect(style(state).map(({id}) => id)).toMatchSnapshot();
  });

  it('draws sources and map layers as recorded', () => {
    expect(both({...state, theme: 'light'})).toMatchSnapshot();
  });

  it('fills the two topmost visible layers that can be filled, and no more', () => {
    const three = ['a', 'b', 'c'].map((id) => layer(id, kind('redline', 'polygon', {})));
    const fills = (layers: MapState['layers']) =>
      style({...state, layers})
        .map(({id}) => id)
        .filter((id) => id.endsWith('/fill'));
    expect(fills(three)).toEqual(['b@1/fill', 'c@1/fill']);
    const hidden = three.map((one) => (one.id === 'c' ? {...one, isVisible: false} : one));
    expect(fills(hidden)).toEqual(['a@1/fill', 'b@1/fill']);
    const wished = three.map((one) => (one.id === 'a' ? {...one, isFilled: true} : one));
    expect(fills(wished)).toEqual(['a@1/fill', 'b@1/fill', 'c@1/fill']);
  });

  it('shows units without a level from afar, and counties among others only from near', () => {
    const units = layer('units', kind('unit', 'polygon', {}));
    const band = (hasLevels: boolean) =>
      style({...state, layers: [{...units, hasLevels}]}).find(
        ({id}) => id === 'units@1/county-band',
      ) as {minzoom: number};
    expect(band(false).minzoom).toBe(0);
    expect(band(true).minzoom).toBe(7);
  });

  it('names the pattern of each class in its colour', () => {
    const [, redlines] = sampleLayers();
    const patterns = new Set(patternsIn(style({...state, layers: [redlines!]})));
    expect([...patterns].every((id) => /^pattern:hatch:#[0-9a-f]{6}$/.test(id))).toBe(true);
    expect(patterns.size).toBe(1);
  });
});

describe('the difference of two styles', () => {
  it('is nothing between equal states', () => {
    expect(styleDifference(both(state), both({...state}))).toEqual([]);
  });

  it('touches no source and no other layer when an opacity changes', () => {
    const layers = state.layers.map((one) =>
      one.id === 'redlines' ? {...one, opacity: 0.5} : one,
    );
    const steps = styleDifference(both(state), both({...state, layers}));
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) {
      expect(step.do).toBe('setPaint');
      expect('id' in step && step.id).toMatch(/^redlines@1\//);
    }
  });

  it('keeps the source of a layer that is hidden', () => {
    const layers = state.layers.map((one) =>
      one.id === 'rivers' ? {...one, isVisible: false} : one,
    );
    const steps = styleDifference(both(state), both({...state, layers}));
    expect(new Set(steps.map((step) => step.do))).toEqual(new Set(['setLayout']));
  });

  it('moves layers for another order, without adding any', () => {
    const layers = state.layers.toReversed();
    const steps = styleDifference(both(state), both({...state, layers}));
    expect(steps.some((step) => step.do === 'addSource' || step.do === 'removeSource')).toBe(false);
    expect(steps.some((step) => step.do === 'moveLayer')).toBe(true);
  });

  it('arrives where it should: steps played on a list give the new order', () => {
    const [zones, redlines, rivers, units] = sampleLayers();
    const before = both({...state, layers: [zones!, redlines!, rivers!]});
    const after = both({...state, layers: [units!, rivers!, zones!]});
    const ids = before.layers.map(({id}) => id);
    for (const step of styleDifference(before, after)) {
      if (step.do === 'removeLayer') ids.splice(ids.indexOf(step.id), 1);
      if (step.do === 'moveLayer') ids.splice(ids.indexOf(step.id), 1);
      if (step.do === 'moveLayer' || step.do === 'addLayer') {
        const at = step.before === undefined ? ids.length : ids.indexOf(step.before);
        expect(at).not.toBe(-1);
        ids.splice(at, 0, step.do === 'addLayer' ? step.layer.id : step.id);
      }
    }
    expect(ids).toEqual(after.layers.map(({id}) => id));
  });

  it('replaces a layer by its next version with a source of its own', () => {
    const layers = state.layers.map((one) => (one.id === 'redlines' ? {...one, version: 2} : one));
    const steps = styleDifference(both(state), both({...state, layers}));
    expect(steps).toContainEqual({do: 'removeSource', id: 'redlines@1'});
    expect(steps.some((step) => step.do === 'addSource' && step.id === 'redlines@2')).toBe(true);
  });

  it('hands new highlights over as data', () => {
    const highlights = {type: 'FeatureCollection' as const, features: []};
    const steps = styleDifference(both(state), both({...state, highlights}));
    expect(steps).toEqual([{do: 'setData', id: 'highlights', data: highlights}]);
  });
});
