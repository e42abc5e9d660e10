import {describe, expect, test} from 'vitest';
import {flatAreaM2, multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {
  toFlatRings,
  type FlatRings,
  type MultiPolygon,
  type Ring,
} from '../../server/kernel/geometry.ts';
import {LeafOverlap} from '../../server/kernel/leaf-overlap.ts';
import {overlapArea} from '../../server/kernel/overlap-area.ts';
import {
  windingAlongSides,
  windingChange,
  windingOfShiftedRing,
  windingRoundShifted,
} from '../../server/kernel/winding.ts';
import {seededRandom} from '../bench/synthetic-layer.ts';
import {randomPairs} from './pairs.ts';
import {box, integer, latticeStar, star} from './shapes.ts';

interface Box {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

describe('a leaf', () => {
  //  zone edges of the leaf 0…10 × 0…10: one that comes in from the west and goes out in the north
  //
  //    10 +--/----+        inside the zone is right of the way up: (10, 0) is in it
  //       | /     |
  //     5 |/      |
  //       /       |
  //     0 +-------+
  const edges = Float64Array.of(15, 20, -5, 0);
  const open = (): LeafOverlap => {
    const leaf = new LeafOverlap();
    leaf.open(edges, 1, 0, 0, 10, 10, 1);
    return leaf;
  };

  test('knows the winding number of the zone anywhere in it', () => {
    const leaf = open();
    expect(leaf.windingAt(9, 1)).toBe(1);
    expect(leaf.windingAt(1, 9)).toBe(0);
    expect(leaf.windingAt(0, 0)).toBe(1);
  });

  test('measures pieces on either side of the zone’s edge and across it', () => {
    const leaf = open();
    const measure = (piece: Ring): number => {
      const {xy, starts} = toFlatRings([[piece]]);
      return leaf.areaM2(xy, starts, 0, 1);
    };
    expect(measure(box(0, 0, 10, 5))).toBe(50);
    expect(measure(box(0, 8, 1, 10))).toBe(0);
    // the edge y = x + 5 cuts the square 0…5 × 5…10 along its diagonal
    expect(measure(box(0, 5, 5, 10))).toBe(12.5);
    expect(measure(box(0, 0, 10, 10))).toBe(87.5);
  });

  test.each([12, 40])('knows it exactly on edges and vertices of a zone of %i', (vertexCount) => {
    const random = seededRandom(23);
    for (let i = 0; i < 300; i++) {
      const zone = toFlatRings([[latticeStar(random, vertexCount, 10)]]);
      const windingRound = (x: number, y: number) =>
        windingOfShiftedRing(zone.xy, 0, zone.starts[1]!, x, y);
      const near = edgesNear(zone, {minX: 0, minY: 0, maxX: 10, maxY: 10});
      const leaf = new LeafOverlap();
      leaf.open(near.edges, near.edgeCount, 0, 0, 10, 10, windingRound(0, 0));
      for (let k = 0; k < 30; k++) {
        const [x, y] = [integer(random, 0, 10), integer(random, 0, 10)];
        expect(leaf.windingAt(x, y)).toBe(windingRound(x, y));
      }
    }
  });

  test('without zone edges is wholly inside or wholly outside', () => {
    const {xy, starts} = toFlatRings([[box(1, 1, 3, 3)]]);
    const leaf = new LeafOverlap();
    leaf.open(new Float64Array(0), 0, 0, 0, 10, 10, 1);
    expect(leaf.areaM2(xy, starts, 0, 1)).toBe(4);
    leaf.open(new Float64Array(0), 0, 0, 0, 10, 10, 0);
    expect(leaf.areaM2(xy, starts, 0, 1)).toBe(0);
  });

  test('measures any range of its rings', () => {
    const {xy, starts} = toFlatRings([[box(1, 1, 2, 2)], [box(3, 1, 5, 3)], [box(6, 1, 9, 4)]]);
    const leaf = open();
    expect(leaf.areaM2(xy, starts, 1, 2)).toBe(4);
    expect(leaf.areaM2(xy, starts, 1, 3)).toBe(13);
    expect(leaf.areaM2(xy, starts, 0, 0)).toBe(0);
  });
});

describe('leaves over two shapes', () => {
  test(
    'add up to their overlap, cut along lines that run along their edges too',
    {timeout: 60_000},
    () => {
      const pairs = [...randomPairs(seededRandom(21), 800)].filter(
        ({kind}) => !kind.startsWith('slivers'),
      );
      const wrong = pairs.filter(({kind, a, b}, i) => {
        const origin = kind.endsWith('far out') ? [17_367_530, 5_200_000] : [0, 0];
        // whole numbers, on which shapes of the lattice have their edges, or anything
        const sizes = i % 3 === 0 ? 4 : 3.7;
        let sum = 0;
        for (let column = -6; column < 9; column++) {
          for (let row = -6; row < 9; row++) {
            const minX = origin[0]! + column * sizes;
            const minY = origin[1]! + row * sizes;
            sum += measureLeaf(a, b, {minX, minY, maxX: minX + sizes, maxY: minY + sizes});
          }
        }
        const smaller = Math.min(multiPolygonAreaM2(a), multiPolygonAreaM2(b));
        // what a cut rounds: the last bit of a coordinate along some tens of metres
        const floor = (kind.endsWith('far out') ? 4e-9 : 4e-15) * 500;
        return !(Math.abs(sum - overlapArea(a, b)) <= 1e-11 * smaller + floor);
      });
      expect(wrong).toEqual([]);
    },
  );
});

describe('winding numbers', () => {
  test('round and in an outline are told apart by which of the two is shifted', () => {
    const {xy} = toFlatRings([[box(0, 0, 2, 2)]]);
    // the square moves right and up by nothing: its lower left corner is left outside
    expect(windingOfShiftedRing(xy, 0, 4, 0, 0)).toBe(0);
    expect(windingOfShiftedRing(xy, 0, 4, 2, 2)).toBe(1);
    expect(windingOfShiftedRing(xy, 0, 4, 1, 0)).toBe(0);
    expect(windingOfShiftedRing(xy, 0, 4, 1, 2)).toBe(1);
    // the position moves right and up by nothing
    expect(windingRoundShifted(xy, 0, 4, 0, 0)).toBe(1);
    expect(windingRoundShifted(xy, 0, 4, 2, 2)).toBe(0);
    expect(windingRoundShifted(xy, 0, 4, 1, 0)).toBe(1);
    expect(windingRoundShifted(xy, 0, 4, 1, 2)).toBe(0);
  });

  test('change along any path by what they differ at its ends', () => {
    const random = seededRandom(22);
    const ring = star(random, 40, [0, 0], 8).map(
      ([x, y]) => [Math.round(x), Math.round(y)] as [number, number],
    );
    const rings = toFlatRings([[ring]]);
    const {xy} = rings;
    const end = rings.starts[1]!;
    const {edges, edgeCount} = edgesNear(rings, {minX: -9, minY: -9, maxX: 9, maxY: 9});
    const places = Int32Array.from({length: edgeCount}, (_, e) => 4 * e);
    for (let i = 0; i < 2_000; i++) {
      const [x0, y0, x1, y1] = Array.from({length: 4}, () => Math.floor(random() * 19) - 9) as [
        number,
        number,
        number,
        number,
      ];
      const before = windingOfShiftedRing(xy, 0, end, x0, y0);
      const after = windingOfShiftedRing(xy, 0, end, x1, y1);
      expect(windingChange(edges, places, edgeCount, x0, y0, x1, y1)).toBe(after - before);

      const size = 1 + Math.floor(random() * 9);
      expect(windingAlongSides(edges, edgeCount, x0, y0, size)).toEqual({
        bottom: windingOfShiftedRing(xy, 0, end, x0 + size, y0) - before,
        left: windingOfShiftedRing(xy, 0, end, x0, y0 + size) - before,
      });
    }
  });
});

const leafOverlap = new LeafOverlap();

function measureLeaf(a: MultiPolygon, b: MultiPolygon, leaf: Box): number {
  const pieces = clip(toFlatRings(a), leaf);
  if (pieces.xy.length === 0) return 0;
  expect(flatAreaM2(pieces)).toBeGreaterThan(-1e-6);
  const zone = toFlatRings(b);
  const {edges, edgeCount} = edgesNear(zone, leaf);
  let cornerWinding = 0;
  for (let ring = 0; ring + 1 < zone.starts.length; ring++) {
    cornerWinding += windingOfShiftedRing(
      zone.xy,
      zone.starts[ring]!,
      zone.starts[ring + 1]!,
      leaf.minX,
      leaf.minY,
    );
  }
  leafOverlap.open(edges, edgeCount, leaf.minX, leaf.minY, leaf.maxX, leaf.maxY, cornerWinding);
  return leafOverlap.areaM2(pieces.xy, pieces.starts, 0, pieces.starts.length - 1);
}

function edgesNear({xy, starts}: FlatRings, leaf: Box): {edges: Float64Array; edgeCount: number} {
  const near: number[] = [];
  for (let ring = 0; ring + 1 < starts.length; ring++) {
    const end = starts[ring + 1]!;
    let [rx, ry] = [xy[2 * end - 2]!, xy[2 * end - 1]!];
    for (let i = 2 * starts[ring]!; i < 2 * end; i += 2) {
      const [sx, sy] = [xy[i]!, xy[i + 1]!];
      const misses =
        Math.max(rx, sx) < leaf.minX ||
        Math.min(rx, sx) > leaf.maxX ||
        Math.max(ry, sy) < leaf.minY ||
        Math.min(ry, sy) > leaf.maxY;
      if (!misses) near.push(rx, ry, sx, sy);
      [rx, ry] = [sx, sy];
    }
  }
  return {edges: Float64Array.from(near), edgeCount: near.length / 4};
}

/**
 * Every ring cut by the four sides of a box one after the other (Sutherland–Hodgman). Where a ring
 * leaves the box and comes back it runs along the side and back again; those edges cancel out.
 */
function clip({xy, starts}: FlatRings, {minX, minY, maxX, maxY}: Box): FlatRings {
  const rings: number[][] = [];
  for (let ring = 0; ring + 1 < starts.length; ring++) {
    let points = [...xy.subarray(2 * starts[ring]!, 2 * starts[ring + 1]!)];
    points = cutAt(points, 0, minX, 1);
    points = cutAt(points, 0, maxX, -1);
    points = cutAt(points, 1, minY, 1);
    points = cutAt(points, 1, maxY, -1);
    if (points.length >= 6) rings.push(points);
  }
  let vertex = 0;
  return {
    xy: Float64Array.from(rings.flat()),
    starts: Uint32Array.from([0, ...rings.map((points) => (vertex += points.length / 2))]),
  };
}

function cutAt(points: number[], axis: 0 | 1, at: number, side: 1 | -1): number[] {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const p = [points[i]!, points[i + 1]!];
    const q = [points[(i + 2) % points.length]!, points[(i + 3) % points.length]!];
    const pIn = side * (p[axis]! - at) >= 0;
    const qIn = side * (q[axis]! - at) >= 0;
    if (pIn) kept.push(p[0]!, p[1]!);
    if (pIn === qIn) continue;
    const other = 1 - axis;
    const share = (at - p[axis]!) / (q[axis]! - p[axis]!);
    const cut = p[other]! + share * (q[other]! - p[other]!);
    if (axis === 0) kept.push(at, cut);
    else kept.push(cut, at);
  }
  return kept;
}
