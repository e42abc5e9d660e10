import {createHash, type Hash} from 'node:crypto';
import {closeSync, openSync, writeSync} from 'node:fs';
import {traceSide, type Tracer} from './edges.ts';
import {followRing, type PatchOf} from './rings.ts';

export type LayerFigures = {features: number; vertices: number; bytes: number; sha256: string};

/** A ring still to be walked: its fine points are made while they are written, never held. */
export type RingPlan = {patchOf: PatchOf; start: number; patch: number};

/** Shell first, then holes. */
export type PolygonPlan = RingPlan[];

/** Points that one feature has elsewhere than its neighbours: key `lon,lat` in grid units. */
export type Displaced = Map<string, [lon: number, lat: number]>;

export type Properties = Record<string, string | number | boolean | null>;

const BUFFER_BYTES = 1 << 20;
const ZERO = 48;

/** One GeoJSON feature per line, written as it is made, with its checksum. */
export class LayerFile {
  private readonly file: number;
  private readonly digest: Hash = createHash('sha256');
  private readonly buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private at = 0;
  private features = 0;
  private vertices = 0;
  private bytes = 0;

  constructor(
    path: string,
    private readonly tracer: Tracer,
  ) {
    this.file = openSync(path, 'w');
  }

  /** Writes a Polygon, or a MultiPolygon when there are several parts. */
  polygon(id: string, properties: Properties, parts: PolygonPlan[], displaced?: Displaced): void {
    const isMulti = parts.length > 1;
    this.open(id, properties, isMulti ? 'MultiPolygon' : 'Polygon');
    if (isMulti) this.text('[');
    parts.forEach((rings, part) => {
      this.text(part ? ',[' : '[');
      rings.forEach((ring, index) => {
        if (index) this.text(',');
        this.ring(ring, displaced);
      });
      this.text(']');
    });
    if (isMulti) this.text(']');
    this.close();
  }

  /** Writes a LineString of grid points lon, lat, lon, lat … */
  line(id: string, properties: Properties, points: number[]): void {
    this.open(id, properties, 'LineString');
    this.text('[');
    for (let i = 0; i < points.length; i += 2) {
      if (i) this.text(',');
      this.position(points[i]!, points[i + 1]!);
    }
    this.text(']');
    this.close();
  }

  point(id: string, properties: Properties, lon: number, lat: number): void {
    this.open(id, properties, 'Point');
    this.position(lon, lat);
    this.close();
  }

  finish(): LayerFigures {
    this.flush();
    closeSync(this.file);
    const {features, vertices, bytes} = this;
    return {features, vertices, bytes, sha256: this.digest.digest('hex')};
  }

  /** Closes the file without a result, for a run that was given up. */
  abandon(): void {
    closeSync(this.file);
  }

  private ring({patchOf, start, patch}: RingPlan, displaced?: Displaced): void {
    const {tracer} = this;
    let firstLon = -1;
    let firstLat = -1;
    this.text('[');
    followRing(tracer.mesh, patchOf, start, patch, (side) => {
      traceSide(tracer, Math.floor(side / 24), Math.floor(side / 4) % 6, side & 3);
      for (let i = 0; i < tracer.length; i += 2) {
        let lon = tracer.line[i]!;
        let lat = tracer.line[i + 1]!;
        const other = displaced?.get(`${lon},${lat}`);
        if (other) [lon, lat] = other;
        if (firstLon < 0) {
          firstLon = lon;
          firstLat = lat;
        } else this.byte(44);
        this.position(lon, lat);
      }
    });
    this.byte(44);
    this.position(firstLon, firstLat);
    this.text(']');
  }

  private open(id: string, properties: Properties, type: string): void {
    const head = JSON.stringify({type: 'Feature', id, properties}).slice(0, -1);
    this.text(`${head},"geometry":{"type":"${type}","coordinates":`);
  }

  private close(): void {
    this.text('}}\n');
    this.features++;
  }

  private position(lon: number, lat: number): void {
    if (this.at + 64 > BUFFER_BYTES) this.flush();
    this.byte(91);
    this.degrees(lon);
    this.byte(44);
    this.degrees(lat);
    this.byte(93);
    this.vertices++;
  }

  /** Ten-millionths of a degree as a decimal number, digit by digit: ten times toFixed's speed. */
  private degrees(value: number): void {
    const {buffer} = this;
    const whole = Math.floor(value / 1e7);
    let rest = value - whole * 1e7;
    if (whole >= 100) this.byte(ZERO + Math.floor(whole / 100));
    this.byte(ZERO + (Math.floor(whole / 10) % 10));
    this.byte(ZERO + (whole % 10));
    this.byte(46);
    for (let digit = 6; digit >= 0; digit--) {
      const next = Math.floor(rest / 10);
      buffer[this.at + digit] = ZERO + rest - next * 10;
      rest = next;
    }
    this.at += 7;
  }

  private byte(value: number): void {
    if (this.at === BUFFER_BYTES) this.flush();
    this.buffer[this.at++] = value;
  }

  private text(value: string): void {
    const size = Buffer.byteLength(value);
    if (this.at + size > BUFFER_BYTES) this.flush();
    this.at += this.buffer.write(value, this.at);
  }

  private flush(): void {
    const full = this.buffer.subarray(0, this.at);
    this.digest.update(full);
    writeSync(this.file, full);
    this.bytes += full.length;
    this.at = 0;
  }
}
