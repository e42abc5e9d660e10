import {describe, expect, test} from 'vitest';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import {
  FIRST_CLASS_COLUMN,
  MULTIPLE_COLUMN,
  TOTAL_COLUMN,
} from '../../../server/kernel/cells/summary.ts';
import {seededRandom} from '../../bench/synthetic-layer.ts';
import {cutLayer, rectangle, type CutLayer, type LayerFeature} from './layers.ts';

/** Sums of the whole layer: total, held by several classes, by class. */
function layerSums({pyramid}: CutLayer): number[] {
  const row = new Float64Array(pyramid.columnCount);
  pyramid.addSums(0, 1, row, 0);
  return [...row];
}

function layerOf(...features: [classIndex: number, ...box: [number, number, number, number]][]) {
  return features.map(([classIndex, ...box]): LayerFeature => ({
    classIndex,
    rings: rectangle(...box),
  }));
}

describe('features that overlap', () => {
  test('count once in their class', () => {
    const layer = cutLayer(layerOf([0, 0, 0, 3000, 3000], [0, 1000, 1000, 4000, 4000]));
    expect(layerSums(layer)).toEqual([14e6, 0, 14e6, 0, 0, 0]);
  });

  test('of two classes count for both, once in the total, and as held by several', () => {
    const layer = cutLayer(layerOf([0, 0, 0, 3000, 3000], [1, 1000, 1000, 4000, 4000]));
    expect(layerSums(layer)).toEqual([14e6, 4e6, 9e6, 9e6, 0, 0]);
  });

  test('and are the same, or lie one in the other, count once', () => {
    const same = layerOf([2, 100, 100, 300, 300], [2, 100, 100, 300, 300], [3, 100, 100, 300, 300]);
    expect(layerSums(cutLayer(same))).toEqual([4e4, 4e4, 0, 0, 4e4, 4e4]);
    const nested = layerOf([0, 0, 0, 500, 500], [0, 100, 100, 300, 300], [1, 100, 100, 200, 200]);
    expect(layerSums(cutLayer(nested))).toEqual([25e4, 1e4, 25e4, 1e4, 0, 0]);
  });

  test('and cover whole cells together make covered cells of several features', () => {
    const layer = cutLayer(layerOf([0, -5e5, -5e5, 5e5, 5e5], [1, -6e5, -6e5, 6e5, 6e5]));
    expect(layerSums(layer)).toEqual([144e10, 100e10, 100e10, 144e10, 0, 0]);
  });

  // rectangles on a grid of 8 × 8 squares, so that edges are shared, run along each other and meet in
  // corners all the time; what each square holds can be counted
  test(
    'give what counting squares gives, in 300 random layers and zones on the same grid',
    {timeout: 60_000},
    () => {
      const random = seededRandom(17);
      const side = 8;
      const step = 1024;
      for (let run = 0; run < 300; run++) {
        // half of the grids lie on cell borders, half do not
        const offset = run % 2 === 0 ? -4 * step : -4 * step + 333.3;
        const randomBox = (): [number, number, number, number] => {
          const [x0, x1] = twoOf(random, side);
          const [y0, y1] = twoOf(random, side);
          return [x0, y0, x1, y1];
        };
        const boxes = Array.from({length: 1 + Math.floor(random() * 12)}, () => ({
          classIndex: Math.floor(random() * 4),
          box: randomBox(),
        }));
        const zoneBox = randomBox();
        const place = (box: [number, number, number, number]) =>
          rectangle(...(box.map((k) => offset + k * step) as [number, number, number, number]));
        const layer = cutLayer(
          boxes.map(({classIndex, box}) => ({classIndex, rings: place(box)})),
          {leafVertices: 4 + Math.floor(random() * 40)},
        );

        const whole = new Float64Array(6);
        const inZone = new Float64Array(6);
        for (let x = 0; x < side; x++)
          for (let y = 0; y < side; y++) {
            const holds = ([x0, y0, x1, y1]: number[]) =>
              x >= x0! && x < x1! && y >= y0! && y < y1!;
            const classes = new Set(
              boxes.filter(({box}) => holds(box)).map(({classIndex}) => classIndex),
            );
            for (const sums of holds(zoneBox) ? [whole, inZone] : [whole]) {
              if (classes.size > 0) sums[TOTAL_COLUMN]! += step ** 2;
              if (classes.size > 1) sums[MULTIPLE_COLUMN]! += step ** 2;
              for (const c of classes) sums[FIRST_CLASS_COLUMN + c]! += step ** 2;
            }
          }
        layerSums(layer).forEach((areaM2, i) => expect(areaM2).toBeCloseTo(whole[i]!, 3));
        const {totalM2, multipleM2, byClassM2} = measureZone(
          place(zoneBox),
          layer.pyramid,
          layer.leaf,
        );
        [totalM2, multipleM2, ...byClassM2].forEach((areaM2, i) =>
          expect(areaM2).toBeCloseTo(inZone[i]!, 3),
        );
      }
    },
  );
});

function twoOf(random: () => number, side: number): [number, number] {
  const a = Math.floor(random() * side);
  const b = Math.floor(random() * side);
  return [Math.min(a, b), Math.max(a, b) + 1];
}
