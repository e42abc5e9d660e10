import type {Mesh} from './mesh.ts';
import type {Name, Names} from './names.ts';
import {chance} from './random.ts';
import {position, type Terrain} from './terrain.ts';
import type {Units} from './units.ts';

export type TerrainClass = 'mountain' | 'hill' | 'plain';

export type Unit = {
  code: string;
  name: Name;
  level: 'province' | 'prefecture' | 'county';
  parent: string;
  terrain: TerrainClass;
  population: number;
  urbanPopulation: number;
  areaKm2: number;
  /** Index of the parent in its own list; −1 for provinces. */
  parentIndex: number;
};

export type UnitRegister = {provinces: Unit[]; prefectures: Unit[]; counties: Unit[]};

/** People per km² by the lie of the land, as in central China. */
const DENSITY = {mountain: 95, hill: 230, plain: 480};

/**
 * Gives units their codes (2 + 2 + 2 digits on prefixes GB/T 2260 leaves free), names, terrain class
 * and people. The county with a prefecture's seat is a district (…02), large ones are cities (…81).
 */
export function registerUnits(
  mesh: Mesh,
  terrain: Terrain,
  units: Units,
  names: Names,
  prefixes: number[],
): UnitRegister {
  const cells = countTerrain(terrain, units);
  const provinces = inOrder(units.provinceOf, () => 0, places(mesh, units, 'province')).map(
    (index, serial): [number, Unit] => {
      const name = names.province(serial);
      return [
        index,
        emptyUnit(
          'province',
          `${prefixes[serial]!}0000`,
          suffixed(name, '省', ' Province'),
          '',
          -1,
        ),
      ];
    },
  );
  const provinceList = sparse(provinces);
  const prefectures = inOrder(
    Array.from(units.provinceOf, (_, index) => index),
    (prefecture) => units.provinceOf[prefecture]!,
    places(mesh, units, 'prefecture'),
  );
  const prefectureList: Unit[] = [];
  const roots: Name[] = [];
  const serials = new Map<number, number>();
  for (const index of prefectures) {
    const province = units.provinceOf[index]!;
    const serial = (serials.get(province) ?? 0) + 1;
    serials.set(province, serial);
    const parent = provinceList[province]!.code;
    roots[index] = names.place();
    const name = suffixed(roots[index], '市', ' City');
    const code = `${parent.slice(0, 2)}${String(serial).padStart(2, '0')}00`;
    prefectureList[index] = emptyUnit('prefecture', code, name, parent, province);
  }
  const countyList: Unit[] = [];
  const used = new Map<string, number>();
  const people = Array.from(units.seat, (seat, county) => {
    const share = cells[county]!;
    const km2 = mesh.cellAreaM2 / 1e6;
    const each = 0.75 + 0.5 * chance(mesh.seed + 81, seat);
    const rural =
      share.mountain * DENSITY.mountain + share.hill * DENSITY.hill + share.plain * DENSITY.plain;
    return rural * km2 * each;
  });
  const counties = inOrder(
    Array.from(units.prefectureOf, (_, index) => index),
    (county) => units.prefectureOf[county]!,
    places(mesh, units, 'county'),
  );
  const capital = chooseCapitals(units, people);
  const middle = median(people);
  for (const index of counties) {
    const prefecture = units.prefectureOf[index]!;
    const parent = prefectureList[prefecture]!.code;
    const isCapital = capital[prefecture] === index;
    const isCity = !isCapital && people[index]! > 1.15 * middle;
    const first = isCapital ? 2 : isCity ? 81 : 21;
    const slot = parent + first;
    const serial = used.get(slot) ?? 0;
    used.set(slot, serial + 1);
    const code = parent.slice(0, 4) + String(first + serial).padStart(2, '0');
    const root = isCapital ? roots[prefecture]! : names.place();
    const name = isCapital
      ? suffixed(root, '区', ' District')
      : isCity
        ? suffixed(root, '市', ' City')
        : suffixed(root, '县', ' County');
    const unit = emptyUnit('county', code, name, parent, prefecture);
    const population = Math.round((people[index]! * (isCapital ? 1.7 : 1)) / 100) * 100;
    const urban = isCapital ? 0.68 : isCity ? 0.5 : 0.34;
    unit.population = population;
    unit.urbanPopulation =
      Math.round((population * (urban + 0.1 * chance(mesh.seed + 82, index))) / 100) * 100;
    countyList[index] = unit;
  }
  const register = {provinces: provinceList, prefectures: prefectureList, counties: countyList};
  sumUp(mesh, units, register, cells);
  return register;
}

type TerrainCells = Record<TerrainClass, number>;

