import type {Db} from '../db/db.ts';
import type {Sql} from '../db/sql.ts';
import {fail} from '../errors.ts';
import type {OfferedCrs} from './crs.ts';
import {equals, mentions, touchesBbox} from './feature-conditions.ts';
import {checkGeometries} from './filter/check-geometries.ts';
import {parseJson} from './filter/parse-json.ts';
import {parseText} from './filter/parse-text.ts';
import {filterToSql} from './filter/to-sql.ts';
import type {Queryable} from './queryables.ts';

/** What features are asked for, before it is put into conditions. */
export interface FeatureWishes {
  bbox: {box: number[]; crs: OfferedCrs} | null;
  filter: {text: string; language: 'cql2-text' | 'cql2-json'; crs: OfferedCrs} | null;
  /** Text in the name or id. */
  mention: string | null;
  /** Attributes by name, and the value each must equal. */
  equal: Record<string, string>;
}

/**
 * The conditions of a request, all of which must hold.
 * @throws PARAMETER_INVALID, FILTER_INVALID
 */
export async function conditionsOf(
  db: Db,
  wishes: FeatureWishes,
  queryables: readonly Queryable[],
): Promise<Sql[]> {
  const conditions: Sql[] = [];
  if (wishes.bbox) conditions.push(touchesBbox(wishes.bbox.box, wishes.bbox.crs));
  if (wishes.mention !== null) conditions.push(mentions(wishes.mention));
  for (const [name, value] of Object.entries(wishes.equal)) {
    const queryable = queryables.find((each) => each.name === name);
    if (!queryable) {
      const known = queryables.map((each) => each.name).join(', ');
      throw fail('PARAMETER_UNKNOWN', {name, known});
    }
    conditions.push(equals(queryable, value));
  }
  if (wishes.filter) {
    const {text, language, crs} = wishes.filter;
    const filter = language === 'cql2-json' ? parseJson(text) : parseText(text);
    const geometries: Sql[] = [];
    conditions.push(filterToSql(filter, {queryables, crs, geometries}));
    await checkGeometries(db, geometries);
  }
  return conditions;
}
