import type {GeoJsonProperties} from 'geojson';
import type {Role, RoleMap} from '../../../contract/layer-kind.ts';

export interface Attribute {
  name: string;
  /** What it is for the feature, when the layer says so. */
  role: Role | null;
  value: unknown;
}

/** Names of the attributes of some features: those with a role first, then as they come. */
export function attributeColumns(
  properties: readonly GeoJsonProperties[],
  map: RoleMap,
): {name: string; role: Role | null}[] {
  const roleOf = new Map(
    Object.entries(map).map(([role, attribute]) => [attribute, role as Role] as const),
  );
  const names = new Set<string>();
  for (const each of properties) for (const name of Object.keys(each ?? {})) names.add(name);
  const withRole = [...roleOf].flatMap(([name, role]) => (names.has(name) ? [{name, role}] : []));
  const others = [...names].filter((name) => !roleOf.has(name)).map((name) => ({name, role: null}));
  return [...withRole, ...others];
}

export function attributesOf(properties: GeoJsonProperties, map: RoleMap): Attribute[] {
  return attributeColumns([properties], map).map((column) => ({
    ...column,
    value: properties?.[column.name],
  }));
}

/** Value of the attribute that plays a role, as text; null when the layer or feature has none. */
export function roleValue(properties: GeoJsonProperties, map: RoleMap, role: Role): string | null {
  const attribute = map[role];
  const value = attribute === undefined ? undefined : (properties?.[attribute] as unknown);
  return value === undefined || value === null || value === '' ? null : String(value);
}
