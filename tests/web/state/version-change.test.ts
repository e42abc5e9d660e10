import {expect, test} from 'vitest';
import type {LayerVersion} from '../../../contract/layer.ts';
import {heirOf, versionChange} from '../../../web/src/state/version-change.ts';

const version = (number: number, features: number, areaM2: number, classes: (string | null)[]) =>
  ({
    version: number,
    featureCount: features,
    areaM2,
    classes: classes.map((name) => ({class: name, featureCount: 1, areaM2: 1})),
  }) as unknown as LayerVersion;

test('the change says how many features and how much area come or go, and which classes', () => {
  const now = version(3, 120, 5000, ['forest', 'crop', null]);
  const then = version(2, 100, 5400, ['forest', 'water']);
  expect(versionChange(now, then)).toEqual({
    features: -20,
    areaM2: 400,
    gained: ['water'],
    lost: ['crop'],
  });
});

test('the newest of the others follows a deleted current version, and nothing changes otherwise', () => {
  const all = [version(1, 1, 1, []), version(2, 1, 1, []), version(4, 1, 1, [])];
  expect(heirOf(all, 4, 4)).toBe(2);
  expect(heirOf(all, 1, 1)).toBe(4);
  expect(heirOf(all, 4, 1)).toBe(4);
  expect(heirOf(all.slice(0, 1), 1, 1)).toBeNull();
});
