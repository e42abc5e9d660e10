import {fromGeojsonVt, type Feature} from '@maplibre/vt-pbf';
import {bandOf, packSide} from './bands.ts';
import {clipToBox} from './clip.ts';
import {append, closeUp, collect, type Box, type Detail, type Part} from './detail.ts';
import {EXTENT, LINE, POINT, POLYGON} from './grid.ts';
import {readPack} from './pack.ts';

/** How far a tile reaches beyond its side, for outlines and labels that overhang: 8 of 512 pixels. */
const BUFFER = 64;
const TILE_BOX: Box = [-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER];

export interface TileAddress {
  zoom: number;
  x: number;
  y: number;
}

/**
 * Makes the vector tile (MVT 2.1, one layer named `layerName`) at an address out of the pack it lies
 * in; null when nothing is there. Features come in the order of the layer.
 */
export function makeTile(
  layerName: string,
  packParts: readonly Uint8Array[],
  {zoom, x, y}: TileAddress,
): Uint8Array | null {
  const band = bandOf(zoom);
  const scale = 2 ** (band.last - zoom);
  const tileSide = EXTENT * scale;
  const tilesPerPack = packSide(band) / tileSide;
  const originX = (x % tilesPerPack) * tileSide;
  const originY = (y % tilesPerPack) * tileSide;
  // one unit more than the buffer, for what rounding brings in
  const reach = (BUFFER + 1) * scale;
  const box: Box = [
    originX - reach,
    originY - reach,
    originX + tileSide + reach,
    originY + tileSide + reach,
  ];

  const features: Feature[] = [];
  for (const part of packParts) {
    for (const {ordinal, properties, detail} of readPack(part, band, zoom, box)) {
      const drawn = draw(detail, band.last - zoom, originX / scale, originY / scale);
      if (drawn === null) continue;
      features.push({
        id: ordinal,
        type: detail.kind,
        geometry: drawn,
        tags: JSON.parse(properties) as Feature['tags'],
      } as Feature);
    }
  }
  if (features.length === 0) return null;
  return fromGeojsonVt({[layerName]: {features} as never}, {version: 2, extent: EXTENT});
}

type Coordinates = [number, number][];

/** Brings a slice onto the tile's own grid, clips it there, and leaves out what has no extent. */
function draw(
  detail: Detail,
  shift: number,
  originX: number,
  originY: number,
): Coordinates | Coordinates[] | null {
  const onTile = toTile(detail, shift, originX, originY);
  const clipped = onTile && clipToBox(onTile, TILE_BOX);
  if (!clipped) return null;
  if (clipped.kind === POINT) return clipped.parts.map((part) => [part[0]!, part[1]!]);
  const drawn = clipped.kind === LINE ? clipped.parts.map(toCoordinates) : drawRings(clipped);
  return drawn.length === 0 ? null : drawn;
}

function toTile({kind, parts, shells}: Detail, shift: number, x: number, y: number): Detail | null {
  const half = shift === 0 ? 0 : 2 ** (shift - 1);
  const placed = parts.map((part) => {
    const onTile: Part = [];
    for (let i = 0; i < part.length; i += 3) {
      append(onTile, ((part[i]! + half) >> shift) - x, ((part[i + 1]! + half) >> shift) - y, 0);
    }
    if (kind === POLYGON) closeUp(onTile);
    return onTile;
  });
  return collect(kind, placed, (p) => shells[p]!);
}

/**
 * Closed rings whose direction says what they are. One that has collapsed to nothing is left out, and
 * a hole with its shell.
 */
function drawRings({parts, shells}: Detail): Coordinates[] {
  const rings: Coordinates[] = [];
  let hasShell = false;
  parts.forEach((part, p) => {
    const isShell = shells[p]!;
    if (!isShell && !hasShell) return;
    const ring = withoutSpikes(part);
    const isDrawn = isShell ? areaOf(ring) > 0 : areaOf(ring) < 0;
    if (isShell) hasShell = isDrawn;
    if (!isDrawn) return;
    ring.push(ring[0]!);
    rings.push(ring);
  });
  return rings;
}

/** Takes out where a ring goes to a point and straight back; both its sides go, so none is missed. */
function withoutSpikes(part: Part): Coordinates {
  const ring: Coordinates = [];
  const isSame = (i: number, j: number) =>
    ring.at(i)![0] === ring.at(j)![0] && ring.at(i)![1] === ring.at(j)![1];
  for (const position of toCoordinates(part)) {
    ring.push(position);
    while (ring.length >= 3 && isSame(-1, -3)) ring.length -= 2;
  }
  // the same where the end meets the beginning
  for (;;) {
    if (ring.length >= 2 && isSame(0, -1)) ring.pop();
    else if (ring.length >= 3 && isSame(1, -1)) ring.shift();
    else if (ring.length >= 3 && isSame(0, -2)) ring.pop();
    else return ring;
  }
}

function toCoordinates(part: Part): Coordinates {
  const coordinates: Coordinates = [];
  for (let i = 0; i < part.length; i += 3) coordinates.push([part[i]!, part[i + 1]!]);
  return coordinates;
}

function areaOf(ring: Coordinates): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1];
  }
  return sum / 2;
}
