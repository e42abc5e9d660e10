import {planCells, planKites} from '../plan.ts';
import {cornerOf} from '../mesh.ts';
import type {World} from '../world.ts';
import type {RegionLayer} from './layer.ts';
import {protectedProperties} from './protected-areas.ts';

const CLASSES = {
  optimised: {zh: '优化开发区', en: 'Optimised development'},
  key: {zh: '重点开发区', en: 'Key development'},
  agricultural: {zh: '农产品主产区', en: 'Main agricultural production'},
  ecological: {zh: '重点生态功能区', en: 'Key ecological function'},
  prohibited: {zh: '禁止开发区', en: 'Prohibited development'},
} as const;

export type MainFunction = keyof typeof CLASSES;

/** Each county has one main function; national protected areas lie over them as prohibited. */
export const mainFunctionZones: RegionLayer = {
  id: 'main-function-zones',
  kind: 'function-zone',
  title: {zh: '主体功能区', en: 'Main function zones'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class'},
  async write(world, file, pause) {
    const {mesh, units, register} = world;
    const functions = mainFunctions(world);
    const polygons = planCells(mesh, units.countyOf);
    const order = Array.from(register.counties.keys()).sort((a, b) =>
      register.counties[a]!.code < register.counties[b]!.code ? -1 : 1,
    );
    for (const county of order) {
      const unit = register.counties[county]!;
      const own = functions[county]!;
      const {zh, en} = CLASSES[own];
      file.polygon(
        `MF${unit.code}`,
        {
          code: `MF${unit.code}`,
          name_zh: unit.name.zh + zh,
          name_en: `${unit.name.en}: ${en}`,
          class: own,
          class_zh: zh,
          unit: unit.code,
        },
        [polygons[county]!],
      );
      await pause(0);
    }
    for (const [index, area] of world.protectedAreas.entries()) {
      if (!area.isNational) continue;
      const base = protectedProperties(world, index);
      const code = `MF${base.code}`;
      const properties = {
        ...base,
        code,
        class: 'prohibited',
        class_zh: CLASSES.prohibited.zh,
        protected_area: base.code,
      };
      file.polygon(code, properties, planKites(mesh, area.kites));
    }
  },
};

/** Much red line: ecological; dense and urban: key, the two densest optimised; else agricultural. */
export function mainFunctions({mesh, units, register, redlineCorners}: World): MainFunction[] {
  const red = new Float64Array(units.countyCount);
  const all = new Float64Array(units.countyCount);
  for (let cell = 0; cell < units.countyOf.length; cell++) {
    const county = units.countyOf[cell]!;
    if (county < 0) continue;
    all[county]! += 6;
    for (let k = 0; k < 6; k++) if (redlineCorners[cornerOf(mesh, cell, k)]! >= 0) red[county]!++;
  }
  const density = register.counties.map((unit) => unit.urbanPopulation / unit.areaKm2);
  const ranked = density.slice().sort((a, b) => b - a);
  const optimised = ranked[Math.max(0, Math.round(ranked.length * 0.06) - 1)]!;
  const key = ranked[Math.round(ranked.length * 0.36)]!;
  return register.counties.map((_, county) => {
    if (density[county]! >= optimised) return 'optimised';
    if (red[county]! / all[county]! > 0.42) return 'ecological';
    return density[county]! >= key ? 'key' : 'agricultural';
  });
}
