import {expect, test} from 'vitest';
import {classRows} from '../../../web/src/panels/zone/class-rows.ts';

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
