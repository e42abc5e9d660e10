import type {LocalText} from '../../contract/local-text.ts';
import {sql, type Sql} from '../db/sql.ts';
import {fail} from '../errors.ts';
import {bboxSql} from './bbox-sql.ts';
import type {OfferedCrs} from './crs.ts';
import type {Queryable} from './queryables.ts';

/**
 * Features that touch a box given in the axis order of its CRS.
 * @throws PARAMETER_INVALID
 */
export function touchesBbox(bbox: readonly number[], crs: OfferedCrs): Sql {
  const box = bboxSql(bbox, crs, (seen) =>
    fail('PARAMETER_INVALID', {name: 'bbox', seen, expected: expectedBox(crs)}),
  );
  return sql`geom && ${box} and st_intersects(geom, ${box})`;
}

function expectedBox({uri, domain, isNorthFirst}: OfferedCrs): LocalText {
  const [minX, minY, maxX, maxY] = domain;
  const [order, least, most] = isNorthFirst
    ? [{zh: '南, 西, 北, 东', en: 'south, west, north, east'}, [minY, minX], [maxY, maxX]]
    : [{zh: '西, 南, 东, 北', en: 'west, south, east, north'}, [minX, minY], [maxX, maxY]];
  const limits = `[${[...least, ...most].join(', ')}]`;
  return {
    zh: `${limits} 之内的${order.zh}，坐标系为 bbox-crs，即 ${uri}`,
    en: `${order.en} within ${limits}, in the CRS of bbox-crs, ${uri}`,
  };
}

/**
 * Features whose attribute equals a value given as text.
 * @throws PARAMETER_INVALID when the attribute has another type
 */
export function equals({name, type, value}: Queryable, text: string): Sql {
  if (type === 'string') return sql`${value} = ${text}`;
  const invalid = (expected: LocalText) =>
    fail('PARAMETER_INVALID', {name, seen: `"${text}"`, expected});
  if (type === 'boolean') {
    if (text !== 'true' && text !== 'false')
      throw invalid({zh: ' true 或 false', en: 'true or false'});
    return sql`${value} = ${text === 'true'}::boolean`;
  }
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw invalid({zh: '数字', en: 'a number'});
  return sql`${value} = ${number}::double precision`;
}

/** Features whose id begins with the text, or whose name in either language holds it, in any case. */
export function mentions(text: string): Sql {
  const plain = text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  return sql`(feature_id ilike ${`${plain}%`} or name ilike ${`%${plain}%`}
              or name_en ilike ${`%${plain}%`})`;
}
