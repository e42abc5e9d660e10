import {describe, expect, it} from 'vitest';
import {enclosesNothing} from '../../server/kernel/encloses-nothing.ts';
import type {Ring} from '../../server/kernel/geometry.ts';

const rings: [string, boolean, Ring][] = [
  [
    'one position again and again',
    true,
    [
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ],
  ],
  [
    'a line that is not level',
    true,
    [
      [116.1, 40.1],
      [116.2, 40.2],
      [116.1, 40.1],
      [116.1, 40.1],
    ],
  ],
  [
    'a line with a stop on the way back',
    true,
    [
      [0, 0],
      [2, 0],
      [1, 0],
      [0, 0],
    ],
  ],
  [
    'a bent line there and back',
    true,
    [
      [0, 0],
      [1, 1],
      [2, 0],
      [1, 1],
      [0, 0],
    ],
  ],
  [
    'a triangle',
    false,
    [
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  ],
  [
    'a triangle of a millimetre a thousand kilometres long',
    false,
    [
      [0, 0],
      [10, 0],
      [5, 1e-8],
      [0, 0],
    ],
  ],
  [
    'a bow tie of two equal parts',
    false,
    [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ],
  ],
];

describe('enclosesNothing', () => {
  it.each(rings)('judges %s: %s', (_, expected, ring) => {
    expect(enclosesNothing(ring)).toBe(expected);
    expect(enclosesNothing(ring.slice(0, -1))).toBe(expected);
    expect(enclosesNothing(ring.toReversed())).toBe(expected);
  });
});
