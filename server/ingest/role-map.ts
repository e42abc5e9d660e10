import {Value} from 'typebox/value';
import {RoleMap, ROLES, type LayerKind, type Role} from '../../contract/layer-kind.ts';
import {fail} from '../errors.ts';

/**
 * Reads the attribute map as it comes from outside, JSON text or a value.
 * @throws ROLE_MAP_INVALID naming everything that is wrong with it
 */
export function readRoleMap(given: unknown): RoleMap {
  const value = typeof given === 'string' ? parse(given) : (given ?? {});
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail('ROLE_MAP_INVALID', {reason: 'map must be a JSON object like {"code": "GEOID"}.'});
  }
  if (Value.Check(RoleMap, value)) return withoutBlanks(value as RoleMap);
  const wrong = Object.entries(value).flatMap(([role, attribute]) => {
    if (!ROLES.includes(role as Role)) return [`"${role}" is no role`];
    return typeof attribute === 'string' ? [] : [`the attribute of ${role} is not a text`];
  });
  const reason = `map is wrong: ${wrong.join('; ')}. Roles are ${ROLES.join(', ')}.`;
  throw fail('ROLE_MAP_INVALID', {reason}, wrong);
}

/**
 * Holds a map against a kind and the attributes a file has.
 * @throws ROLE_MISSING, ATTRIBUTE_NOT_FOUND, or ROLE_MAP_INVALID when several things are wrong
 */
export function checkRoleMap(map: RoleMap, kind: LayerKind, attributes: readonly string[]): void {
  const known = attributes.length === 0 ? 'none' : attributes.join(', ');
  const missing = kind.requiredRoles
    .filter((role) => map[role] === undefined)
    .map((role) => fail('ROLE_MISSING', {kind: kind.id, role, known}));
  const unknown = Object.entries(map)
    .filter(([, attribute]) => !attributes.includes(attribute))
    .map(([role, attribute]) => fail('ATTRIBUTE_NOT_FOUND', {role, attribute, known}));
  const wrong = [...missing, ...unknown];
  if (wrong.length === 1) throw wrong[0]!;
  if (wrong.length > 1) {
    const sentences = wrong.map((error) => error.message);
    throw fail('ROLE_MAP_INVALID', {reason: sentences.join(' ')}, sentences);
  }
}

/** What a feature has in the role of each mapped attribute, as text; nothing and blanks are null. */
export function rolesOf(
  properties: Record<string, unknown>,
  map: RoleMap,
): Partial<Record<Role, string | null>> {
  const roles: Partial<Record<Role, string | null>> = {};
  for (const role of ROLES) {
    const attribute = map[role];
    if (attribute !== undefined) roles[role] = textOf(properties[attribute]);
  }
  return roles;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
  return text.trim() === '' ? null : text.trim();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = `map is not JSON: ${(error as Error).message}. Give an object like {"code": "GEOID"}.`;
    throw fail('ROLE_MAP_INVALID', {reason});
  }
}

function withoutBlanks(map: RoleMap): RoleMap {
  return Object.fromEntries(Object.entries(map).filter(([, attribute]) => attribute !== ''));
}