/** What a single cell is: mountains are steep or high, plains flat and low. */
export function terrainOfCell(terrain: Terrain, cell: number, topM: number): TerrainClass {
  const steep = terrain.relief[cell]! / topM;
  const high = terrain.height[cell]! / topM;
  if (high > 0.5 || steep > 0.062) return 'mountain';
  return high < 0.22 && steep < 0.02 ? 'plain' : 'hill';
}

function countTerrain(terrain: Terrain, units: Units): TerrainCells[] {
  const counts = Array.from({length: units.countyCount}, () => ({mountain: 0, hill: 0, plain: 0}));
  let top = 0;
  for (const cell of terrain.flow.order) top = Math.max(top, terrain.height[cell]!);
  for (const cell of terrain.flow.order) {
    counts[units.countyOf[cell]!]![terrainOfCell(terrain, cell, top)]++;
  }
  return counts;
}

function classOf(cells: TerrainCells): TerrainClass {
  if (cells.plain >= cells.hill && cells.plain >= cells.mountain) return 'plain';
  return cells.mountain >= cells.hill ? 'mountain' : 'hill';
}

function sumUp(mesh: Mesh, units: Units, register: UnitRegister, cells: TerrainCells[]): void {
  const km2 = mesh.cellAreaM2 / 1e6;
  const ofPrefecture = register.prefectures.map(() => ({mountain: 0, hill: 0, plain: 0}));
  const ofProvince = register.provinces.map(() => ({mountain: 0, hill: 0, plain: 0}));
  register.counties.forEach((county, index) => {
    const prefecture = units.prefectureOf[index]!;
    const province = units.provinceOf[prefecture]!;
    const own = cells[index]!;
    county.terrain = classOf(own);
    county.areaKm2 = (own.mountain + own.hill + own.plain) * km2;
    for (const [unit, sum] of [
      [register.prefectures[prefecture]!, ofPrefecture[prefecture]!],
      [register.provinces[province]!, ofProvince[province]!],
    ] as const) {
      sum.mountain += own.mountain;
      sum.hill += own.hill;
      sum.plain += own.plain;
      unit.population += county.population;
      unit.urbanPopulation += county.urbanPopulation;
      unit.areaKm2 += county.areaKm2;
    }
  });
  register.prefectures.forEach((unit, index) => (unit.terrain = classOf(ofPrefecture[index]!)));
  register.provinces.forEach((unit, index) => (unit.terrain = classOf(ofProvince[index]!)));
}

function chooseCapitals(units: Units, people: number[]): number[] {
  const capital: number[] = [];
  people.forEach((count, county) => {
    const prefecture = units.prefectureOf[county]!;
    const best = capital[prefecture];
    if (best === undefined || count > people[best]!) capital[prefecture] = county;
  });
  return capital;
}

/** Distinct indices, grouped by parent, north-west first within a group. */
function inOrder(
  indices: ArrayLike<number>,
  parentOf: (i: number) => number,
  at: number[][],
): number[] {
  return [...new Set(Array.from(indices))].sort(
    (a, b) =>
      parentOf(a) - parentOf(b) || at[b]![1]! - at[b]![0]! - (at[a]![1]! - at[a]![0]!) || a - b,
  );
}

function places(mesh: Mesh, units: Units, level: Unit['level']): number[][] {
  const sums: number[][] = [];
  units.seat.forEach((seat, county) => {
    const prefecture = units.prefectureOf[county]!;
    const index =
      level === 'county'
        ? county
        : level === 'prefecture'
          ? prefecture
          : units.provinceOf[prefecture]!;
    const [u, v] = position(mesh, seat);
    const sum = (sums[index] ??= [0, 0, 0]);
    sum[0]! += u;
    sum[1]! += v;
    sum[2]! += 1;
  });
  return sums.map(([u, v, n]) => [u! / n!, v! / n!]);
}

function emptyUnit(
  level: Unit['level'],
  code: string,
  name: Name,
  parent: string,
  parentIndex: number,
): Unit {
  return {
    code,
    name,
    level,
    parent,
    parentIndex,
    terrain: 'hill',
    population: 0,
    urbanPopulation: 0,
    areaKm2: 0,
  };
}

function suffixed(name: Name, zh: string, en: string): Name {
  return {zh: name.zh + zh, en: name.en + en};
}

function sparse(entries: [number, Unit][]): Unit[] {
  const list: Unit[] = [];
  for (const [index, unit] of entries) list[index] = unit;
  return list;
}

function median(values: number[]): number {
  return values.slice().sort((a, b) => a - b)[values.length >> 1]!;
}
