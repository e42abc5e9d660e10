import {describe, expect, test} from 'vitest';
import {AreaMatrix} from '../../../server/kernel/cells/area-matrix.ts';
import {measurePairs, planJoin} from '../../../server/kernel/cells/join.ts';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {OverlapMeter} from '../../../server/kernel/overlap-area.ts';
import {
  blob,
  REGION_X,
  REGION_Y,
  seededRandom,
  syntheticLayer,
  syntheticUnits,
} from '../../bench/synthetic-layer.ts';
import {cutLayer, rectangle, type CutLayer, type LayerFeature} from './layers.ts';

function join(rows: CutLayer, columns: CutLayer, hasEntries = true, slices = 3) {
  const {matrix, pairs} = planJoin(rows.pyramid, columns.pyramid, hasEntries);
  const count = pairs.rowKeys.length;
  for (let s = 0; s < slices; s++) {
    const part = new AreaMatrix(rows.pyramid, columns.pyramid, hasEntries);
    const from = Math.floor((s * count) / slices);
    const to = Math.floor(((s + 1) * count) / slices);
    measurePairs(rows.pyramid, columns.pyramid, pairs, from, to, rows.leaf, columns.leaf, part);
    matrix.merge(part.pack());
  }
  const packed = matrix.pack();
  const entries = new Map<string, number>();
  packed.rows.forEach((row, i) => entries.set(`${row} ${packed.columns[i]}`, packed.areasM2[i]!));
  return {...packed, entries};
}

describe('two layers joined cell by cell', () => {
  test('share what can be computed by head, where one is cut finer and covers whole cells', () => {
    const rows = cutLayer([
      {classIndex: 0, rings: rectangle(0, 0, 10_000, 10_000)},
      {classIndex: 0, rings: rectangle(10_000, 0, 20_000, 10_000)},
    ]);
    // the second overlaps the first, of another class
    const columns = cutLayer(
      [
        {classIndex: 0, rings: rectangle(5_000, 0, 15_000, 5_000)},
        {classIndex: 1, rings: rectangle(8_000, 2_000, 12_000, 8_000)},
      ],
      {leafVertices: 6},
    );
    const {entries, rowSumsM2, columnTotalsM2} = join(rows, columns);
    expect(Object.fromEntries(entries)).toEqual({
      '0 0': 25e6,
      '0 1': 12e6,
      '1 0': 25e6,
      '1 1': 12e6,
    });
    // 25 + 12 km² less the 6 km² both hold
    expect(Array.from(rowSumsM2.slice(0, 4))).toEqual([31e6, 6e6, 25e6, 12e6]);
    expect([...columnTotalsM2]).toEqual([50e6, 24e6]);
  });

  test('give for every pair what the direct overlap gives, with equal sums either way round', () => {
    const units = syntheticUnits({perSide: 3, verticesPerSide: 60, sizeM: 60_000, seed: 3});
    const random = seededRandom(4);
    const blobs: LayerFeature[] = [
      ...syntheticLayer({polygons: 60, vertices: 6_000, sizeM: 60_000, classes: 3, seed: 5}),
      // overlaps the others
      {classIndex: 1, rings: blob(REGION_X + 30_000, REGION_Y + 25_000, 20_000, 400, random)},
      {classIndex: 2, rings: blob(REGION_X + 70_000, REGION_Y + 25_000, 20_000, 400, random)},
    ];
    const rows = cutLayer(units);
    const columns = cutLayer(blobs, {leafVertices: 12});
    const {entries, rowSumsM2, columnTotalsM2} = join(rows, columns);
    const turned = join(columns, rows);
    const meter = new OverlapMeter();
    let entryCount = 0;
    units.forEach((unit, row) =>
      blobs.forEach((feature, column) => {
        const areaM2 = meter.area(unit.rings, feature.rings);
        const tolerance = 1e-10 * Math.min(flatAreaM2(unit.rings), flatAreaM2(feature.rings));
        expect(Math.abs((entries.get(`${row} ${column}`) ?? 0) - areaM2)).toBeLessThan(tolerance);
        expect(Math.abs((turned.entries.get(`${column} ${row}`) ?? 0) - areaM2)).toBeLessThan(
          tolerance,
        );
        if (areaM2 > tolerance) entryCount++;
      }),
    );
    expect(entryCount).toBeGreaterThan(60);
    // what the rows hold together is what the columns hold together
    const width = columns.pyramid.columnCount;
    const rowTotal = units.reduce((sum, _, row) => sum + rowSumsM2[row * width]!, 0);
    const turnedTotal = turned.columnTotalsM2.reduce((sum, m2) => sum + m2, 0);
    expect(Math.abs(rowTotal / turnedTotal - 1)).toBeLessThan(1e-12);
    // units do not overlap, so a column's total is the sum of its entries
    blobs.forEach((_, column) => {
      const sum = units.reduce((m2, __, row) => m2 + (entries.get(`${row} ${column}`) ?? 0), 0);
      expect(Math.abs(columnTotalsM2[column]! - sum)).toBeLessThan(1e-12 * sum);
    });
  });

  test('come without entries when only the row sums are asked for', () => {
    const rows = cutLayer(
      syntheticUnits({perSide: 3, verticesPerSide: 60, sizeM: 60_000, seed: 3}),
    );
    const columns = cutLayer([
      ...syntheticLayer({polygons: 60, vertices: 6_000, sizeM: 60_000, classes: 3, seed: 5}),
    ]);
    const withEntries = join(rows, columns);
    const without = join(rows, columns, false);
    expect(without.rows.length).toBe(0);
    without.rowSumsM2.forEach((m2, i) => expect(m2).toBeCloseTo(withEntries.rowSumsM2[i]!, 3));
  });
});
