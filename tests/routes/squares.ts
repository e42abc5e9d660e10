import {toWkb} from '../tiles/mosaic.ts';
import type {PlainFeature} from './ready-app.ts';

// 12 × 10 squares of 0.1°, from (110, 30) to (111.2, 31), numbered row by row; clockwise, against RFC 7946
export const columns = 12;
const rows = 10;
export const squares = Array.from({length: columns * rows}, (_, i): PlainFeature => {
  const west = 110 + (i % columns) / 10;
  const south = 30 + Math.floor(i / columns) / 10;
  const [east, north] = [west + 0.1, south + 0.1];
  return {
    id: `s${i}`,
    name: i === 7 ? "七里'河" : `格 ${i}`,
    nameEn: `Square ${i}`,
    class: i % 2 === 0 ? 'even' : 'odd',
    areaM2: 1000 + i,
    properties: {
      代码: `s${i}`,
      number: i,
      label: i === 5 ? null : `50%_${i}`,
      isEven: i % 2 === 0,
      limit: 'an attribute named like a parameter',
    },
    wkb: toWkb([
      [
        [west, south],
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ],
    ]),
  };
});

export const squaresLayer = {
  id: 'squares',
  map: {code: '代码', name: 'label', nameEn: 'label', class: 'label'},
  attributes: [
    {name: '代码', type: 'string'},
    {name: 'number', type: 'number'},
    {name: 'label', type: 'string'},
    {name: 'isEven', type: 'boolean'},
    {name: 'limit', type: 'string'},
  ],
  bbox: [110, 30, 111.2, 31],
};
