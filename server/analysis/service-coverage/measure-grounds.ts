import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import {fail} from '../../errors.ts';
import type {MultiPolygon} from '../../kernel/geometry.ts';
import type {LonLatRings} from '../../kernel/lon-lat-rings.ts';
import {wkbOfPolygons} from '../../kernel/wkb.ts';
import type {Thread} from '../../thread.ts';
import type {Facility} from '../facilities.ts';
import {FacilityIssues, type Tells} from '../facility-issues.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {AnalysisContext} from '../process.ts';
import type {GroundsQuestions, TransferredCover} from './grounds-thread.ts';
import type {HeldGround} from './load-flows.ts';
import {readGrounds} from './read-grounds.ts';
import type {ServiceAreas} from './service-areas.ts';
import {UnservedParts} from './unserved-parts.ts';

/** What facilities hold of a unit, or of the part of it in the place. */
export interface UnitCover {
  areaM2: number;
  servedM2: number;
  multipleM2: number;
  /** Ascending. */
  facilities: number[];
}

export interface MeasuredGrounds {
  /** By unit, whole. */
  whole: UnitCover[];
  /** By unit, its part in the place; null where it has none. The list is null without a place. */
  inPlace: (UnitCover | null)[] | null;
  place: UnitCover | null;
  placeUnserved: LonLatRings | null;
  /** Unserved parts, by unit. */
  unserved: UnservedParts;
  /** By facility: what it holds of whole units, and how large its service area is in all. */
  held: HeldGround[];
  serviceM2: number[];
}

export interface GroundWishes {
  units: Hierarchy;
  areas: ServiceAreas;
  facilityCount: number;
  place: MultiPolygon | null;
  wantsGeometry: boolean;
}

/** Measures what service areas hold of every unit, in a thread of its own. */
export async function measureGrounds(
  wishes: GroundWishes,
  thread: Thread<GroundsQuestions>,
  context: AnalysisContext,
): Promise<MeasuredGrounds> {
  const {units, facilityCount, place, wantsGeometry} = wishes;
  const {db, progress, signal} = context;
  const areas = await withPolygons(wishes, context);
  const measured: MeasuredGrounds = {
    whole: units.members.map(({areaM2}) => ({areaM2, servedM2: 0, multipleM2: 0, facilities: []})),
    inPlace: place === null ? null : units.members.map(() => null),
    place: null,
    placeUnserved: null,
    unserved: new UnservedParts(),
    held: Array.from({length: facilityCount}, (): HeldGround => []),
    serviceM2: new Array<number>(facilityCount).fill(0),
  };
  progress(0.1, {zh: '叠合服务范围', en: 'laying service areas over each other'});
  await openAreas(areas, thread, measured);
  if (place !== null) await thread.ask('place', [wkbOfPolygons(place)]);
  const wanted =
    areas.form === 'units' ? holdWholeUnits(areas, measured, wantsGeometry) : all(units);
  const isCut = place !== null;
  let done = 0;
  let covering: Promise<void> = Promise.resolve();
  for await (const {members, grounds} of readGrounds(db, units, wanted)) {
    signal.throwIfAborted();
    // one batch is measured while the next is read
    await covering;
    const copies = grounds.map((wkbs) => wkbs.map((wkb) => wkb.slice()));
    const buffers = copies.flat().map(({buffer}) => buffer as ArrayBuffer);
    covering = thread
      .ask('cover', {grounds: copies, isCut, wantsPart: wantsGeometry}, buffers)
      .then((covers) => {
        covers.forEach(({whole, inPlace}, i) => {
          const unit = members[i]!;
          if (areas.form !== 'units') measured.whole[unit] = toCover(areas, whole, unit, measured);
          if (isCut) {
            measured.inPlace![unit] = inPlace && toCover(areas, inPlace, unit, null);
          }
          measured.unserved.add(unit, (isCut ? inPlace : whole)?.unserved ?? null);
        });
        done += members.length;
        progress(0.15 + (0.65 * done) / wanted.length, {
          zh: '量算已服务的范围',
          en: 'measuring what is served',
        });
      });
    // looked at where it is awaited
    covering.catch(() => {});
  }
  await covering;
  if (place !== null) {
    const cover = await thread.ask('coverPlace', {wantsPart: wantsGeometry});
    measured.place = toCover(areas, cover, -1, null);
    measured.placeUnserved = cover.unserved;
  }
  return measured;
}

