import {planCells} from '../plan.ts';
import type {Unit} from '../unit-register.ts';
import type {RegionLayer} from './layer.ts';

export const TERRAIN_NAMES = {mountain: '山区', hill: '丘陵', plain: '平原'} as const;

export const units: RegionLayer = {
  id: 'units',
  kind: 'unit',
  title: {zh: '行政区划', en: 'Administrative units'},
  map: {
    code: 'code',
    name: 'name_zh',
    nameEn: 'name_en',
    class: 'terrain',
    parent: 'parent',
    level: 'level',
  },
  async write({mesh, units, register}, file, pause) {
    const {countyOf, prefectureOf, provinceOf} = units;
    const prefectureAt = countyOf.map((county) => (county < 0 ? -1 : prefectureOf[county]!));
    const provinceAt = prefectureAt.map((prefecture) =>
      prefecture < 0 ? -1 : provinceOf[prefecture]!,
    );
    const levels: [Int32Array, Unit[]][] = [
      [provinceAt, register.provinces],
      [prefectureAt, register.prefectures],
      [countyOf, register.counties],
    ];
    for (const [index, [cells, list]] of levels.entries()) {
      const polygons = planCells(mesh, cells);
      const order = Array.from(list.keys()).sort((a, b) =>
        list[a]!.code < list[b]!.code ? -1 : 1,
      );
      for (const [done, at] of order.entries()) {
        const unit = list[at]!;
        const properties = {
          code: unit.code,
          name_zh: unit.name.zh,
          name_en: unit.name.en,
          level: unit.level,
          parent: unit.parent || null,
          terrain: unit.terrain,
          terrain_zh: TERRAIN_NAMES[unit.terrain],
          population: unit.population,
          urban_population: unit.urbanPopulation,
        };
        file.polygon(unit.code, properties, [polygons[at]!]);
        await pause((index + done / order.length) / levels.length);
      }
    }
  },
};
