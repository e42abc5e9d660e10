import type {FacilityIssue} from '../../../contract/facility-kind.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {readAmount} from '../facility-amounts.ts';
import {FacilityIssues, type Tells} from '../facility-issues.ts';
import type {Hierarchy} from '../hierarchy.ts';

/** By member; null where a member or one of the features it is made of says nothing. */
export interface UnitPeople {
  population: (number | null)[];
  demand: (number | null)[] | null;
  issues: FacilityIssue[];
}

/** Reads who lives in units, and what they make a day where the layer says so. */
export async function readUnitPeople(
  db: Db,
  units: Hierarchy,
  attributes: {population: string; load: string | null},
): Promise<UnitPeople> {
  const rows = await db.query<{id: string; population: string | null; load: string | null}>(
    sql`select feature_id as id, properties ->> ${attributes.population}::text as population,
               properties ->> ${attributes.load}::text as load
        from features where version_id = ${units.layer.versionId}`,
    'reading the people of units',
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const issues = new FacilityIssues();
  const sumOf = (attribute: 'population' | 'load', rule: string, tells: Tells) => {
    const sums = units.members.map(({features}) => {
      const values = features.map((i) => valueOf(byId.get(units.features[i]!.code)![attribute]));
      return values.some((value) => value === null)
        ? null
        : values.reduce<number>((sum, value) => sum + value!, 0);
    });
    const missing = units.members.filter((_, i) => sums[i] === null);
    // nothing at all is a layer without the attribute
    if (missing.length < sums.length || attribute === 'load') {
      for (const {code} of missing) issues.add(rule, 'error', tells, code);
    }
    return sums;
  };
  const population = sumOf('population', 'population-missing', TELLS.population);
  const demand = attributes.load === null ? null : sumOf('load', 'demand-missing', TELLS.demand);
  return {population, demand, issues: issues.list()};
}

function valueOf(text: string | null): number | null {
  const value = readAmount(text);
  return value === null || Number.isNaN(value) || value < 0 ? null : value;
}

const TELLS = {
  population: (count, names) => ({
    zh: `${count} 个行政单元没有人口数：${names.zh}。应为不小于 0 的数值；其服务人口未计算。`,
    en: `${count} units have no population: ${names.en}. Expected a number of 0 or more; people served there are not known.`,
  }),
  demand: (count, names) => ({
    zh: `${count} 个行政单元没有需求量：${names.zh}。应为不小于 0 的数值；其负荷占比未计算。`,
    en: `${count} units have no demand: ${names.en}. Expected a number of 0 or more; their share of the load is not known.`,
  }),
} satisfies Record<string, Tells>;
