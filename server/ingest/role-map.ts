import {ROLES, type LayerKind, type Role, type RoleMap} from '../../contract/layer-kind.ts';
import {fail} from '../errors.ts';

/**
 * Holds a map against a kind and the attributes a file has.
 * @throws ROLE_MISSING, ATTRIBUTE_NOT_FOUND, or ROLE_MAP_INVALID for a role the kind does not have
 *   and when several things are wrong
 */
export function checkRoleMap(map: RoleMap, kind: LayerKind, attributes: readonly string[]): void {
  const known = attributes.length === 0 ? 'none' : attributes.join(', ');
  const misfits = Object.keys(map)
    .flatMap((role) => misfitOf(role, kind))
    .map((misfit) => {
      const reason = `map is wrong: ${misfit}. Roles of kind ${kind.id} are ${kind.roles.join(', ')}.`;
      return fail('ROLE_MAP_INVALID', {reason}, [misfit]);
    });
  const missing = kind.requiredRoles
    .filter((role) => map[role] === undefined)
    .map((role) => fail('ROLE_MISSING', {kind: kind.id, role, known}));
  const unknown = Object.entries(map)
    .filter(([, attribute]) => !attributes.includes(attribute))
    .map(([role, attribute]) => fail('ATTRIBUTE_NOT_FOUND', {role, attribute, known}));
  const wrong = [...misfits, ...missing, ...unknown];
  if (wrong.length === 1) throw wrong[0]!;
  if (wrong.length > 1) {
    const sentences = wrong.map((error) => error.message);
    throw fail('ROLE_MAP_INVALID', {reason: sentences.join(' ')}, sentences);
  }
}

/** What is wrong with a role where a kind has none of that name; else empty. */
export function misfitOf(role: string, kind: LayerKind): string[] {
  const has = (roles: readonly string[]) => roles.includes(role);
  if (has(kind.roles)) return [];
  return [has(ROLES) ? `kind ${kind.id} has no role ${role}` : `"${role}" is no role`];
}

/** What a feature has in the role of each mapped attribute, as text; nothing and blanks are null. */
export function rolesOf(
  properties: Record<string, unknown>,
  map: RoleMap,
): Partial<Record<Role, string | null>> {
  const roles: Partial<Record<Role, string | null>> = {};
  for (const role in map) roles[role as Role] = textOf(properties[map[role as Role]!]);
  return roles;
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string | number);
  return text.trim() === '' ? null : text.trim();
}
