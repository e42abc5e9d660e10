import {expect, test} from 'vitest';
import {boundRows, classRows, withRuledOut} from '../../../web/src/panels/zone/class-rows.ts';

const look = {class: 'a', title: {zh: '甲', en: 'A'}, colour: '#112233'};

test('rows and remainder add up to the whole that is shown', () => {
  const parts = ['a', 'b', 'c'].map((name) => ({class: name, areaM2: 10_000 / 3, share: 1 / 3}));
  const whole = {areaM2: 10_000, remainderM2: 0, multipleM2: 0};
  const {rows, remainderShown} = classRows(parts, whole, null, [look], 'ha');
  expect(rows.map(({shown}) => shown)).toEqual([0.34, 0.33, 0.33]);
  expect(remainderShown).toBe(0);
});

test('classes that overlap each other are rounded, not levelled', () => {
  const parts = ['a', 'b'].map((name) => ({class: name, areaM2: 6000, share: 0.6}));
  const whole = {areaM2: 10_000, remainderM2: 0, multipleM2: 2000};
  const {rows} = classRows(parts, whole, null, [look], 'ha');
  expect(rows.map(({shown}) => shown)).toEqual([0.6, 0.6]);
});

test('a class keeps the catalog colour and knows its area before the edit', () => {
  const whole = {areaM2: 100, remainderM2: 0, multipleM2: 0};
  const before = [{class: 'a', areaM2: 40, share: 1}];
  const {rows} = classRows(
    [
      {class: 'a', areaM2: 60, share: 0.6},
      {class: null, areaM2: 40, share: 0.4},
    ],
    whole,
    before,
    [look],
    'm2',
  );
  expect(rows[0]).toMatchObject({colour: '#112233', title: look.title, beforeM2: 40});
  expect(rows[1]).toMatchObject({id: '', title: null, beforeM2: 0});
});

const limits = (name: string | null, lowerM2: number, upperM2: number) => ({
  class: name,
  lowerM2,
  upperM2,
});
const bounds = {
  id: '1',
  name: null,
  areaM2: 100,
  held: {lowerM2: 30, upperM2: 70},
  byClass: [limits('b', 0, 20), limits('a', 30, 40), limits(null, 0, 50)],
};

test('bounds come largest first and say between which areas each class lies', () => {
  const rows = boundRows(bounds, [], [look]);
  expect(rows.map(({id}) => id)).toEqual(['a', '', 'b']);
  expect(rows[0]).toMatchObject({
    colour: '#112233',
    areaM2: 30,
    share: 0.3,
    limits: {lowerM2: 30, upperM2: 40},
  });
});

test('while one drags, bounds keep the order the exact rows had', () => {
  const known = [{class: 'b', areaM2: 18, share: 0.18}];
  expect(boundRows(bounds, known, []).map(({id}) => id)).toEqual(['b', 'a', '']);
});

test('a class that turned out not to be there stays as a row of nothing', () => {
  const parts = [{class: 'a', areaM2: 35, share: 0.35}];
  expect(withRuledOut(parts, bounds).map((part) => [part.class, part.areaM2])).toEqual([
    ['a', 35],
    ['b', 0],
    [null, 0],
  ]);
  expect(withRuledOut(parts, null)).toEqual(parts);
});
