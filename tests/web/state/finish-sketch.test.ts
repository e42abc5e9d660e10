import {expect, test} from 'vitest';
import {finishSketch} from '../../../web/src/state/finish-sketch.ts';
import {EMPTY_CONTENT} from '../../../web/src/state/zone-content.ts';

//  (0,4)────(4,4)
//    │  (1,2)─(2,2) │
//    │  (1,1)─(2,1) │
//  (0,0)────(4,0)
const clockwise = [
  [0, 0],
  [0, 4],
  [4, 4],
  [4, 0],
];
const inner = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 2],
];

test('a part is closed and runs counter-clockwise', () => {
  const content = finishSketch({...EMPTY_CONTENT, sketch: clockwise}, 'part')!;
  expect(content.sketch).toEqual([]);
  expect(content.drawn?.coordinates).toEqual([
    [
      [
        [4, 0],
        [4, 4],
        [0, 4],
        [0, 0],
        [4, 0],
      ],
    ],
  ]);
});

test('a hole goes into the part it lies in and runs clockwise', () => {
  const square = finishSketch({...EMPTY_CONTENT, sketch: clockwise}, 'part')!;
  const holed = finishSketch({...square, sketch: inner}, 'hole')!;
  expect(holed.drawn?.coordinates).toHaveLength(1);
  expect(holed.drawn?.coordinates[0]).toHaveLength(2);
  expect(holed.drawn?.coordinates[0]![1]).toEqual([
    [1, 2],
    [2, 2],
    [2, 1],
    [1, 1],
    [1, 2],
  ]);
});

test('a hole outside every part and a ring of two vertices are refused', () => {
  const square = finishSketch({...EMPTY_CONTENT, sketch: clockwise}, 'part')!;
  const outside = inner.map(([x, y]) => [x! + 10, y!]);
  expect(finishSketch({...square, sketch: outside}, 'hole')).toBeNull();
  expect(finishSketch({...EMPTY_CONTENT, sketch: clockwise.slice(0, 2)}, 'part')).toBeNull();
});
