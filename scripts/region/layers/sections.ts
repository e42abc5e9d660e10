import {findCrossings} from '../crossings.ts';
import {chance} from '../random.ts';
import type {RegionLayer} from './layer.ts';

const CONTROL = {
  province: {level: 'national', zh: '国控'},
  prefecture: {level: 'provincial', zh: '省控'},
  county: {level: 'municipal', zh: '市控'},
} as const;

export const sections: RegionLayer = {
  id: 'sections',
  kind: 'section',
  title: {zh: '水质监测断面', en: 'Monitoring sections'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class', level: 'level'},
  async write(world, file) {
    const {register, rivers, basins, terrain, mesh} = world;
    const finest = basins.levels.at(-1)!;
    let serial = 0;
    for (const crossing of findCrossings(world)) {
      if (!crossing.isMonitored) continue;
      const {cell} = crossing;
      const upstream = register.counties[crossing.upstream]!;
      const downstream = register.counties[crossing.downstream]!;
      const stem = rivers.stems[rivers.stemOf[cell]!]!;
      const control = CONTROL[crossing.level];
      // headwaters are held to class II, the rest to III
      const target =
        terrain.drainedKm2[cell]! < 2500 || chance(mesh.seed + 162, cell) < 0.25 ? 'II' : 'III';
      const properties = {
        code: `SEC${String(++serial).padStart(4, '0')}`,
        name_zh: `${stem.name.zh}${upstream.name.zh.slice(0, -1)}出境断面`,
        name_en: `${stem.name.en} below ${upstream.name.en}`,
        class: target,
        level: control.level,
        level_zh: control.zh,
        river: `S${String(rivers.stemOf[cell]! + 1).padStart(4, '0')}`,
        river_name_zh: stem.name.zh,
        upstream_unit: upstream.code,
        downstream_unit: downstream.code,
        border: crossing.level,
        basin: finest.code[basins.of[cell]!]!,
        flow_m3s: Math.round(rivers.flowM3s[cell]! * 100) / 100,
      };
      file.point(properties.code, properties, crossing.lon, crossing.lat);
    }
  },
};
