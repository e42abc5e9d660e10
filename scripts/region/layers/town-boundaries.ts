import {planCells} from '../plan.ts';
import type {World} from '../world.ts';
import type {RegionLayer} from './layer.ts';

export const townBoundaries: RegionLayer = {
  id: 'town-boundaries',
  kind: 'town-boundary',
  title: {zh: '城镇开发边界', en: 'Town boundaries'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en'},
  async write(world, file, pause) {
    const {mesh, landUse, register} = world;
    const polygons = planCells(mesh, landUse.townBoundary);
    const order = Array.from(register.counties.keys()).sort((a, b) =>
      register.counties[a]!.code < register.counties[b]!.code ? -1 : 1,
    );
    for (const county of order) {
      if (!polygons[county]) continue;
      const unit = register.counties[county]!;
      const properties = {
        code: townCode(world, county),
        name_zh: `${unit.name.zh}城镇开发边界`,
        name_en: `${unit.name.en} town boundary`,
        unit: unit.code,
        population: unit.urbanPopulation,
      };
      file.polygon(properties.code, properties, [polygons[county]!]);
      await pause(0);
    }
  },
};

export function townCode({register}: World, county: number): string {
  return `TB${register.counties[county]!.code}`;
}
