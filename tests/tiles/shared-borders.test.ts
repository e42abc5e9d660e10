import {describe, expect, it} from 'vitest';
import {MAX_ZOOM} from '../../server/tiles/grid.ts';
import {cutAndDraw, doubleAreaOf, openEdges, tilesOver, type DrawnFeature} from './cut-and-draw.ts';
import {crookedMosaic, seeded, toWkb} from './mosaic.ts';

/** Some tiles of a zoom: all of them where they are few, else a sample spread over the box. */
function someTiles(box: readonly [number, number, number, number], zoom: number) {
  const all = tilesOver(box, zoom);
  const step = Math.max(1, Math.floor(all.length / 12));
  return all.filter((_, i) => i % step === Math.floor(step / 2));
}

describe('neighbours keep their shared border at every zoom', () => {
  const sizeDeg = 2;
  const box = [110.1, 30.2, 110.1 + sizeDeg, 30.2 + sizeDeg] as const;
  const random = seeded(7);
  const mosaic = crookedMosaic({
    columns: 6,
    rows: 6,
    at: [box[0], box[1]],
    sizeDeg,
    depth: 9,
    random,
  });
  const cells = Array.from({length: 36}, (_, i) => ({
    id: `cell ${i}`,
    wkb: toWkb([mosaic.cell(i % 6, Math.floor(i / 6))]),
  }));
  // the same land once more as one piece, and as two that share a border of six cells
  const wholes = [
    {id: 'whole', wkb: toWkb([mosaic.block(0, 0, 6, 6)])},
    {id: 'west', wkb: toWkb([[mosaic.block(0, 0, 2, 6)]])},
    {id: 'east', wkb: toWkb([mosaic.block(2, 0, 6, 6)])},
  ];
  const draw = cutAndDraw([...cells, ...wholes]);
  const named = (features: DrawnFeature[], start: string) =>
    features.filter(({id}) => id.startsWith(start));

  for (let zoom = 0; zoom <= MAX_ZOOM; zoom++) {
    it(`zoom ${zoom}: the cells add up to the whole, and every inner border is there twice`, () => {
      let seen = 0;
      for (const address of someTiles(box, zoom)) {
        const features = draw(address);
        const parts = named(features, 'cell').flatMap((feature) => feature.parts);
        const whole = named(features, 'whole');
        const halves = [...named(features, 'west'), ...named(features, 'east')];
        const expected = doubleAreaOf(whole.flatMap((feature) => feature.parts));
        expect(doubleAreaOf(parts)).toBe(expected);
        seen += expected;
        expect(doubleAreaOf(halves.flatMap((feature) => feature.parts))).toBe(expected);
        expect(openEdges(named(features, 'cell'))).toEqual(openEdges(whole));
        expect(openEdges(halves)).toEqual(openEdges(whole));
      }
      expect(seen).toBeGreaterThan(0);
    });
  }

  it('simplifies: a tile of the whole region needs a small part of its vertices', () => {
    const [address] = tilesOver(box, 7);
    const vertices = draw(address!)
      .flatMap(({parts}) => parts)
      .reduce((sum, part) => sum + part.length, 0);
    expect(vertices).toBeGreaterThan(500);
    // 84 borders of 512 vertices, each in several features
    expect(vertices).toBeLessThan(15_000);
  });

  it('at the deepest zoom keeps every vertex, on a grid of 15 cm', () => {
    const [lon, lat] = mosaic.cell(3, 3)[100]!;
    const [address] = tilesOver([lon, lat, lon, lat], MAX_ZOOM);
    const drawn = named(draw(address!), 'cell 21')[0]!.parts[0]!;
    const side = 2 ** MAX_ZOOM * 4096;
    const sine = Math.sin((lat * Math.PI) / 180);
    const x = (lon / 360 + 0.5) * side - address!.x * 4096;
    const y = (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * side - address!.y * 4096;
    const nearest = Math.min(...drawn.map(([px, py]) => Math.hypot(px - x, py - y)));
    expect(nearest).toBeLessThan(0.8);
  });
});
