import type {Feature, Geometry, Position} from 'geojson';
import {shallowRef} from 'vue';
import {fetchFeatures} from '../api/features.ts';
import {roleValue} from './feature-attributes.ts';
import type {ListedLayer} from './layers.ts';

/** More areas than this are not joined by lines one could follow, and their outlines take long. */
const MOST_AREAS = 400;

/** A point in each area of one level of a layer, for lines that go from one to another. */
export function createAreaPoints() {
  const points = shallowRef<ReadonlyMap<string, Position>>(new Map());
  let loaded = '';

  async function read({layer, version}: ListedLayer, level: string | null): Promise<void> {
    const key = `${layer.id}@${version.version}/${level}`;
    if (loaded === key) return;
    loaded = key;
    points.value = new Map();
    const attribute = version.map.level;
    const query: Record<string, string | number> = {limit: MOST_AREAS + 1};
    if (attribute !== undefined && level !== null) query[attribute] = level;
    try {
      const {features} = await fetchFeatures(layer.id, query);
      if (loaded !== key || features.length > MOST_AREAS) return;
      const ofLevel = features.filter(
        ({properties}) =>
          attribute === undefined ||
          level === null ||
          roleValue(properties, version.map, 'level') === level,
      );
      points.value = new Map(ofLevel.flatMap(entryOf));
    } catch {
      // The lines are an addition to the list: without outlines there are none.
      loaded = '';
    }
  }

  return {points, read};
}

function entryOf({id, geometry}: Feature): [string, Position][] {
  const point = middleOf(geometry);
  return point === null ? [] : [[String(id), point]];
}

/** Centre of gravity of the largest part, in degrees: good enough to begin a line at. */
export function middleOf(geometry: Geometry | null): Position | null {
  const rings =
    geometry?.type === 'Polygon'
      ? [geometry.coordinates[0]!]
      : geometry?.type === 'MultiPolygon'
        ? geometry.coordinates.map(([outer]) => outer!)
        : [];
  let best: {area: number; at: Position} | null = null;
  for (const ring of rings) {
    const found = centreOf(ring);
    if (best === null || found.area > best.area) best = found;
  }
  return best?.at ?? null;
}

function centreOf(ring: readonly Position[]): {area: number; at: Position} {
  const [originX, originY] = ring[0] as [number, number];
  let [doubled, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay] = [ring[i]![0]! - originX, ring[i]![1]! - originY];
    const [bx, by] = [ring[i + 1]![0]! - originX, ring[i + 1]![1]! - originY];
    const cross = ax * by - bx * ay;
    doubled += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (doubled === 0) return {area: 0, at: [originX, originY]};
  return {area: Math.abs(doubled), at: [originX + x / (3 * doubled), originY + y / (3 * doubled)]};
}
