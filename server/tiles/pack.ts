import {PbfReader, PbfWriter} from 'pbf';
import {packSide, type Band} from './bands.ts';
import {boxOf, type Box, type Detail, type Part} from './detail.ts';
import type {GeometryKind} from './grid.ts';

/** One slice of a feature as it lies in a pack; positions count from the pack's upper left corner. */
export interface PackedSlice {
  ordinal: number;
  /** JSON of the properties a tile carries. */
  properties: string;
  detail: Detail;
}

// a pack is a protobuf message of slices; the fields of a slice:
const SLICE = 1;
const ORDINAL = 1;
const PROPERTIES = 2;
const BOX = 3;
const KIND = 4;
const PARTS = 5;

/** Collects the slices of many features by pack, up to the moment they are written down. */
export class PackWriter {
  private readonly writers = new Map<string, {x: number; y: number; writer: PbfWriter}>();
  byteCount = 0;

  constructor(readonly band: Band) {}

  add(x: number, y: number, ordinal: number, properties: string, detail: Detail): void {
    const key = `${x}/${y}`;
    let entry = this.writers.get(key);
    if (!entry) {
      entry = {x, y, writer: new PbfWriter()};
      this.writers.set(key, entry);
    }
    const before = entry.writer.pos;
    const side = packSide(this.band);
    entry.writer.writeMessage(
      SLICE,
      (_, writer) => {
        writer.writeVarintField(ORDINAL, ordinal);
        writer.writeStringField(PROPERTIES, properties);
        const [minX, minY, maxX, maxY] = boxOf(detail);
        writer.writePackedSVarint(BOX, [
          minX - x * side,
          minY - y * side,
          maxX - x * side,
          maxY - y * side,
        ]);
        writer.writeVarintField(KIND, detail.kind);
        writer.writeMessage(PARTS, writeParts, {
          detail,
          x: x * side,
          y: y * side,
          zoom: this.band.first,
        });
      },
      null,
    );
    this.byteCount += entry.writer.pos - before;
  }

  /** All packs so far; begins anew. */
  take(): {x: number; y: number; bytes: Uint8Array}[] {
    const packs = [...this.writers.values()].map(({x, y, writer}) => ({
      x,
      y,
      bytes: writer.finish().slice(),
    }));
    this.writers.clear();
    this.byteCount = 0;
    return packs;
  }
}

/** Reads the slices that touch `box` (in units of the pack), with the vertices that `zoom` shows. */
export function* readPack(
  bytes: Uint8Array,
  band: Band,
  zoom: number,
  box: Box,
): Generator<PackedSlice> {
  const reader = new PbfReader(bytes);
  while (reader.pos < reader.length) {
    skipTag(reader);
    const end = reader.readVarint() + reader.pos;
    const slice = readSlice(reader, end, zoom - band.first, box);
    reader.pos = end;
    if (slice) yield slice;
  }
}

function readSlice(reader: PbfReader, end: number, level: number, wanted: Box): PackedSlice | null {
  skipTag(reader);
  const ordinal = reader.readVarint();
  skipTag(reader);
  const length = reader.readVarint();
  const properties = reader.buf.subarray(reader.pos, reader.pos + length);
  reader.pos += length;
  skipTag(reader);
  reader.readVarint();
  const minX = reader.readSVarint();
  const minY = reader.readSVarint();
  const maxX = reader.readSVarint();
  const maxY = reader.readSVarint();
  if (minX > wanted[2] || minY > wanted[3] || maxX < wanted[0] || maxY < wanted[1]) return null;

  skipTag(reader);
  const kind = reader.readVarint() as GeometryKind;
  skipTag(reader);
  reader.readVarint();
  const detail: Detail = {kind, parts: [], shells: []};
  let x = 0;
  let y = 0;
  while (reader.pos < end) {
    const header = reader.readVarint();
    const part: Part = [];
    for (let left = header >>> 1; left > 0; left--) {
      x += reader.readSVarint();
      y += reader.readSVarint();
      const shownFrom = reader.readVarint();
      if (shownFrom <= level) part.push(x, y, shownFrom);
    }
    detail.parts.push(part);
    detail.shells.push((header & 1) === 1);
  }
  return {ordinal, properties: new TextDecoder().decode(properties), detail};
}

/** The fields of a slice are always all there and in one order, so their tags need no looking at. */
function skipTag(reader: PbfReader): void {
  reader.readVarint();
}

interface PlacedDetail {
  detail: Detail;
  x: number;
  y: number;
  zoom: number;
}

/** For each part its length and whether it is a shell, then the vertices, each from the one before. */
function writeParts({detail, x, y, zoom}: PlacedDetail, writer: PbfWriter): void {
  let lastX = x;
  let lastY = y;
  detail.parts.forEach((part, p) => {
    writer.writeVarint(((part.length / 3) << 1) | (detail.shells[p] ? 1 : 0));
    for (let i = 0; i < part.length; i += 3) {
      writer.writeSVarint(part[i]! - lastX);
      writer.writeSVarint(part[i + 1]! - lastY);
      writer.writeVarint(Math.max(0, part[i + 2]! - zoom));
      lastX = part[i]!;
      lastY = part[i + 1]!;
    }
  });
}
