import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {groundLengthM, groundScale} from '../../server/kernel/ground-length.ts';

describe('length on the ground', () => {
  it('of a meridian from the equator to the pole is the quadrant of GRS 80', () => {
    // Moritz 2000, Geodetic Reference System 1980: Q = 10 001 965.7293 m
    expect(groundLengthM(115, 0, 115, 90)).toBeCloseTo(10_001_965.7293, 3);
  });

  it('of a degree of the equator is a degree of the larger axis', () => {
    expect(groundLengthM(0, 0, 1, 0)).toBeCloseTo((Math.PI / 180) * 6378137, 6);
  });

  it('of a parallel is that of its circle', () => {
    // a cos φ / √(1 − e² sin² φ) at 30°, by hand: 5 528 256.6 m
    const radiusM = (180 / Math.PI) * groundScale(30).eastM;
    expect(radiusM).toBeCloseTo(
      (6378137 * Math.sqrt(3)) / 2 / Math.sqrt(1 - 0.0066943800229 / 4),
      4,
    );
    expect(groundLengthM(100, 30, 120, 30)).toBeCloseTo((Math.PI / 9) * radiusM, 5);
  });

  it('is the same both ways and the sum of its parts', () => {
    const degrees = fc.tuple(
      fc.double({min: 70, max: 140, noNaN: true}),
      fc.double({min: -60, max: 60, noNaN: true}),
    );
    const share = fc.double({min: 0.1, max: 0.9, noNaN: true});
    fc.assert(
      fc.property(degrees, degrees, share, ([a, b], [c, d], t) => {
        const whole = groundLengthM(a, b, c, d);
        const [lon, lat] = [a + t * (c - a), b + t * (d - b)];
        expect(groundLengthM(c, d, a, b)).toBeCloseTo(whole, 4);
        const parts = groundLengthM(a, b, lon, lat) + groundLengthM(lon, lat, c, d);
        expect(Math.abs(parts - whole)).toBeLessThan(1e-3 + 1e-9 * whole);
      }),
      {seed: 4, numRuns: 200},
    );
  });
});
