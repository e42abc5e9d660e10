import type {Feature, FeatureCollection, LineString} from 'geojson';
import type {Bbox} from '../state/map-state.ts';

/** Lines of longitude and latitude for a view. */
export interface Graticule {
  /** Degrees between lines. */
  readonly spacing: number;
  readonly meridians: readonly number[];
  readonly parallels: readonly number[];
}

/** Whole parts of a degree as map sheets have them: 30°, 10°, 5°, 2°, 1°, 30′, 15′ … 1″. */
const SPACINGS = [
  30,
  10,
  5,
  2,
  1,
  1 / 2,
  1 / 4,
  1 / 6,
  1 / 12,
  1 / 30,
  1 / 60,
  1 / 120,
  1 / 240,
  1 / 360,
  1 / 720,
  1 / 1800,
  1 / 3600,
];
/** Lines nearer together than this say nothing more and begin to hide the map. */
const SMALLEST_GAP_PX = 130;
const PX_PER_DEGREE_AT_ZOOM_0 = 512 / 360;
/** Web Mercator ends here. */
const MAX_LAT = 85;

/** The finest customary spacing whose lines lie at least 130 px apart, and its lines in the extent. */
export function graticule(bbox: Bbox, zoom: number): Graticule {
  const pxPerDegree = PX_PER_DEGREE_AT_ZOOM_0 * 2 ** zoom;
  const spacing = SPACINGS.findLast((degrees) => degrees * pxPerDegree >= SMALLEST_GAP_PX) ?? 30;
  return {
    spacing,
    meridians: multiples(spacing, Math.max(bbox[0], -180), Math.min(bbox[2], 180)),
    parallels: multiples(spacing, Math.max(bbox[1], -MAX_LAT), Math.min(bbox[3], MAX_LAT)),
  };
}

/** The lines as features, from edge to edge of the extent. */
export function graticuleLines(bbox: Bbox, {meridians, parallels}: Graticule): FeatureCollection {
  const [west, south, east, north] = bbox;
  return {
    type: 'FeatureCollection',
    features: [
      ...meridians.map((lon) =>
        line([lon, Math.max(south, -MAX_LAT)], [lon, Math.min(north, MAX_LAT)]),
      ),
      ...parallels.map((lat) => line([west, lat], [east, lat])),
    ],
  };
}

/** "108°30′E": as many parts as the spacing needs. */
export function graticuleLabel(degrees: number, spacing: number, axis: 'lon' | 'lat'): string {
  const side = axis === 'lon' ? (degrees < 0 ? 'W' : 'E') : degrees < 0 ? 'S' : 'N';
  const seconds = Math.round(Math.abs(degrees) * 3600);
  const d = Math.floor(seconds / 3600);
  const m = String(Math.floor((seconds % 3600) / 60)).padStart(2, '0');
  const s = String(seconds % 60).padStart(2, '0');
  const hemisphere = seconds === 0 ? '' : side;
  if (spacing >= 1) return `${d}°${hemisphere}`;
  if (Math.round(spacing * 3600) % 60 === 0) return `${d}°${m}′${hemisphere}`;
  return `${d}°${m}′${s}″${hemisphere}`;
}

function multiples(step: number, from: number, to: number): number[] {
  // Counted in whole steps, so that 0.1° does not drift along the row.
  const perDegree = Math.round(1 / step);
  const values: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to; n++) {
    values.push(step < 1 ? n / perDegree : n * step);
  }
  return values;
}

function line(from: [number, number], to: [number, number]): Feature<LineString> {
  return {type: 'Feature', properties: {}, geometry: {type: 'LineString', coordinates: [from, to]}};
}
