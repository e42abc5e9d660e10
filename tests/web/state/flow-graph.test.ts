import {describe, expect, test} from 'vitest';
import type {UnitGraph} from '../../../contract/basin-linkage.ts';
import {
  flowAround,
  flowGraph,
  stepInFlow,
  type FlowStep,
} from '../../../web/src/state/flow-graph.ts';
import {flowLines} from '../../../web/src/state/flow-lines.ts';
import {middleOf} from '../../../web/src/state/area-points.ts';

function graph(order: number[] | null, links: [number, number][], mutual: number[][] = []) {
  return {
    level: 'county',
    units: ['a', 'b', 'c', 'd'].map((code) => ({code, name: null, nameEn: null})),
    links: links.map(([from, to]) => ({from, to, drainedM2: 1, rivers: []})),
    order,
    mutual: mutual.map((units) => ({units, netM2: []})),
  } as unknown as UnitGraph;
}

describe('units from source to mouth', () => {
  test('keep the links that go down and stand in order', () => {
    //  c → a → b, d alone
    const flow = flowGraph(
      graph(
        [2, 0, 1, 3],
        [
          [0, 1],
          [2, 0],
        ],
      ),
    );
    expect(flow.nodes.map(({unit}) => unit.code)).toEqual(['c', 'a', 'b']);
    expect(flow.links).toHaveLength(2);
    expect(flow.against).toEqual([]);
    expect(flow.alone.map(({code}) => code)).toEqual(['d']);
  });

  test('of two that drain into each other one way is drawn and the other listed', () => {
    const flow = flowGraph(
      graph(
        [0, 1, 2, 3],
        [
          [0, 1],
          [1, 0],
          [1, 2],
        ],
        [[0, 1]],
      ),
    );
    expect(flow.links.map(({from, to}) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(flow.against.map(({from, to}) => [from, to])).toEqual([[1, 0]]);
    expect(flow.nodes.map(({isMutual}) => isMutual)).toEqual([true, true, false]);
  });

  test('without a known order nothing is drawn, and every link is listed', () => {
    const flow = flowGraph(graph(null, [[0, 1]]));
    expect(flow.hasOrder).toBe(false);
    expect(flow.links).toEqual([]);
    expect(flow.against).toHaveLength(1);
  });
});

describe('flow lines', () => {
  test('go from place to place, and there and back lie apart', () => {
    const there = flowLines([{id: '1', from: [0, 0], to: [2, 0], share: 1}]);
    const back = flowLines([{id: '2', from: [2, 0], to: [0, 0], share: 1}]);
    const line = (lines: typeof there) =>
      (lines.features[0]!.geometry as {coordinates: number[][]}).coordinates;
    expect(line(there)[0]).toEqual([0, 0]);
    expect(line(there).at(-1)).toEqual([2, 0]);
    const middle = (lines: typeof there) => line(lines)[7]![1]!;
    expect(middle(there)).toBeLessThan(0);
    expect(middle(back)).toBeGreaterThan(0);
  });

  test('marked ones lie on top', () => {
    const flows = flowLines([
      {id: 'marked', from: [0, 0], to: [1, 0], share: 1, isMarked: true},
      {id: 'other', from: [0, 0], to: [0, 1], share: 1},
    ]);
    expect(flows.features.map(({properties}) => properties?.['id'])).toEqual(['other', 'marked']);
  });

  test('begin in the middle of the largest part', () => {
    const square = (x: number, size: number) => [
      [
        [x, 0],
        [x + size, 0],
        [x + size, size],
        [x, size],
        [x, 0],
      ],
    ];
    expect(middleOf({type: 'Polygon', coordinates: square(10, 2)})).toEqual([11, 1]);
    expect(middleOf({type: 'MultiPolygon', coordinates: [square(0, 1), square(10, 4)]})).toEqual([
      12, 2,
    ]);
    expect(middleOf({type: 'Point', coordinates: [0, 0]})).toBeNull();
  });
});

describe('steps through the diagram', () => {
  //  a → b → d, c → b twice as wide
  const {units, ...rest} = graph(
    [0, 2, 1, 3],
    [
      [0, 1],
      [2, 1],
      [1, 3],
    ],
  );
  const links = rest.links.map((link) => ({...link, drainedM2: link.from === 2 ? 2 : 1}));
  const flow = flowGraph({...rest, units, links});
  const step = (from: string | null, way: FlowStep) => stepInFlow(flow, units, from, way);

  test('go along the widest link, or through the order, and stay at the ends', () => {
    expect(step(null, 'next')).toBe('a');
    expect(step('a', 'downstream')).toBe('b');
    expect(step('b', 'upstream')).toBe('c');
    expect(step('b', 'downstream')).toBe('d');
    expect(step('d', 'downstream')).toBe('d');
    expect(step('a', 'next')).toBe('c');
    expect(step('a', 'previous')).toBe('a');
    expect([step('b', 'source'), step('b', 'mouth')]).toEqual(['a', 'd']);
  });

  test('what is near a unit is drawn first: along links, the widest before the others', () => {
    const near = flowAround(flow, units, 'd', 3);
    expect(near.nodes.map(({unit}) => unit.code)).toEqual(['c', 'b', 'd']);
    expect(near.links.map(({from, to}) => [from, to])).toEqual([
      [2, 1],
      [1, 3],
    ]);
    expect(flowAround(flow, units, 'd', 9).nodes).toHaveLength(4);
  });
});
