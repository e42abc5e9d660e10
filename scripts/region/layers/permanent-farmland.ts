import {patchesOfCells} from '../components.ts';
import {planCells} from '../plan.ts';
import type {World} from '../world.ts';
import type {RegionLayer} from './layer.ts';

export const permanentFarmland: RegionLayer = {
  id: 'permanent-farmland',
  kind: 'farmland',
  title: {zh: '永久基本农田', en: 'Permanent farmland'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en'},
  async write(world, file, pause) {
    const {mesh} = world;
    const patches = farmlandPatches(world);
    const polygons = planCells(mesh, patches.of);
    for (const patch of patches.label.keys()) {
      const {code, unit} = farmlandOf(world, patch, patches.first[patch]!);
      const properties = {
        code,
        name_zh: `${unit.name.zh}永久基本农田`,
        name_en: `${unit.name.en} permanent farmland`,
        unit: unit.code,
      };
      file.polygon(code, properties, [polygons[patch]!]);
      await pause(patch / patches.label.length);
    }
  },
};

/** Farmland is counted by county: patches end at county borders. */
export function farmlandPatches({mesh, units, landUse}: World) {
  const {farmland} = landUse;
  const label = units.countyOf.map((county, cell) => (farmland[cell] === 1 ? county : -1));
  return patchesOfCells(mesh, label);
}

export function farmlandOf({units, register}: World, patch: number, first: number) {
  const unit = register.counties[units.countyOf[first]!]!;
  return {code: `PF${String(patch + 1).padStart(5, '0')}`, unit};
}
