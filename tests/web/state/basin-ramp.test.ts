import {describe, expect, test} from 'vitest';
import {colourClasses, RAMP, rankClass, shareClass} from '../../../web/src/state/basin-ramp.ts';

describe('the ramp of shares', () => {
  test.each([
    [0, null],
    [0.000_001, 0],
    [0.05, 0],
    [0.050_1, 1],
    [0.5, 2],
    [0.81, 4],
    [1, 4],
    [1.000_000_001, 4],
  ])('a share of %s is of class %s', (share, expected) => {
    expect(shareClass(share)).toBe(expected);
  });

  test('ranks are spread evenly from first to last', () => {
    expect(Array.from({length: 10}, (_, rank) => rankClass(rank, 10))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4,
    ]);
    expect(rankClass(0, 1)).toBe(0);
  });

  test('colours stay with their class even when a class is empty', () => {
    const classes = colourClasses([
      ['a', 4],
      ['b', null],
    ]);
    expect(classes.map(({colour}) => colour)).toEqual([...RAMP]);
    expect(classes.map(({ids}) => ids)).toEqual([[], [], [], [], ['a']]);
  });

  test('each step is darker than the one before, for every eye and on paper', () => {
    const light = RAMP.map((colour) => {
      const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
      return 0.2126 * r! ** 2.2 + 0.7152 * g! ** 2.2 + 0.0722 * b! ** 2.2;
    });
    for (let i = 1; i < light.length; i++) expect(light[i]! / light[i - 1]!).toBeLessThan(0.75);
  });
});
