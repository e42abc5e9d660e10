import {describe, expect, test} from 'vitest';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {overlay, perimeterM} from '../../../server/kernel/cells/overlay.ts';
import {toFlatRings, type FlatRings} from '../../../server/kernel/geometry.ts';
import {overlapAreaFlat} from '../../../server/kernel/overlap-area.ts';
import {seededRandom} from '../../bench/synthetic-layer.ts';
import {randomPairs} from '../pairs.ts';
import {hole, joined, rectangle} from './layers.ts';

describe('two outlines cut from each other', () => {
  //    ┌─────┐
  //    │  b  │
  //  ┌─┼──┐  │
  //  │ └──┼──┘
  //  │ a  │
  //  └────┘
  test('leave what both hold and what only one holds', () => {
    const {both, onlyA, onlyB} = overlay(rectangle(0, 0, 4, 4), rectangle(2, 3, 6, 7));
    expect(flatAreaM2(both)).toBe(2);
    expect(flatAreaM2(onlyA)).toBe(14);
    expect(flatAreaM2(onlyB)).toBe(14);
    expect(both.starts).toHaveLength(2);
  });

  test('that share an edge have nothing in common, not even a sliver', () => {
    const {both, onlyA, onlyB} = overlay(rectangle(0, 0, 4, 4), rectangle(4, 1, 6, 3));
    expect(both.starts).toHaveLength(1);
    expect(flatAreaM2(onlyA)).toBe(16);
    expect(flatAreaM2(onlyB)).toBe(4);
  });

  test('that are the same have everything in common', () => {
    const {both, onlyA, onlyB} = overlay(rectangle(0, 0, 4, 4), rectangle(0, 0, 4, 4));
    expect(flatAreaM2(both)).toBe(16);
    expect(onlyA.starts).toHaveLength(1);
    expect(onlyB.starts).toHaveLength(1);
  });

  test('one inside the other leave a hole', () => {
    const {both, onlyA, onlyB} = overlay(rectangle(0, 0, 4, 4), rectangle(1, 1, 3, 3));
    expect(flatAreaM2(both)).toBe(4);
    expect(flatAreaM2(onlyA)).toBe(12);
    expect(onlyA.starts).toHaveLength(3);
    expect(onlyB.starts).toHaveLength(1);
  });

  test('one that fills a hole of the other touches it only', () => {
    const ring = joined(rectangle(0, 0, 4, 4), hole(rectangle(1, 1, 3, 3)));
    const {both, onlyB} = overlay(ring, rectangle(1, 1, 3, 3));
    expect(both.starts).toHaveLength(1);
    expect(flatAreaM2(onlyB)).toBe(4);
  });

  test(
    'keep their areas and do not overlap, over 5 000 random pairs, half of them degenerate',
    {timeout: 60_000},
    () => {
      const worst = {kind: '', share: 0};
      for (const {kind, a, b} of randomPairs(seededRandom(11), 5_000)) {
        const flatA = toFlatRings(a);
        const flatB = toFlatRings(b);
        const {both, onlyA, onlyB} = overlay(flatA, flatB);
        const bothArea = flatAreaM2(both);
        // rounding moves an outline by the last bit of its coordinates, dropped slivers are NO_WIDTH_M wide
        const floor = 4e-8 * (perimeterM(flatA) + perimeterM(flatB));
        const errors = [
          bothArea - overlapAreaFlat(flatA, flatB),
          bothArea + flatAreaM2(onlyA) - flatAreaM2(flatA),
          bothArea + flatAreaM2(onlyB) - flatAreaM2(flatB),
          overlapOf(both, onlyA),
          overlapOf(both, onlyB),
          overlapOf(onlyA, onlyB),
        ];
        const share = Math.max(...errors.map(Math.abs)) / floor;
        if (share > worst.share) Object.assign(worst, {kind, share});
      }
      expect(worst).toSatisfy(({share}: typeof worst) => share < 1);
    },
  );
});

function overlapOf(a: FlatRings, b: FlatRings): number {
  return a.starts.length > 1 && b.starts.length > 1 ? overlapAreaFlat(a, b) : 0;
}
