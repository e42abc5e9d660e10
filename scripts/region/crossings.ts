import {edgeMiddle} from './edges.ts';
import {edgeBelow} from './rivers.ts';
import {chance} from './random.ts';
import type {World} from './world.ts';

/** A river leaving one county for another, at one point of their border. */
export type Crossing = {
  cell: number;
  lon: number;
  lat: number;
  upstream: number;
  downstream: number;
  level: 'province' | 'prefecture' | 'county';
  isMonitored: boolean;
};

/** Share of crossings that have a monitoring section, by the level of the border. */
const MONITORED = {province: 0.9, prefecture: 0.75, county: 0.5};

export function findCrossings({mesh, tracer, terrain, units, recipe}: World): Crossing[] {
  const crossings: Crossing[] = [];
  for (const cell of terrain.flow.order) {
    const to = terrain.flow.receiver[cell]!;
    if (to < 0 || terrain.drainedKm2[cell]! < recipe.riverKm2) continue;
    const upstream = units.countyOf[cell]!;
    const downstream = units.countyOf[to]!;
    if (upstream === downstream) continue;
    const [prefectureUp, prefectureDown] = [
      units.prefectureOf[upstream]!,
      units.prefectureOf[downstream]!,
    ];
    const isProvince = units.provinceOf[prefectureUp] !== units.provinceOf[prefectureDown];
    const level = isProvince
      ? 'province'
      : prefectureUp === prefectureDown
        ? 'county'
        : 'prefecture';
    const [lon, lat] = edgeMiddle(tracer, cell, edgeBelow(mesh, terrain, cell));
    // great rivers are always watched at a province's border
    const isGreat = isProvince && terrain.drainedKm2[cell]! > 40 * recipe.riverKm2;
    const isMonitored = isGreat || chance(mesh.seed + 161, cell) < MONITORED[level];
    crossings.push({cell, lon, lat, upstream, downstream, level, isMonitored});
  }
  return crossings;
}
