import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {ListedLayer} from '../../../web/src/state/layers.ts';
import {createUnitTree} from '../../../web/src/state/unit-tree.ts';

const LAYER = {
  layer: {id: 'units'},
  version: {version: 1, map: {parent: 'parent'}},
} as unknown as ListedLayer;

/** Features as the service lists them, by id and parent. */
function answer(features: Record<string, string | null>): void {
  const body = {
    type: 'FeatureCollection',
    features: Object.entries(features).map(([id, parent]) => ({id, properties: {parent}})),
  };
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body))));
}

describe('which unit lies in which', () => {
  beforeEach(() => answer({910000: null, 910100: '910000', 910102: '910100', loop: 'loop'}));
  afterEach(() => vi.unstubAllGlobals());

  test('is found by parents, however far up', async () => {
    const tree = createUnitTree(() => LAYER);
    await tree.read();
    const level = {level: 'province', codes: new Set(['910000']), system: null};
    expect(tree.memberOf('910102', level)).toBe('910000');
    expect(tree.memberOf('910000', level)).toBe('910000');
    expect(tree.memberOf('loop', level)).toBeNull();
    // a level with shapes of its own is painted by them alone
    expect([...tree.shapesBy(level)]).toEqual([['910000', ['910000']]]);
  });

  test('is read from codes where no parent is named, and such a level is painted by its parts', async () => {
    answer({10001: null, 10003: null, 24011: null});
    const tree = createUnitTree(() => LAYER);
    await tree.read();
    const level = {level: 'state', codes: new Set(['10', '24']), system: 'us-fips'};
    expect(tree.memberOf('10003', level)).toBe('10');
    expect(tree.memberOf('10003', {...level, system: null})).toBeNull();
    expect([...tree.shapesBy(level)]).toEqual([
      ['10', ['10001', '10003']],
      ['24', ['24011']],
    ]);
  });
});
