import {flatAreaM2} from '../../kernel/area.ts';
import type {FlatRings} from '../../kernel/geometry.ts';
import type {LonLatRings} from '../../kernel/lon-lat-rings.ts';
import {OverlapMeter} from '../../kernel/overlap-area.ts';
import {projectRings} from '../../kernel/project-rings.ts';
import {lonLatOfWkb} from '../../kernel/wkb.ts';
import {answerQuestions} from '../../thread.ts';
import {concatenate} from './flat-areas.ts';
import {CIRCLE_CORNERS, geodesicCircle} from './geodesic-circle.ts';
import {toLonLatPolygons} from './part-polygons.ts';
import {ServiceGrounds, type GroundCover} from './service-grounds.ts';

/** What service areas hold of a ground; the unserved part in longitude and latitude. */
export type TransferredCover = Omit<GroundCover, 'part'> & {unserved: LonLatRings | null};

/** A ground is one or several polygons as little-endian WKB. */
export interface GroundQuestion {
  grounds: Uint8Array[][];
  /** Also the part of each inside the place. */
  isCut: boolean;
  wantsPart: boolean;
}

export type GroundsQuestions = {
  /** Service areas round points: lon, lat, lon, lat …; null where they overlap too much. */
  circles: [{positions: Float64Array; radiusM: number}, {areasM2: Float64Array} | null];
  /** Service areas as polygons, each of one or several. */
  polygons: [Uint8Array[][], {areasM2: Float64Array} | null];
  place: [Uint8Array[], void];
  cover: [GroundQuestion, {whole: TransferredCover; inPlace: TransferredCover | null}[]];
  /** What circles on the ground hold of polygons, pair by pair. */
  overlaps: [
    {
      wkbs: Uint8Array[];
      circles: {polygon: number; position: [number, number]}[];
      radiusM: number;
    },
    number[],
  ];
  /** The place itself. */
  coverPlace: [{wantsPart: boolean}, TransferredCover];
};

let services = new ServiceGrounds([]);
let place: FlatRings | null = null;
let placeAsArea: ServiceGrounds | null = null;

answerQuestions<GroundsQuestions>({
  circles({positions, radiusM}) {
    const areas = Array.from({length: positions.length / 2}, (_, i) =>
      circleAt(positions[2 * i]!, positions[2 * i + 1]!, radiusM),
    );
    return open(areas);
  },
  polygons: (wkbs) => open(wkbs.map(flatOf)),
  place(wkbs) {
    place = flatOf(wkbs);
    placeAsArea = new ServiceGrounds([place]);
  },
  cover: ({grounds, isCut, wantsPart}) =>
    grounds.map((wkbs) => {
      const ground = flatOf(wkbs);
      if (!isCut) return {whole: coverOf(ground, wantsPart), inPlace: null};
      const cut = placeAsArea!.cover(ground, 'served');
      const isWhole = cut.servedM2 === cut.areaM2;
      const whole = coverOf(ground, wantsPart && isWhole);
      if (isWhole) return {whole, inPlace: whole};
      if (cut.servedM2 === 0) return {whole, inPlace: null};
      return {whole, inPlace: {...coverOf(cut.part!, wantsPart), areaM2: cut.servedM2}};
    }),
  overlaps({wkbs, circles, radiusM}) {
    const polygons = wkbs.map((wkb) => flatOf([wkb]));
    const meter = new OverlapMeter();
    return circles.map(({polygon, position: [lon, lat]}) =>
      meter.area(polygons[polygon]!, circleAt(lon, lat, radiusM)),
    );
  },
  coverPlace: ({wantsPart}) => coverOf(place!, wantsPart),
});

function open(areas: FlatRings[]): {areasM2: Float64Array} | null {
  try {
    services = new ServiceGrounds(areas);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return {areasM2: Float64Array.from(areas, flatAreaM2)};
}

function circleAt(lon: number, lat: number, radiusM: number): FlatRings {
  return projectRings({
    lonLat: geodesicCircle(lon, lat, radiusM),
    starts: Uint32Array.of(0, CIRCLE_CORNERS),
    isShell: Uint8Array.of(1),
  });
}

function flatOf(wkbs: Uint8Array[]): FlatRings {
  const flat = wkbs.map((wkb) => projectRings(lonLatOfWkb(wkb)));
  return flat.length === 1 ? flat[0]! : concatenate(flat);
}

function coverOf(ground: FlatRings, wantsPart: boolean): TransferredCover {
  const {part, ...cover} = services.cover(ground, wantsPart ? 'unserved' : null);
  return {...cover, unserved: part === null ? null : toLonLatPolygons(part)};
}
