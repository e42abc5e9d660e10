import {execFileSync} from 'node:child_process';
import {dirname, join} from 'node:path';
import type {FeatureCollection, MultiPolygon as GeoMultiPolygon, Polygon} from 'geojson';
import {describe, expect, test} from 'vitest';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import {toLegalMultiPolygon} from '../../../server/kernel/densify.ts';
import {toFlatRings, type FlatRings, type MultiPolygon} from '../../../server/kernel/geometry.ts';
import {OverlapMeter} from '../../../server/kernel/overlap-area.ts';
import {ogrinfoPath, sharedData} from '../../setup/needs.ts';
import {cutLayer} from './layers.ts';

/** Outlines of a layer in the legal plane; invalid ones repaired by GDAL. */
function readOutlines(file: string, layer: string): FlatRings[] {
  const geojson = execFileSync(
    join(dirname(ogrinfoPath!), 'ogr2ogr'),
    ['-f', 'GeoJSON', '-makevalid', '-nlt', 'MULTIPOLYGON', '/vsistdout/', file, layer],
    {maxBuffer: 2 ** 28},
  );
  const {features} = JSON.parse(geojson.toString()) as FeatureCollection<GeoMultiPolygon | Polygon>;
  return features.map(({geometry}) =>
    toFlatRings(
      toLegalMultiPolygon(
        (geometry.type === 'Polygon'
          ? [geometry.coordinates]
          : geometry.coordinates) as MultiPolygon,
      ),
    ),
  );
}

describe.skipIf(!sharedData || !ogrinfoPath)('a real river basin', () => {
  const folder = join(sharedData ?? '', 'delaware');

  test(
    'has in every sub-basin what the direct overlap finds of each focus area',
    {timeout: 120_000},
    () => {
      const areas = readOutlines(join(folder, 'focus_areas.geojson'), 'focus_areas');
      const basins = readOutlines(join(folder, 'hucs.gpkg'), 'huc10');
      // each focus area is a class of its own, since they overlap
      const {pyramid, leaf} = cutLayer(
        areas.map((rings, classIndex) => ({classIndex, rings})),
        {classCount: areas.length, leafVertices: 96},
      );
      const meter = new OverlapMeter();
      let worst = 0;
      let overlaps = 0;
      for (const basin of basins) {
        const {byClassM2, areaM2} = measureZone(basin, pyramid, leaf);
        areas.forEach((area, i) => {
          const directM2 = meter.area(area, basin);
          if (directM2 > 1) overlaps++;
          worst = Math.max(worst, Math.abs(byClassM2[i]! - directM2) / areaM2);
        });
      }
      expect(overlaps).toBeGreaterThan(100);
      expect(worst).toBeLessThan(1e-11);
    },
  );

  test(
    'is tiled by sub-basins whose areas add up to it, each holding itself and no other',
    {timeout: 120_000},
    () => {
      const basins = readOutlines(join(folder, 'hucs.gpkg'), 'huc12');
      const {pyramid, leaf} = cutLayer(
        basins.map((rings, classIndex) => ({classIndex, rings})),
        {classCount: basins.length, leafVertices: 96},
      );
      const meter = new OverlapMeter();
      let worst = 0;
      basins.slice(0, 25).forEach((basin) => {
        const {byClassM2, areaM2} = measureZone(basin, pyramid, leaf);
        byClassM2.forEach((m2, other) => {
          const directM2 = meter.area(basins[other]!, basin);
          worst = Math.max(worst, Math.abs(m2 - directM2) / areaM2);
        });
      });
      expect(worst).toBeLessThan(1e-11);
      const sums = new Float64Array(pyramid.columnCount);
      pyramid.addSums(0, 1, sums, 0);
      const [total, multiple] = sums as unknown as [number, number];
      const areaM2 = basins.reduce((sum, basin) => sum + flatAreaM2(basin), 0);
      // the source itself leaves hair-thin overlaps, counted once in the total
      expect(Math.abs((total + multiple) / areaM2 - 1)).toBeLessThan(1e-9);
    },
  );
});
