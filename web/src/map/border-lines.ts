import type {Feature, FeatureCollection, LineString, Position} from 'geojson';

/** The outline of an area as one tile holds it, in the tile's own whole units. */
export interface TileOutline {
  readonly tile: {readonly z: number; readonly x: number; readonly y: number};
  /** Units along a side of the tile. */
  readonly extent: number;
  readonly level: number;
  readonly rings: readonly (readonly {readonly x: number; readonly y: number}[])[];
}

/** A place on the grid of all tiles of a zoom; one number, so that it can be a key. */
type Node = number;

// At zoom 14 the grid has 2^26 units a side: two of them fit a number exactly.
const ROW = 2 ** 26;

/**
 * Borders as lines, each drawn once. Neighbours both bring their side of a border, and units of
 * several levels lie over each other: dashes drawn from areas would run over each other out of step.
 * Here each stretch is kept once, with the highest level (the smallest number) that has it, and
 * stretches are joined so that dashes run on. `isTop` marks the highest level of all: where there are
 * only counties, theirs are the borders of the overview too. What tiles hold beyond their edge is left out, and with
 * it the cuts where areas were clipped.
 */
export function borderLines(outlines: readonly TileOutline[]): FeatureCollection<LineString> {
  // Tiles of another zoom may still be there from before; their lines are simplified differently.
  const zoom = outlines.reduce((most, {tile}) => Math.max(most, tile.z), 0);
  const current = outlines.filter(({tile}) => tile.z === zoom);
  const levels = stretchesByLevel(current);
  const side = (current[0]?.extent ?? 1) * 2 ** zoom;
  const top = Math.min(...levels.keys());
  const features = [...levels].flatMap(([level, stretches]) =>
    chains(stretches).map((nodes) => line(nodes, {level, isTop: level === top}, side)),
  );
  return {type: 'FeatureCollection', features};
}

/** Each stretch once, under the highest level that has it. */
function stretchesByLevel(outlines: readonly TileOutline[]): Map<number, [Node, Node][]> {
  const levelOf = new Map<string, {stretch: [Node, Node]; level: number}>();
  for (const {tile, extent, level, rings} of outlines) {
    const [left, top] = [tile.x * extent, tile.y * extent];
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const clipped = clipToTile(ring[i - 1]!, ring[i]!, extent);
        if (!clipped) continue;
        const a = (left + clipped[0]) * ROW + top + clipped[1];
        const b = (left + clipped[2]) * ROW + top + clipped[3];
        if (a === b) continue;
        const stretch: [Node, Node] = a < b ? [a, b] : [b, a];
        const key = stretch.join();
        const known = levelOf.get(key);
        if (!known || level < known.level) levelOf.set(key, {stretch, level});
      }
    }
  }
  const levels = new Map<number, [Node, Node][]>();
  for (const {stretch, level} of levelOf.values()) {
    const stretches = levels.get(level);
    if (stretches) stretches.push(stretch);
    else levels.set(level, [stretch]);
  }
  return levels;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The part of a segment inside the tile, on whole units; null when there is none (Liang, Barsky 1984). */
function clipToTile(a: Point, b: Point, extent: number): [number, number, number, number] | null {
  let from = 0;
  let to = 1;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  for (const [step, room] of [
    [-dx, a.x],
    [dx, extent - a.x],
    [-dy, a.y],
    [dy, extent - a.y],
  ] as const) {
    if (step === 0) {
      if (room < 0) return null;
      continue;
    }
    const t = room / step;
    if (step < 0) from = Math.max(from, t);
    else to = Math.min(to, t);
    if (from > to) return null;
  }
  return [
    Math.round(a.x + from * dx),
    Math.round(a.y + from * dy),
    Math.round(a.x + to * dx),
    Math.round(a.y + to * dy),
  ];
}

/** Joins stretches end to end between the places where three or more meet. */
function chains(stretches: readonly [Node, Node][]): Node[][] {
  const around = new Map<Node, number[]>();
  for (const [index, stretch] of stretches.entries()) {
    for (const node of stretch) {
      const known = around.get(node);
      if (known) known.push(index);
      else around.set(node, [index]);
    }
  }
  const isUsed = new Uint8Array(stretches.length);
  const walk = (start: Node, first: number): Node[] => {
    const nodes = [start];
    let next: number | undefined = first;
    while (next !== undefined) {
      isUsed[next] = 1;
      const [a, b]: [Node, Node] = stretches[next]!;
      const end: Node = nodes.at(-1) === a ? b : a;
      nodes.push(end);
      const here: number[] = around.get(end)!;
      next = here.length === 2 ? here.find((index) => !isUsed[index]) : undefined;
    }
    return nodes;
  };

  const found: Node[][] = [];
  for (const [node, indexes] of around) {
    if (indexes.length === 2) continue;
    for (const index of indexes) if (!isUsed[index]) found.push(walk(node, index));
  }
  // what is left are rings without a junction
  for (const [index, [node]] of stretches.entries()) {
    if (!isUsed[index]) found.push(walk(node, index));
  }
  return found;
}

function line(
  nodes: readonly Node[],
  properties: {level: number; isTop: boolean},
  side: number,
): Feature<LineString> {
  const coordinates = nodes.map((node): Position => {
    const [x, y] = [Math.floor(node / ROW) / side, (node % ROW) / side];
    return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
  });
  return {type: 'Feature', properties, geometry: {type: 'LineString', coordinates}};
}
