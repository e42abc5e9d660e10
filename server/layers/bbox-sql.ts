import type {LocalText} from '../../contract/local-text.ts';
import {sql, type Sql} from '../db/sql.ts';
import type {OfferedCrs} from './crs.ts';

/** Sides of a box are bent by projections; so many pieces a side follow them to a pixel of any map. */
const PIECES_A_SIDE = 32;

/**
 * A box given in the axis order of its CRS, as a geometry in the CRS that features are stored in. On the
 * globe a box whose west lies east of its east crosses the antimeridian and becomes two.
 * @param refuse makes the error for a box that is wrong, from what was seen
 */
export function bboxSql(
  bbox: readonly number[],
  crs: OfferedCrs,
  refuse: (reason: LocalText) => Error,
): Sql {
  const [a, b, c, d] = bbox as [number, number, number, number];
  const [west, south, east, north] = crs.isNorthFirst ? [b, a, d, c] : [a, b, c, d];
  const [minX, minY, maxX, maxY] = crs.domain;
  const seen = `[${bbox.join(', ')}]`;
  const isOutside = (value: number, min: number, max: number) => !(value >= min && value <= max);
  if (
    [west, east].some((x) => isOutside(x, minX, maxX)) ||
    [south, north].some((y) => isOutside(y, minY, maxY))
  ) {
    throw refuse({zh: `${seen}，超出其坐标系范围`, en: `${seen}, which lies outside its CRS`});
  }
  if (south > north) {
    throw refuse({
      zh: `${seen}，其南边 ${south} 在北边 ${north} 以北`,
      en: `${seen}, whose south ${south} lies north of its north ${north}`,
    });
  }
  if (!crs.isGeographic) {
    if (west > east) {
      throw refuse({
        zh: `${seen}，其西边 ${west} 在东边 ${east} 以东`,
        en: `${seen}, whose west ${west} lies east of its east ${east}`,
      });
    }
    return projectedBox([west, south, east, north], crs.srid);
  }
  if (west <= east) return sql`st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4490)`;
  return sql`st_collect(st_makeenvelope(${west}, ${south}, 180, ${north}, 4490),
                        st_makeenvelope(-180, ${south}, ${east}, ${north}, 4490))`;
}

function projectedBox([west, south, east, north]: number[], srid: number): Sql {
  const step = Math.max(east! - west!, north! - south!, 1) / PIECES_A_SIDE;
  const box = sql`st_makeenvelope(${west}, ${south}, ${east}, ${north}, ${srid}::integer)`;
  return sql`st_transform(st_segmentize(${box}, ${step}), 4490)`;
}
