import {expect, test} from 'vitest';
import {searchShare} from '../../server/analysis/facility-sharing/progress-shares.ts';
import {Eta} from '../../server/jobs/eta.ts';

test('nothing is said before anything is done', () => {
  const eta = new Eta(0);
  expect(eta.update(0, 0)).toBeNull();
  expect(eta.update(0, 5000)).toBeNull();
});

test('an even pace is told exactly, however often it is asked', () => {
  const eta = new Eta(0);
  for (let s = 1; s <= 30; s++) expect(eta.update(s / 60, s * 1000)).toBeCloseTo(60 - s, 9);
  expect(eta.update(0.75, 45_000)).toBeCloseTo(15, 9);
});

test('a quick beginning is soon forgotten', () => {
  const eta = new Eta(0);
  // half of it in half a second, the rest in a minute
  eta.update(0.5, 500);
  let told = 0;
  for (let s = 1; s <= 40; s++) told = eta.update(0.5 + s / 120, 500 + s * 1000)!;
  expect(Math.abs(told - 20)).toBeLessThan(1);
});

test('a slower step is noticed within two half-lives', () => {
  const eta = new Eta(0);
  for (let s = 1; s <= 10; s++) eta.update(s / 20, s * 1000);
  let told = 0;
  // half as fast: 20 s for what is left
  for (let s = 1; s <= 10; s++) told = eta.update(0.5 + s / 40, 10_000 + s * 1000)!;
  expect(told).toBeGreaterThan(7.5);
  expect(told).toBeLessThanOrEqual(10);
});

test.each([
  [1.5, 60],
  [4, 60],
  [3, 600],
  [2, 10],
])('a search for sites after %s s holds to its %s s', (beforeS, limitS) => {
  const eta = new Eta(0);
  for (const share of [0.25, 0.5, 1])
    eta.update(searchShare(0, limitS) * share, beforeS * share * 1000);
  for (let ms = 250; ms <= limitS * 1000; ms += 250) {
    const told = eta.update(searchShare(ms, limitS), beforeS * 1000 + ms)!;
    const left = limitS - ms / 1000;
    if (ms >= 6000) expect(Math.abs(told - left)).toBeLessThan(0.15 * limitS);
  }
});
