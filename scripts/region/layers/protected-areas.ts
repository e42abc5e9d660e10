import {planKites} from '../plan.ts';
import {PROTECTED_CLASSES} from '../protected-areas.ts';
import type {World} from '../world.ts';
import {hash} from '../random.ts';
import type {RegionLayer} from './layer.ts';

export const protectedAreas: RegionLayer = {
  id: 'protected-areas',
  kind: 'protected-area',
  title: {zh: '自然保护地', en: 'Protected areas'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class', level: 'level'},
  async write(world, file, pause) {
    for (const [index, area] of world.protectedAreas.entries()) {
      const properties = protectedProperties(world, index);
      file.polygon(properties.code, properties, planKites(world.mesh, area.kites));
      await pause(index / world.protectedAreas.length);
    }
  },
};

export function protectedProperties({protectedAreas, units, register, mesh}: World, index: number) {
  const area = protectedAreas[index]!;
  const kind = PROTECTED_CLASSES[area.kind]!;
  const county = register.counties[units.countyOf[area.corners[0]! >> 1]!]!;
  const place = county.name.zh.slice(0, -1);
  const placeEn = county.name.en.split(' ')[0]!;
  const peak = PEAKS[hash(mesh.seed, index, 131) % PEAKS.length]!;
  return {
    code: `PA${String(index + 1).padStart(4, '0')}`,
    name_zh: `${place}${peak[0]}${kind.zh}`,
    name_en: `${placeEn} ${peak[1]} ${kind.en}`,
    class: kind.class,
    class_zh: kind.zh,
    level: area.isNational ? 'national' : 'provincial',
    unit: county.code,
  };
}

const PEAKS = [
  ['北岭', 'North Ridge'],
  ['龙潭', 'Dragon Pool'],
  ['石门', 'Stone Gate'],
  ['白鹭滩', 'Egret Shoal'],
  ['云海', 'Cloud Sea'],
  ['深谷', 'Deep Valley'],
  ['老林', 'Old Forest'],
  ['双峰', 'Twin Peaks'],
  ['映月', 'Moon Mirror'],
] as const;
