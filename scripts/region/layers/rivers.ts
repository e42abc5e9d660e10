import {groundLength} from '../ground-length.ts';
import {reachLine} from '../rivers.ts';
import type {RegionLayer} from './layer.ts';

export const rivers: RegionLayer = {
  id: 'rivers',
  kind: 'river',
  title: {zh: '河流', en: 'Rivers'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', downstream: 'downstream', level: 'order'},
  async write({terrain, tracer, basins, rivers}, file, pause) {
    const finest = basins.levels.at(-1)!;
    const {reaches, stems, order, flowM3s} = rivers;
    const code = (reach: number) => `R${String(reach + 1).padStart(5, '0')}`;
    for (const [index, reach] of reaches.entries()) {
      const points = reachLine(tracer, terrain, reach);
      const entry = reach.from >= 0 ? reach.from : reach.cells[0]!;
      // a reach that ends in a confluence carries what came before it, not what joins there
      const last =
        reach.endsAtBorder || reach.cells.length === 1 ? reach.cells.at(-1)! : reach.cells.at(-2)!;
      const carrier = reach.cells.length === 1 && !reach.endsAtBorder ? entry : last;
      const {name} = stems[reach.stem]!;
      const properties = {
        code: code(index),
        name_zh: name.zh,
        name_en: name.en,
        river: `S${String(reach.stem + 1).padStart(4, '0')}`,
        order: order[carrier]!,
        flow_m3s: Math.round(flowM3s[carrier]! * 100) / 100,
        drained_km2: Math.round(terrain.drainedKm2[carrier]!),
        basin: finest.code[basins.of[reach.cells[0]!]!]!,
        downstream: reach.downstream < 0 ? null : code(reach.downstream),
        length_m: Math.round(groundLength(points)),
        top_m: Math.round(terrain.height[entry]! * 10) / 10,
        bottom_m: Math.round(terrain.height[reach.cells.at(-1)!]! * 10) / 10,
      };
      file.line(properties.code, properties, points);
      await pause(index / reaches.length);
    }
  },
};
