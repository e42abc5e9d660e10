import {cellsOf} from './land-use.ts';
import type {Name} from './names.ts';
import {chance} from './random.ts';
import type {World} from './world.ts';

export type Facility = {
  code: string;
  name: Name;
  class: 'sewage-plant' | 'waste-incineration' | 'landfill' | 'transfer-station';
  classZh: string;
  /** County it stands in, counties it serves. */
  county: number;
  serves: number[];
  cell: number;
  eastM: number;
  northM: number;
  /** Cell its water ends up in. */
  outfall: number;
  capacity: number;
  load: number;
  servedPopulation: number;
  opened: number;
};

const CLASSES = {
  'sewage-plant': {zh: '污水处理厂', en: 'Sewage Plant', prefix: 'WW'},
  'waste-incineration': {zh: '生活垃圾焚烧发电厂', en: 'Waste Incineration Plant', prefix: 'WI'},
  landfill: {zh: '生活垃圾填埋场', en: 'Landfill', prefix: 'LF'},
  'transfer-station': {zh: '垃圾转运站', en: 'Transfer Station', prefix: 'TS'},
} as const;

/** Litres of sewage and kilograms of waste a townsperson makes a day, as planners reckon. */
const SEWAGE_L = 180;
const WASTE_KG = 1.05;

/**
 * Plants with capacity and load. One county in seven sends its sewage to a neighbour in its own
 * prefecture; some plants are overloaded and some half empty, so there is something to share.
 */
export function makeFacilities(world: World): Facility[] {
  const {mesh, units, register, terrain} = world;
  const {seed} = mesh;
  const facilities: Facility[] = [];
  const serial = new Map<string, number>();
  const boundary = cellsOf(world.landUse.townBoundary, units.countyCount);
  const ofPrefecture = register.prefectures.map((_, prefecture) =>
    Array.from(register.counties.keys()).filter((c) => units.prefectureOf[c] === prefecture),
  );
  for (const counties of ofPrefecture) {
    const sends = counties.filter(
      (county) => counties.length > 2 && chance(seed + 171, county) < 0.15,
    );
    const hosts = counties.filter((county) => !sends.includes(county));
    for (const county of hosts) {
      const guests = sends.filter((_, index) => hosts[index % hosts.length] === county);
      add('sewage-plant', county, [county, ...guests], 0, SEWAGE_L / 1e7);
    }
    const capital = counties.slice().sort((a, b) => urban(b) - urban(a) || a - b)[0]!;
    const own = counties.filter(
      (county) => county === capital || chance(seed + 172, county) < 0.75,
    );
    add('waste-incineration', capital, own, 1, WASTE_KG / 1000);
    for (const county of counties) {
      if (!own.includes(county)) add('landfill', county, [county], 2, WASTE_KG / 1000);
      add('transfer-station', county, [county], 3, WASTE_KG / 1000);
    }
  }
  return facilities;

  function urban(county: number): number {
    return register.counties[county]!.urbanPopulation;
  }

  function add(
    kind: Facility['class'],
    county: number,
    serves: number[],
    slot: number,
    perPerson: number,
  ): void {
    const {zh, en, prefix} = CLASSES[kind];
    const number = (serial.get(prefix) ?? 0) + 1;
    serial.set(prefix, number);
    const people = serves.reduce((sum, served) => sum + urban(served), 0);
    const collected = 0.68 + 0.27 * chance(seed + 173, county, slot);
    const load = people * perPerson * collected;
    const room = 0.82 + 0.95 * chance(seed + 174, county, slot);
    const town = boundary[county]!;
    const cells = town.length > 0 ? town : [units.seat[county]!];
    // sewage runs to the lowest ground; the rest stands anywhere in the town
    const cell =
      kind === 'sewage-plant'
        ? cells.slice().sort((a, b) => terrain.height[a]! - terrain.height[b]! || a - b)[0]!
        : cells[Math.floor(cells.length * chance(seed + 175, county, slot))]!;
    const unit = register.counties[county]!;
    const offset = mesh.spacingM * 0.22;
    facilities.push({
      code: `${prefix}${String(number).padStart(4, '0')}`,
      name: {zh: unit.name.zh + zh, en: `${unit.name.en} ${en}`},
      class: kind,
      classZh: zh,
      county,
      serves,
      cell,
      eastM: offset * (2 * chance(seed + 176, county, slot) - 1),
      northM: offset * (2 * chance(seed + 177, county, slot) - 1),
      outfall: cell,
      capacity: tidy(load * room, kind),
      load: Math.round(load * 100) / 100,
      servedPopulation: people,
      opened: 2004 + Math.floor(19 * chance(seed + 178, county, slot)),
    });
  }
}

/** Plants are built in round sizes: half a 万 m³ a day, or 25 t. */
function tidy(capacity: number, kind: Facility['class']): number {
  const size = kind === 'sewage-plant' ? 0.5 : 25;
  return Math.max(size, Math.round(capacity / size) * size);
}
