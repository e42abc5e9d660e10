import {expect, test} from 'vitest';
import {RAMP} from '../../../web/src/state/basin-ramp.ts';
import {heatColour, heatLimits, isHot} from '../../../web/src/state/facilities-heat.ts';

test('colours go by the root of the load, and the legend says where they change', () => {
  expect(heatLimits(100).map(({upTo}) => Math.round(upTo))).toEqual([4, 16, 36, 64, 100]);
  for (const {colour, upTo} of heatLimits(100)) expect(heatColour(upTo - 1e-6, 100)).toBe(colour);
  expect(heatColour(0.001, 100)).toBe(RAMP[0]);
});

test('letters turn light exactly where the ramp turns dark', () => {
  expect([heatColour(36, 100), isHot(36, 100)]).toEqual([RAMP[2], false]);
  expect([heatColour(36.1, 100), isHot(36.1, 100)]).toEqual([RAMP[3], true]);
});
