import {kitesOfCells, planKites} from '../plan.ts';
import {chance} from '../random.ts';
import type {RegionLayer} from './layer.ts';

const INDUSTRIES = [
  ['化工', 'Chemical'],
  ['新材料', 'Materials'],
  ['食品', 'Food'],
  ['装备制造', 'Machinery'],
  ['电子信息', 'Electronics'],
  ['循环经济', 'Circular Economy'],
] as const;

export const industrialParks: RegionLayer = {
  id: 'industrial-parks',
  kind: 'park',
  title: {zh: '工业园区', en: 'Industrial parks'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', level: 'level'},
  async write({mesh, landUse, register}, file, pause) {
    for (const [index, park] of landUse.parks.entries()) {
      const unit = register.counties[park.county]!;
      const [zh, en] = INDUSTRIES[Math.floor(INDUSTRIES.length * chance(mesh.seed + 151, index))]!;
      const isNational = chance(mesh.seed + 152, index) < 0.2;
      const properties = {
        code: parkCode(index),
        name_zh: `${unit.name.zh.slice(0, -1)}${zh}产业园`,
        name_en: `${unit.name.en.split(' ')[0]} ${en} Park`,
        level: isNational ? 'national' : 'provincial',
        unit: unit.code,
      };
      file.polygon(properties.code, properties, planKites(mesh, kitesOfCells(park.cells)));
      await pause(index / landUse.parks.length);
    }
  },
};

export function parkCode(index: number): string {
  return `IP${String(index + 1).padStart(4, '0')}`;
}
