import {Value} from 'typebox/value';
import {RoleMap, ROLES, type Role} from '../../contract/layer-kind.ts';
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
