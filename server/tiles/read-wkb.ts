import {
  doubleArea,
  gridX,
  gridY,
  LINE,
  POINT,
  POLYGON,
  type GeometryKind,
  type GridGeometry,
} from './grid.ts';

/**
 * Reads WKB (either byte order; EWKB flags, heights and measures are passed over) in longitude and
 * latitude onto the grid: one geometry for each kind that occurs in it, collections flattened.
 */
export function readWkb(wkb: Uint8Array): GridGeometry[] {
  const parts: Part[] = [];
  new Reader(wkb).geometry(parts);
  const kinds: GeometryKind[] = [POLYGON, LINE, POINT];
  return kinds.flatMap((kind) => {
    const own = parts.filter((part) => part.kind === kind);
    return own.length === 0 ? [] : [join(kind, own)];
  });
}

interface Part {
  kind: GeometryKind;
  xy: Int32Array;
  isShell: boolean;
}

const HAS_Z = 0x8000_0000;
const HAS_M = 0x4000_0000;
const HAS_SRID = 0x2000_0000;

class Reader {
  private offset = 0;
  private isLittle = true;
  private stride = 16;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  geometry(parts: Part[]): void {
    this.isLittle = this.view.getUint8(this.offset++) === 1;
    const word = this.uint32();
    if (word & HAS_SRID) this.offset += 4;
    const code = word & 0x0fff_ffff;
    const dimensions = Math.floor(code / 1000);
    const extra = Number((word & HAS_Z) !== 0) + Number((word & HAS_M) !== 0);
    this.stride = 16 + 8 * (extra || [0, 1, 1, 2][dimensions]!);
    switch (code % 1000) {
      case 1:
        this.point(parts);
        break;
      case 2:
        parts.push({kind: LINE, xy: this.positions(this.uint32()), isShell: false});
        break;
      case 3:
        this.rings(parts);
        break;
      default:
        for (let left = this.uint32(); left > 0; left--) this.geometry(parts);
    }
  }

  private point(parts: Part[]): void {
    const isEmpty = Number.isNaN(this.view.getFloat64(this.offset, this.isLittle));
    if (isEmpty) this.offset += this.stride;
    else parts.push({kind: POINT, xy: this.positions(1), isShell: false});
  }

  private rings(parts: Part[]): void {
    const count = this.uint32();
    for (let r = 0; r < count; r++) {
      const length = this.uint32();
      const closed = this.positions(length);
      const xy = closed.subarray(0, Math.max(0, closed.length - 2));
      const isShell = r === 0;
      if (doubleArea(xy, 0, xy.length / 2) < 0 === isShell) reverse(xy);
      parts.push({kind: POLYGON, xy, isShell});
    }
  }

  private positions(count: number): Int32Array {
    const xy = new Int32Array(2 * count);
    for (let i = 0; i < count; i++) {
      xy[2 * i] = gridX(this.view.getFloat64(this.offset, this.isLittle));
      xy[2 * i + 1] = gridY(this.view.getFloat64(this.offset + 8, this.isLittle));
      this.offset += this.stride;
    }
    return xy;
  }

  private uint32(): number {
    const value = this.view.getUint32(this.offset, this.isLittle);
    this.offset += 4;
    return value;
  }
}

/** Lays parts end to end; neighbouring vertices on one grid point become one. */
function join(kind: GeometryKind, parts: Part[]): GridGeometry {
  const xy = new Int32Array(parts.reduce((sum, part) => sum + part.xy.length, 0));
  const starts = [0];
  const shells: number[] = [];
  let length = 0;
  for (const part of parts) {
    const start = length;
    for (let i = 0; i < part.xy.length; i += 2) {
      const x = part.xy[i]!;
      const y = part.xy[i + 1]!;
      if (length > start && xy[length - 2] === x && xy[length - 1] === y) continue;
      xy[length++] = x;
      xy[length++] = y;
    }
    const isRing = kind === POLYGON;
    while (isRing && length - start > 2 && sameVertex(xy, start, length - 2)) length -= 2;
    if (length - start < 2 * (isRing ? 3 : kind === LINE ? 2 : 1)) {
      length = start;
      continue;
    }
    starts.push(length / 2);
    shells.push(part.isShell ? 1 : 0);
  }
  return {
    kind,
    xy: xy.slice(0, length),
    starts: Uint32Array.from(starts),
    shells: Uint8Array.from(shells),
  };
}

function sameVertex(xy: Int32Array, i: number, j: number): boolean {
  return xy[i] === xy[j] && xy[i + 1] === xy[j + 1];
}

function reverse(xy: Int32Array): void {
  for (let i = 0, j = xy.length - 2; i < j; i += 2, j -= 2) {
    [xy[i], xy[j]] = [xy[j]!, xy[i]!];
    [xy[i + 1], xy[j + 1]] = [xy[j + 1]!, xy[i + 1]!];
  }
}
