import {VectorTile, type VectorTileFeature} from '@mapbox/vector-tile';
import {PbfReader} from 'pbf';
import {bandOf} from '../../server/tiles/bands.ts';
import {gridX, gridY, GRID_BITS} from '../../server/tiles/grid.ts';
import {makeTile, type TileAddress} from '../../server/tiles/make-tile.ts';
import {PackCutter, type PackPart} from '../../server/tiles/pack-cutter.ts';

export interface DrawnFeature {
  id: string;
  type: number;
  properties: Record<string, unknown>;
  /** In units of the tile, y down; rings without the vertex that closes them. */
  parts: [number, number][][];
}

export type Draw = (address: TileAddress) => DrawnFeature[];

/** Cuts features into packs, as a preparation does, and answers any tile of them, decoded. */
export function cutAndDraw(
  features: readonly {id: string; wkb: Uint8Array}[],
  batchSize = 7,
): Draw {
  const cutter = new PackCutter(features.reduce((sum, {wkb}) => sum + wkb.length / 16, 0));
  cutter.survey(features.map(({wkb}) => wkb));
  const parts: PackPart[] = [];
  for (let i = 0; i < features.length; i += batchSize) {
    const batch = features.slice(i, i + batchSize).map(({id, wkb}, k) => ({
      ordinal: i + k + 1,
      properties: JSON.stringify({id}),
      wkb,
    }));
    parts.push(...cutter.cut(batch));
    if (i % 3 === 0) parts.push(...cutter.take());
  }
  parts.push(...cutter.take());

  return (address) => {
    const {first} = bandOf(address.zoom);
    const down = address.zoom - first;
    const own = parts.filter(
      (part) => part.zoom === first && part.x === address.x >> down && part.y === address.y >> down,
    );
    const tile = makeTile(
      'layer',
      own.map(({bytes}) => bytes),
      address,
    );
    return tile === null ? [] : decode(tile);
  };
}

export function decode(tile: Uint8Array): DrawnFeature[] {
  const layer = Object.values(new VectorTile(new PbfReader(tile)).layers)[0]!;
  return Array.from({length: layer.length}, (_, i) => {
    const feature = layer.feature(i);
    return {
      id: String(feature.properties.id),
      type: feature.type,
      properties: feature.properties,
      parts: partsOf(feature),
    };
  });
}

function partsOf(feature: VectorTileFeature): [number, number][][] {
  return feature.loadGeometry().map((part) => {
    const positions = part.map(({x, y}): [number, number] => [x, y]);
    if (feature.type === 3) positions.pop();
    return positions;
  });
}

/** Tiles of a zoom that a box of longitudes and latitudes touches. */
export function tilesOver(
  [west, south, east, north]: readonly [number, number, number, number],
  zoom: number,
): TileAddress[] {
  const side = 2 ** (GRID_BITS - zoom);
  const tiles: TileAddress[] = [];
  for (let y = Math.floor(gridY(north) / side); y <= gridY(south) / side; y++) {
    for (let x = Math.floor(gridX(west) / side); x <= gridX(east) / side; x++) {
      tiles.push({zoom, x, y});
    }
  }
  return tiles;
}

/** Twice the area of rings with y down: positive for shells. */
export function doubleAreaOf(parts: readonly [number, number][][]): number {
  let sum = 0;
  for (const ring of parts) {
    ring.forEach((p, i) => {
      const q = ring[(i + 1) % ring.length]!;
      sum += p[0] * q[1] - q[0] * p[1];
    });
  }
  return sum;
}

/**
 * Edges of rings that are not undone by one in the other direction, off the sides where the tile was
 * clipped. What is left of a partition is the outline of the whole.
 */
export function openEdges(features: readonly DrawnFeature[]): string[] {
  const counts = new Map<string, number>();
  const isClipped = (v: number) => v === -64 || v === 4160;
  for (const {parts} of features) {
    for (const ring of parts) {
      ring.forEach((p, i) => {
        const q = ring[(i + 1) % ring.length]!;
        const isOnSide = (p[0] === q[0] && isClipped(p[0])) || (p[1] === q[1] && isClipped(p[1]));
        if (isOnSide) return;
        const edge = `${p} ${q}`;
        const back = `${q} ${p}`;
        const others = counts.get(back) ?? 0;
        if (others > 0) counts.set(back, others - 1);
        else counts.set(edge, (counts.get(edge) ?? 0) + 1);
      });
    }
  }
  return [...counts].flatMap(([edge, n]) => Array.from({length: n}, () => edge)).sort();
}
