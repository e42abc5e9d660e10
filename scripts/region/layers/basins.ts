import type {BasinLevel} from '../basins.ts';
import {planCells} from '../plan.ts';
import type {World} from '../world.ts';
import type {RegionLayer} from './layer.ts';

export const basins: RegionLayer = {
  id: 'basins',
  kind: 'basin',
  title: {zh: '流域分区', en: 'Basins'},
  map: {
    code: 'code',
    name: 'name_zh',
    nameEn: 'name_en',
    parent: 'parent',
    downstream: 'downstream',
    level: 'level',
  },
  async write(world, file, pause) {
    const {mesh, basins, terrain} = world;
    const {levels} = basins;
    // the finest level's numbers, raised level by level to the coarsest
    const at = [basins.of];
    for (let index = levels.length - 1; index > 0; index--) {
      const {parent} = levels[index]!;
      at.unshift(at[0]!.map((basin) => (basin < 0 ? -1 : parent[basin]!)));
    }
    for (const [index, level] of levels.entries()) {
      const polygons = planCells(mesh, at[index]!);
      const order = Array.from(level.code.keys()).sort((a, b) =>
        level.code[a]! < level.code[b]! ? -1 : 1,
      );
      for (const [done, basin] of order.entries()) {
        const code = level.code[basin]!;
        const name = nameBasin(world, level, basin);
        const properties = {
          code,
          name_zh: name.zh,
          name_en: name.en,
          level: level.level,
          parent: levels[index - 1]?.code[level.parent[basin]!] ?? null,
          downstream: level.code[level.downstream[basin]!] ?? null,
          upstream_km2: Math.round(terrain.drainedKm2[level.mouth[basin]!]!),
        };
        file.polygon(code, properties, [polygons[basin]!]);
        await pause((index + done / order.length) / levels.length);
      }
    }
  },
};

/** A basin is called after the river at its mouth; pieces of a longer river's basin get their code too. */
function nameBasin({rivers, terrain}: World, level: BasinLevel, basin: number) {
  const mouth = level.mouth[basin]!;
  const serial = level.code[basin]!.slice(1);
  const stem = rivers.stems[rivers.stemOf[mouth]!];
  if (!stem) return {zh: `无名流域${serial}`, en: `Unnamed basin ${serial}`};
  const {zh, en} = stem.name;
  // nothing flows in from above: the whole of what drains to its mouth
  const isWhole = level.areaKm2[basin]! > 0.999 * terrain.drainedKm2[mouth]!;
  return isWhole && stem.mouth === mouth
    ? {zh: `${zh}流域`, en: `${en} Basin`}
    : {zh: `${zh}${serial}区间`, en: `${en} reach ${serial}`};
}
