import type {Queryable} from '../../db/db.ts';
import {sql, type Sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';

/**
 * Asks whether the geometries of a filter are valid, before any test is made with them.
 * @throws FILTER_INVALID
 */
export async function checkGeometries(db: Queryable, geometries: readonly Sql[]): Promise<void> {
  for (const geometry of geometries) {
    const [row] = await db.query<{reason: string}>(
      sql`select st_isvalidreason(${geometry}) as reason`,
      'checking the geometry of a filter',
    );
    if (row!.reason !== 'Valid Geometry') {
      const {reason: why} = row!;
      throw fail('FILTER_INVALID', {
        reason: {zh: `其中的几何无效：${why}`, en: `its geometry is not valid: ${why}`},
      });
    }
  }
}
