import {makeFacilities} from '../facilities.ts';
import {centrePoint, toGrid} from '../mesh.ts';
import type {RegionLayer} from './layer.ts';

export const facilities: RegionLayer = {
  id: 'facilities',
  kind: 'facility',
  title: {zh: '环保基础设施', en: 'Environmental facilities'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class'},
  async write(world, file) {
    const {mesh, register, basins, rivers} = world;
    const finest = basins.levels.at(-1)!;
    for (const facility of makeFacilities(world)) {
      const unit = register.counties[facility.county]!;
      const isSewage = facility.class === 'sewage-plant';
      const stem = rivers.stems[rivers.stemOf[facility.outfall]!];
      const properties = {
        code: facility.code,
        name_zh: facility.name.zh,
        name_en: facility.name.en,
        class: facility.class,
        class_zh: facility.classZh,
        unit: unit.code,
        serves: facility.serves.map((county) => register.counties[county]!.code).join(','),
        capacity: facility.capacity,
        load: facility.load,
        measure: isSewage ? '万m³/d' : 't/d',
        served_population: facility.servedPopulation,
        opened: facility.opened,
        standard: isSewage ? '一级A' : null,
        basin: finest.code[basins.of[facility.cell]!]!,
        receiving_water: isSewage ? (stem?.name.zh ?? null) : null,
      };
      // a little off the centre, where rivers and roads meet
      const [x, y] = centrePoint(mesh, facility.cell);
      const [lon, lat] = toGrid(mesh, x + facility.eastM, y + facility.northM);
      file.point(facility.code, properties, lon, lat);
    }
  },
};
