import type {Ring} from '../kernel/geometry.ts';
import {vertexCountOf, type Shape} from './checks/shape.ts';

const LITTLE_ENDIAN = 1;
const TYPES = {point: 1, line: 2, polygon: 3} as const;
const MULTI = 3;

/** A shape as hexadecimal WKB, which PostGIS reads to the last bit. */
export function toWkbHex(shape: Shape): string {
  const writer = new Writer(sizeOf(shape));
  const type = TYPES[shape.family];
  const parts = partsOf(shape);
  if (shape.isMulti || parts.length !== 1) {
    writer.head(type + MULTI);
    writer.uint(parts.length);
  }
  for (const rings of parts) {
    writer.head(type);
    if (shape.family === 'polygon') writer.uint(rings.length);
    for (const ring of rings) {
      if (shape.family !== 'point') writer.uint(ring.length);
      writer.positions(ring);
    }
  }
  return writer.hex();
}

/** Rings of each part; a line is a part of one ring, a point of one position. */
function partsOf(shape: Shape): Ring[][] {
  if (shape.family === 'polygon') return shape.polygons;
  if (shape.family === 'line') return shape.lines.map((line) => [line]);
  return shape.points.map((point) => [[point]]);
}

function sizeOf(shape: Shape): number {
  const parts = partsOf(shape);
  let bytes = 9 + vertexCountOf(shape) * 16;
  for (const rings of parts) bytes += 9 + rings.length * 4;
  return bytes;
}

class Writer {
  private readonly bytes: Buffer;
  private at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  head(type: number): void {
    this.at = this.bytes.writeUInt8(LITTLE_ENDIAN, this.at);
    this.uint(type);
  }

  uint(value: number): void {
    this.at = this.bytes.writeUInt32LE(value, this.at);
  }

  positions(ring: Ring): void {
    for (const [x, y] of ring) {
      this.bytes.writeDoubleLE(x, this.at);
      this.bytes.writeDoubleLE(y, this.at + 8);
      this.at += 16;
    }
  }

  hex(): string {
    return this.bytes.toString('hex', 0, this.at);
  }
}