/** A place cuts units, so whole units that serve are measured like any other area. */
async function withPolygons(
  {areas, place, units}: GroundWishes,
  {db}: AnalysisContext,
): Promise<ServiceAreas> {
  if (areas.form !== 'units' || place === null) return areas;
  const serving = all(units).filter((unit) => areas.facilitiesOf[unit]!.length > 0);
  const wkbs: Uint8Array[][] = [];
  for await (const {grounds} of readGrounds(db, units, serving)) wkbs.push(...grounds);
  const facilitiesOf = serving.map((unit) => areas.facilitiesOf[unit]!);
  return {form: 'polygons', wkbs, facilitiesOf, areShared: true};
}

async function openAreas(
  areas: ServiceAreas,
  thread: Thread<GroundsQuestions>,
  {serviceM2, whole}: MeasuredGrounds,
): Promise<void> {
  const opened =
    areas.form === 'circles'
      ? await thread.ask('circles', {positions: areas.positions, radiusM: areas.radiusM})
      : await thread.ask('polygons', areas.form === 'units' ? [] : areas.wkbs);
  if (opened === null) {
    throw fail('INPUT_INVALID', {
      reason: {
        zh: '服务范围相互重叠过多，需检查数百万个交点。请缩短服务半径，或减少设施。',
        en: 'The service areas overlap each other so much that millions of crossings would have to be looked at. Give a shorter distance, or fewer facilities.',
      },
    });
  }
  const areasM2 = areas.form === 'units' ? whole.map(({areaM2}) => areaM2) : opened.areasM2;
  areas.facilitiesOf.forEach((facilities, area) => {
    for (const facility of facilities) serviceM2[facility]! += areasM2[area]!;
  });
}

/** Whole units are served or not; answers those whose polygons are wanted. */
function holdWholeUnits(
  {facilitiesOf}: ServiceAreas,
  {whole, held}: MeasuredGrounds,
  wantsGeometry: boolean,
): number[] {
  whole.forEach((cover, unit) => {
    const facilities = facilitiesOf[unit]!;
    cover.facilities = facilities;
    if (facilities.length > 0) cover.servedM2 = cover.areaM2;
    if (facilities.length > 1) cover.multipleM2 = cover.areaM2;
    for (const facility of facilities) held[facility]!.push({unit, areaM2: cover.areaM2});
  });
  if (!wantsGeometry) return [];
  return [...whole.keys()].filter((unit) => whole[unit]!.servedM2 === 0);
}

/** @param measured where to write what each facility holds; null for a part that is not whole */
function toCover(
  {facilitiesOf, ...areas}: ServiceAreas,
  {areaM2, servedM2, multipleM2, owners, ownerM2}: TransferredCover,
  unit: number,
  measured: MeasuredGrounds | null,
): UnitCover {
  const areShared = areas.form === 'polygons' && areas.areShared;
  let sharedM2 = 0;
  const heldM2 = new Map<number, number>();
  owners.forEach((owner, k) => {
    const facilities = facilitiesOf[owner]!;
    if (facilities.length > 1) sharedM2 += ownerM2[k]!;
    for (const facility of facilities) {
      heldM2.set(facility, (heldM2.get(facility) ?? 0) + ownerM2[k]!);
    }
  });
  for (const [facility, m2] of heldM2) measured?.held[facility]!.push({unit, areaM2: m2});
  return {
    areaM2,
    servedM2,
    multipleM2: areShared ? Math.min(servedM2, sharedM2) : multipleM2,
    facilities: [...heldM2.keys()].sort((a, b) => a - b),
  };
}

function all({members}: Hierarchy): number[] {
  return [...members.keys()];
}

/** By how much what a facility holds of all units may exceed its service area, for rounding. */
const OVERLAP_SHARE = 1e-6;

/** Units that lie over each other show where a service area seems larger in them than it is. */
export function findUnitOverlaps(
  {held, serviceM2}: MeasuredGrounds,
  facilities: readonly Facility[],
): FacilityIssue[] {
  const issues = new FacilityIssues();
  held.forEach((grounds, facility) => {
    const heldM2 = grounds.reduce((sum, {areaM2}) => sum + areaM2, 0);
    const overM2 = heldM2 - serviceM2[facility]!;
    if (overM2 <= serviceM2[facility]! * OVERLAP_SHARE) return;
    const {id} = facilities[facility]!;
    issues.add('units-overlap', 'warning', TELLS.overlap, id, `${overM2.toFixed(0)} m²`);
  });
  return issues.list();
}

const TELLS = {
  overlap: (count, names) => ({
    zh: `行政单元相互重叠：${count} 处设施的服务范围有部分被重复计入：${names.zh}。请更正行政单元图层，或指定其中一级。`,
    en: `Units overlap each other: of the service areas of ${count} facilities some ground counts for several units: ${names.en}. Correct the layer of units, or ask for one of its levels.`,
  }),
} satisfies Record<string, Tells>;
