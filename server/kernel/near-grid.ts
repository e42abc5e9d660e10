/**
 * Squares of a grid over longitude and latitude that lie near some lines, to tell cheaply that an
 * edge lies near none of them. It may say yes where the answer is no, never the other way.
 */
export class NearGrid {
  private readonly west: number;
  private readonly south: number;
  private readonly size: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly isNear: Uint8Array;

  /**
   * @param lines lon, lat of start and end of each
   * @param reach how far from a line is near, in degrees of longitude and of latitude
   */
  constructor(
    lines: readonly (readonly [number, number, number, number])[],
    private readonly reach: {lon: number; lat: number},
  ) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [lon0, lat0, lon1, lat1] of lines) {
      west = Math.min(west, lon0, lon1);
      south = Math.min(south, lat0, lat1);
      east = Math.max(east, lon0, lon1);
      north = Math.max(north, lat0, lat1);
    }
    if (lines.length === 0) [west, south, east, north] = [0, 0, 0, 0];
    this.west = west - reach.lon;
    this.south = south - reach.lat;
    const width = east + reach.lon - this.west;
    const height = north + reach.lat - this.south;
    this.size = Math.max(LEAST_DEGREES, Math.sqrt((width * height) / MOST_SQUARES));
    this.columns = Math.floor(width / this.size) + 1;
    this.rows = Math.floor(height / this.size) + 1;
    this.isNear = new Uint8Array(this.columns * this.rows);
    for (const line of lines) this.mark(line);
  }

  /** Whether a line may lie near one of the lines of the grid. */
  mayBeNear(lon0: number, lat0: number, lon1: number, lat1: number): boolean {
    const {columns, isNear} = this;
    const left = this.column(lon0 < lon1 ? lon0 : lon1);
    const right = this.column(lon0 < lon1 ? lon1 : lon0);
    const top = this.row(lat0 < lat1 ? lat1 : lat0);
    for (let row = this.row(lat0 < lat1 ? lat0 : lat1); row <= top; row++) {
      if (row < 0 || row >= this.rows) continue;
      for (let column = Math.max(0, left); column <= right && column < columns; column++) {
        if (isNear[row * columns + column]! === 1) return true;
      }
    }
    return false;
  }

  /** A long line is marked piece by piece, lest the box of a slanting one count as near. */
  private mark([lon0, lat0, lon1, lat1]: readonly [number, number, number, number]): void {
    const {reach, columns, isNear} = this;
    const span = Math.max(Math.abs(lon1 - lon0), Math.abs(lat1 - lat0));
    const pieces = Math.max(1, Math.ceil(span / this.size));
    for (let i = 0; i < pieces; i++) {
      const a = lon0 + ((lon1 - lon0) * i) / pieces;
      const b = lon0 + ((lon1 - lon0) * (i + 1)) / pieces;
      const c = lat0 + ((lat1 - lat0) * i) / pieces;
      const d = lat0 + ((lat1 - lat0) * (i + 1)) / pieces;
      const left = Math.max(0, this.column(Math.min(a, b) - reach.lon));
      const right = Math.min(columns - 1, this.column(Math.max(a, b) + reach.lon));
      const bottom = Math.max(0, this.row(Math.min(c, d) - reach.lat));
      const top = Math.min(this.rows - 1, this.row(Math.max(c, d) + reach.lat));
      for (let row = bottom; row <= top; row++) {
        isNear.fill(1, row * columns + left, row * columns + right + 1);
      }
    }
  }

  private column(lon: number): number {
    return Math.floor((lon - this.west) / this.size);
  }

  private row(lat: number): number {
    return Math.floor((lat - this.south) / this.size);
  }
}

// some 200 m: a red line of 7 million vertices then keeps a tenth of them
const LEAST_DEGREES = 0.002;
// 16 MB, a country in squares of a kilometre
const MOST_SQUARES = 16e6;
