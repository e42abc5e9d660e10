import type {Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position} from 'geojson';

/** A piece of an area as one tile holds it. */
export interface AreaPiece {
  readonly source: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Polygon | MultiPolygon;
}

/** Metres in a degree of the equator. */
const METRES_PER_DEGREE = 111319.49;
/** Lines across an outline on which the widest inside stretch is looked for. */
const SCAN_SHARES = [0.5, 0.4, 0.6, 0.3, 0.7];

/**
 * One point for the name of each area: inside its largest piece, where there is most room. Tiles cut
 * areas apart, and a name per piece would write it again in every tile.
 */
export function labelPoints(pieces: Iterable<AreaPiece>): FeatureCollection<Point> {
  const largest = new Map<string, {piece: AreaPiece; shell: Position[]; area: number}>();
  const totals = new Map<string, number>();
  for (const piece of pieces) {
    const key = `${piece.source}\n${piece.id}`;
    const polygons =
      piece.geometry.type === 'Polygon' ? [piece.geometry.coordinates] : piece.geometry.coordinates;
    for (const [shell] of polygons) {
      if (!shell || shell.length < 4) continue;
      const area = Math.abs(ringArea(shell));
      totals.set(key, (totals.get(key) ?? 0) + area);
      const known = largest.get(key);
      if (!known || area > known.area) largest.set(key, {piece, shell, area});
    }
  }
  const features = [...largest].map(([key, {piece, shell}]) =>
    labelPoint(piece, shell, totals.get(key)!),
  );
  return {type: 'FeatureCollection', features};
}

function labelPoint(piece: AreaPiece, shell: Position[], squareDegrees: number): Feature<Point> {
  const at = roomiestPoint(shell);
  const areaM2 = piece.properties['area_m2'];
  // in degrees of longitude, which is what a zoom level scales
  const sizeDeg =
    typeof areaM2 === 'number'
      ? Math.sqrt(areaM2) / METRES_PER_DEGREE / Math.cos((at[1]! * Math.PI) / 180)
      : Math.sqrt(squareDegrees);
  return {
    type: 'Feature',
    geometry: {type: 'Point', coordinates: at},
    properties: {...piece.properties, source: piece.source, size_deg: sizeDeg},
  };
}

/** The middle of the widest stretch inside a ring, on a few lines across it. */
export function roomiestPoint(ring: readonly Position[]): Position {
  let south = Infinity;
  let north = -Infinity;
  for (const position of ring) {
    south = Math.min(south, position[1]!);
    north = Math.max(north, position[1]!);
  }
  let widest = -1;
  let best: Position = ring[0]!;
  for (const share of SCAN_SHARES) {
    const lat = south + share * (north - south);
    const hits = crossingsAt(ring, lat);
    for (let i = 0; i + 1 < hits.length; i += 2) {
      // a little in favour of the middle lines, which come first
      const width = (hits[i + 1]! - hits[i]!) * (1 - Math.abs(share - 0.5));
      if (width <= widest) continue;
      widest = width;
      best = [(hits[i]! + hits[i + 1]!) / 2, lat];
    }
  }
  return best;
}

function crossingsAt(ring: readonly Position[], lat: number): number[] {
  const hits: number[] = [];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number];
    const [bx, by] = ring[i] as [number, number];
    if (ay > lat !== by > lat) hits.push(ax + ((lat - ay) / (by - ay)) * (bx - ax));
  }
  return hits.sort((a, b) => a - b);
}

function ringArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number];
    const [bx, by] = ring[i] as [number, number];
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}
