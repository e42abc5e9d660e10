import {mergeSmallCellPatches, patchesOfCells} from '../components.ts';
import {redCorners} from '../conflicts.ts';
import {latticePoint, neighbour} from '../mesh.ts';
import {planCells} from '../plan.ts';
import {fractalNoise} from '../random.ts';
import type {World} from '../world.ts';
import type {RegionLayer} from './layer.ts';

const CLASSES = [
  {class: 'natural-reserve', zh: '自然生态保留区', en: 'Natural ecology reserve'},
  {class: 'ecological-conservation', zh: '生态功能保育区', en: 'Ecological function conservation'},
  {class: 'food-safety', zh: '食物环境安全保障区', en: 'Food environment safety'},
  {class: 'habitation', zh: '聚居环境维护区', en: 'Habitation environment'},
  {class: 'resource-development', zh: '资源开发环境引导区', en: 'Resource development guidance'},
] as const;

const [RESERVE, CONSERVATION, FOOD, HABITATION, RESOURCE] = [0, 1, 2, 3, 4];

/** Five environmental functions that together cover the land. */
export const environmentZones: RegionLayer = {
  id: 'environment-zones',
  kind: 'function-zone',
  title: {zh: '环境功能区', en: 'Environmental function zones'},
  map: {code: 'code', name: 'name_zh', nameEn: 'name_en', class: 'class'},
  async write(world, file, pause) {
    const {mesh} = world;
    const patches = patchesOfCells(mesh, zoneCells(world));
    const polygons = planCells(mesh, patches.of);
    for (const [patch, label] of patches.label.entries()) {
      const {class: own, zh, en} = CLASSES[label]!;
      const serial = String(patch + 1).padStart(4, '0');
      const code = `EZ${label + 1}${serial}`;
      const properties = {
        code,
        name_zh: `${zh}${serial}`,
        name_en: `${en} ${serial}`,
        class: own,
        class_zh: zh,
      };
      file.polygon(code, properties, [polygons[patch]!]);
      await pause(patch / patches.label.length);
    }
  },
};

function zoneCells(world: World): Int8Array {
  const {mesh, terrain, landUse, landCover, redlineCorners} = world;
  const zone = new Int8Array(mesh.cellCount).fill(-1);
  const isReserve = new Uint8Array(mesh.cellCount);
  for (const area of world.protectedAreas) {
    if (area.isNational) for (const kite of area.kites) isReserve[Math.floor(kite / 6)]!++;
  }
  const FOREST = 0;
  const GRASS = 1;
  for (const cell of terrain.flow.order) {
    const [x, y] = latticePoint(mesh, cell);
    let nearTown = landUse.townBoundary[cell]! >= 0 || landUse.parkOf[cell]! >= 0;
    for (let k = 0; k < 6; k++) nearTown ||= landUse.townBoundary[neighbour(mesh, cell, k)]! >= 0;
    const cover = landCover[cell]!;
    const red = redCorners(mesh, redlineCorners, cell);
    const ore = fractalNoise(mesh.seed + 141, x / 12, y / 12, 2);
    if (nearTown && red < 3) zone[cell] = HABITATION;
    else if (isReserve[cell]! >= 3) zone[cell] = RESERVE;
    else if (red >= 3) zone[cell] = CONSERVATION;
    else if (ore > 0.3) zone[cell] = RESOURCE;
    else zone[cell] = cover === FOREST || cover === GRASS ? CONSERVATION : FOOD;
  }
  mergeSmallCellPatches(mesh, zone, 5);
  return zone;
}
