/**
 * A filter in the form of CQL2 JSON, which is what both encodings are read into:
 * `{op: 'and', args: [{op: '=', args: [{property: 'class'}, 'forest']}, …]}`.
 */
export type Expression = Operation | Literal | PropertyName | Geometry | Expression[];

export interface Operation {
  op: string;
  args: Expression[];
}
export type Literal = string | number | boolean;
export interface PropertyName {
  property: string;
}
export type Geometry = {type: string; coordinates: unknown} | {bbox: number[]};

const isObject = (value: Expression) => typeof value === 'object' && !Array.isArray(value);
export const isOperation = (value: Expression): value is Operation =>
  isObject(value) && 'op' in (value as object);
export const isProperty = (value: Expression): value is PropertyName =>
  isObject(value) && 'property' in (value as object);
export const isGeometry = (value: Expression): value is Geometry =>
  isObject(value) && ('coordinates' in (value as object) || 'bbox' in (value as object));

/** What tests one geometry against another, by the name it has in both encodings. */
export const SPATIAL_OPERATORS = [
  's_intersects',
  's_within',
  's_contains',
  's_disjoint',
  's_touches',
  's_crosses',
  's_overlaps',
  's_equals',
] as const;
export type SpatialOperator = (typeof SPATIAL_OPERATORS)[number];
