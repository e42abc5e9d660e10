import {groundScale} from './ground-length.ts';

/**
 * A plane laid along one edge: x runs in metres from its start to its end, y to its left. It is an
 * affine picture of longitude and latitude, scaled as the ground is at the edge's middle, so lines
 * stay lines and what coincides still does; distances of some metres from the edge are good to 1e-5.
 */
export class EdgeFrame {
  lengthM = 0;
  /** Degrees of longitude and latitude in a metre. */
  lonPerM = 0;
  latPerM = 0;
  private lon = 0;
  private lat = 0;
  private eastM = 0;
  private northM = 0;
  private cosine = 1;
  private sine = 0;

  /** Lays the plane along an edge given in degrees. */
  place(lon0: number, lat0: number, lon1: number, lat1: number): this {
    const {eastM, northM} = groundScale((lat0 + lat1) / 2);
    const dx = (lon1 - lon0) * eastM;
    const dy = (lat1 - lat0) * northM;
    this.lengthM = Math.hypot(dx, dy);
    this.cosine = this.lengthM === 0 ? 1 : dx / this.lengthM;
    this.sine = this.lengthM === 0 ? 0 : dy / this.lengthM;
    this.lon = lon0;
    this.lat = lat0;
    this.eastM = eastM;
    this.northM = northM;
    this.lonPerM = 1 / eastM;
    this.latPerM = 1 / northM;
    return this;
  }

  x(lon: number, lat: number): number {
    return this.cosine * (lon - this.lon) * this.eastM + this.sine * (lat - this.lat) * this.northM;
  }

  y(lon: number, lat: number): number {
    return this.cosine * (lat - this.lat) * this.northM - this.sine * (lon - this.lon) * this.eastM;
  }

  /** Back to degrees. */
  position(x: number, y: number): [lon: number, lat: number] {
    return [
      this.lon + (this.cosine * x - this.sine * y) / this.eastM,
      this.lat + (this.sine * x + this.cosine * y) / this.northM,
    ];
  }
}
