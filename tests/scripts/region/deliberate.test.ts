import {beforeAll, describe, expect, it} from 'vitest';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {overlapArea} from '../../../server/kernel/overlap-area.ts';
import {edgesOf, makeSample, polygonsOf, reversed} from './sample.ts';
import type {Sample, SampleFeature} from './sample.ts';

let sample: Sample;
beforeAll(async () => {
  sample = await makeSample();
});

describe('red lines at county borders', () => {
  it('agree on both sides but in the places the manifest lists, each of which is there', () => {
    const {borderMismatches} = sample.region.deliberate;
    expect(new Set(borderMismatches.map(({kind}) => kind))).toEqual(
      new Set(['missing', 'class', 'gap', 'offset']),
    );
    const counties = new Map<string, string>();
    for (const unit of sample.layer('units')) {
      if (unit.properties.level === 'county')
        for (const e of edgesOf(unit)) counties.set(e, unit.id);
    }
    const laidOver = new Set(sample.region.deliberate.redlineOverlaps.map((o) => o.laidOver));
    const red = new Map<string, string>();
    for (const line of sample.layer('redlines')) {
      if (laidOver.has(line.id)) continue;
      for (const edge of edgesOf(line)) red.set(edge, String(line.properties.class));
    }
    const placed = new Map<string, string>();
    for (const mismatch of borderMismatches) {
      for (const point of mismatch.line) placed.set(point.join(','), mismatch.id);
    }
    const found = new Set<string>();
    for (const [edge, county] of counties) {
      const other = counties.get(reversed(edge));
      if (other === undefined || other < county) continue;
      if (red.get(edge) === red.get(reversed(edge))) continue;
      const ids = edge.split(' ').map((point) => placed.get(point));
      expect([edge, ids.some((id) => id !== undefined)]).toEqual([edge, true]);
      for (const id of ids) if (id) found.add(id);
    }
    expect([...found].sort()).toEqual(borderMismatches.map(({id}) => id).sort());
  });

  it('name the counties and red lines on both sides', () => {
    const units = new Set(sample.layer('units').map((unit) => unit.id));
    const lines = new Map(sample.layer('redlines').map((line) => [line.id, line]));
    for (const {units: pair, redlines, kind} of sample.region.deliberate.borderMismatches) {
      expect(pair.every((code) => units.has(code))).toBe(true);
      expect(redlines.intact.length).toBeGreaterThan(0);
      expect(redlines.intact.every((code) => lines.get(code)!.properties.unit === pair[0])).toBe(
        true,
      );
      if (kind === 'missing') expect(redlines.altered).toEqual([]);
      else
        expect(redlines.altered.every((c) => lines.get(c)!.properties.unit === pair[1])).toBe(true);
    }
  });
});

describe('red lines', () => {
  it('overlap each other only where the manifest says', () => {
    const {redlineOverlaps} = sample.region.deliberate;
    expect(redlineOverlaps.map((overlap) => overlap.isSameClass).sort()).toEqual([false, true]);
    const expected = new Set(
      redlineOverlaps.flatMap(({laidOver, codes}) =>
        codes.filter((code) => code !== laidOver).map((code) => [laidOver, code].sort().join(' ')),
      ),
    );
    expect(overlapping(sample.layer('redlines'), sample.layer('redlines'))).toEqual(expected);
  });

  it('have holes, parts and every one of the four functions', () => {
    const lines = sample.layer('redlines');
    expect(lines.some((line) => line.geometry.type === 'MultiPolygon')).toBe(true);
    expect(lines.flatMap(polygonsOf).some((polygon) => polygon.length > 1)).toBe(true);
    expect(new Set(lines.map((line) => line.properties.class)).size).toBe(4);
  });
});

describe.each(['town-boundaries', 'industrial-parks', 'permanent-farmland'])('%s', (id) => {
  it('overlap red lines exactly where the manifest says', () => {
    const conflicts = sample.region.deliberate.conflicts.filter(({layer}) => layer === id);
    expect(conflicts.length).toBeGreaterThan(1);
    const laidOver = new Set(sample.region.deliberate.redlineOverlaps.map((o) => o.laidOver));
    const lines = sample.layer('redlines').filter((line) => !laidOver.has(line.id));
    const expected = new Set(
      conflicts.flatMap(({code, redlines}) =>
        redlines.map((line) => [code, line].sort().join(' ')),
      ),
    );
    expect(overlapping(sample.layer(id), lines)).toEqual(expected);
  });

  it('overlap neither each other nor themselves', () => {
    expect(overlapping(sample.layer(id), sample.layer(id)).size).toBe(0);
  });
});

/** Pairs of features that share more than 100 m²: what rounding to a centimetre leaves is less. */
function overlapping(left: SampleFeature[], right: SampleFeature[]): Set<string> {
  const flat = (features: SampleFeature[]) =>
    features.map((feature) => ({id: feature.id, legal: toLegalMultiPolygon(polygonsOf(feature))}));
  const pairs = new Set<string>();
  const others = flat(right);
  for (const a of flat(left)) {
    for (const b of others) {
      if (a.id === b.id || boxesMiss(a.legal, b.legal)) continue;
      if (overlapArea(a.legal, b.legal) > 100) pairs.add([a.id, b.id].sort().join(' '));
    }
  }
  return pairs;
}

function boxesMiss(a: number[][][][], b: number[][][][]): boolean {
  const [west, south, east, north] = box(a);
  const [left, bottom, right, top] = box(b);
  return west > right || left > east || south > top || bottom > north;
}

function box(multi: number[][][][]): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of multi.flat(2) as [number, number][]) {
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  }
  return bounds;
}
