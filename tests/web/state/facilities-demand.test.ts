import {expect, test} from 'vitest';
import {parseDemandRows} from '../../../web/src/state/facilities-demand.ts';

test('a table is read as a spreadsheet hands it out, with tabs, commas, semicolons or spaces', () => {
  const text = 'code\tload\n910302\t12 000\r\n910303,500.5\n910304; 7;112.5;28.4\n\n910305 9';
  expect(parseDemandRows(text)).toEqual({
    rows: [
      {unit: '910302', load: 12000, at: null},
      {unit: '910303', load: 500.5, at: null},
      {unit: '910304', load: 7, at: [112.5, 28.4]},
      {unit: '910305', load: 9, at: null},
    ],
    refused: [],
  });
});

test('a line without a load, with one below zero, or with half a place is told, not guessed at', () => {
  const lines = ['910302\t', '910303\t-5', '910304\t5\t112.5', '910305\t5\t212.5\t28', '910306'];
  expect(parseDemandRows(lines.join('\n'))).toEqual({
    rows: [],
    refused: lines.map((line) => line.trim()),
  });
});
