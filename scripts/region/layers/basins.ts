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
        const name = nameBasin(world, level.mouth[basin]!, code, at[index]!, basin);
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

/** A basin is called after the river at its mouth; stretches of a longer river get their code too. */
function nameBasin(
  {rivers, terrain}: World,
  mouth: number,
  code: string,
  at: Int32Array,
  basin: number,
) {
  const stem = rivers.stems[rivers.stemOf[mouth]!];
  const serial = code.slice(1);
  if (!stem) return {zh: `无名流域${serial}`, en: `Unnamed basin ${serial}`};
  const {zh, en} = stem.name;
  const isWhole =
    at[stem.mouth] === basin && terrain.flow.receiver[mouth] !== undefined && stem.mouth === mouth;
  return isWhole
    ? {zh: `${zh}流域`, en: `${en} Basin`}
    : {zh: `${zh}干流${serial}区间`, en: `${en} main stem, reach ${serial}`};
}
