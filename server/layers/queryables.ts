import type {Role, RoleMap} from '../../contract/layer-kind.ts';
import type {Queryable as Database} from '../db/db.ts';
import {ident, sql, type Sql} from '../db/sql.ts';

export type ValueType = 'string' | 'number' | 'boolean';

/** An attribute that features can be asked by. */
export interface Queryable {
  name: string;
  type: ValueType;
  /** What it is for a feature, where it is not an attribute of the source. */
  role: Role | 'id' | 'areaM2' | null;
  /** Its value in a row of `features`, of its type; null where the feature has none of that type. */
  value: Sql;
}

/** An attribute of the source, with the type of its values: string, number, boolean, object or mixed. */
export interface Attribute {
  name: string;
  type: string;
}

const ROLE_COLUMNS: [Exclude<Role, 'code'>, string][] = [
  ['name', 'name'],
  ['nameEn', 'name_en'],
  ['class', 'class'],
  ['parent', 'parent'],
  ['downstream', 'downstream'],
  ['level', 'level'],
];

/**
 * What features of a version can be asked by: the attributes of the source under their own names; the
 * roles that are mapped (code, name, class …), the feature's id and its area, under these names where
 * no attribute has them.
 */
export function queryablesOf(map: RoleMap, attributes: readonly Attribute[]): Queryable[] {
  const own = attributes.map(({name, type}): Queryable => attributeQueryable(name, type));
  const roles = ROLE_COLUMNS.filter(([role]) => map[role] !== undefined).map(
    ([role, column]): Queryable => ({
      name: role,
      type: 'string',
      role,
      value: sql`${ident(column)}`,
    }),
  );
  if (map.code !== undefined) {
    const value = sql`(properties ->> ${map.code}::text)`;
    roles.unshift({name: 'code', type: 'string', role: 'code', value});
  }
  const added: Queryable[] = [
    {name: 'id', type: 'string', role: 'id', value: sql`feature_id`},
    ...roles,
    {name: 'areaM2', type: 'number', role: 'areaM2', value: sql`area_m2`},
  ];
  const taken = new Set(own.map(({name}) => name));
  return [...own, ...added.filter(({name}) => !taken.has(name))];
}

/** Attributes of a version's source, in their order. */
export async function readAttributes(db: Database, versionId: number): Promise<Attribute[]> {
  const [row] = await db.query<{attributes: Attribute[]}>(
    sql`select attributes from layer_versions where version_id = ${versionId}`,
    'reading the attributes of a layer',
  );
  return row?.attributes ?? [];
}

function attributeQueryable(name: string, sourceType: string): Queryable {
  const text = sql`(properties ->> ${name}::text)`;
  const jsonType = sql`jsonb_typeof(properties -> ${name}::text)`;
  switch (sourceType) {
    case 'number':
      return {
        name,
        type: 'number',
        role: null,
        value: sql`(case ${jsonType} when 'number' then ${text}::double precision end)`,
      };
    case 'boolean':
      return {
        name,
        type: 'boolean',
        role: null,
        value: sql`(case ${jsonType} when 'boolean' then ${text}::boolean end)`,
      };
    default:
      return {name, type: 'string', role: null, value: text};
  }
}
