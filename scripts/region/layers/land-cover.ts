import {patchesOfCells} from '../components.ts';
import {LAND_COVERS} from '../land-cover.ts';
import {planCells} from '../plan.ts';
import type {RegionLayer} from './layer.ts';

export const landCover: RegionLayer = {
  id: 'land-cover',
  kind: 'land-cover',
  title: {zh: '土地覆被', en: 'Land cover'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class'},
  async write({mesh, landCover}, file, pause) {
    const patches = patchesOfCells(mesh, landCover);
    const polygons = planCells(mesh, patches.of);
    for (const [patch, label] of patches.label.entries()) {
      const kind = LAND_COVERS[label]!;
      const code = `LC${String(patch + 1).padStart(6, '0')}`;
      const properties = {code, name_zh: kind.zh, name_en: kind.en, class: kind.class};
      file.polygon(code, properties, [polygons[patch]!]);
      await pause(patch / patches.label.length);
    }
  },
};
