import {
  ROLE_TITLES,
  ROLES,
  type LayerKind,
  type Role,
  type RoleMap,
} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import {fail} from '../errors.ts';

/**
 * Holds a map against a kind and the attributes a file has.
 * @throws ROLE_MISSING, ATTRIBUTE_NOT_FOUND, or ROLE_MAP_INVALID for a role the kind does not have
 *   and when several things are wrong
 */
export function checkRoleMap(map: RoleMap, kind: LayerKind, attributes: readonly string[]): void {
  const known = attributes.length === 0 ? {zh: '（无）', en: 'none'} : attributes.join(', ');
  const kindName = {zh: `“${kind.title.zh}”`, en: kind.id};
  const misfits = Object.keys(map)
    .flatMap((role) => misfitOf(role, kind))
    .map((misfit) => {
      return fail('ROLE_MAP_INVALID', {reason: wrongMap([misfit], kind)}, [misfit.en]);
    });
  const missing = kind.requiredRoles
    .filter((role) => map[role] === undefined)
    .map((role) => fail('ROLE_MISSING', {kind: kindName, role: roleName(role), known}));
  const unknown = Object.entries(map)
    .filter(([, attribute]) => !attributes.includes(attribute))
    .map(([role, attribute]) =>
      fail('ATTRIBUTE_NOT_FOUND', {role: roleName(role), attribute, known}),
    );
  const wrong = [...misfits, ...missing, ...unknown];
  if (wrong.length === 1) throw wrong[0]!;
  if (wrong.length > 1) {
    const sentences = wrong.map((error) => error.message);
    const reason = {
      zh: wrong.map(({localMessage}) => localMessage.zh).join(''),
      en: wrong.map(({localMessage}) => localMessage.en).join(' '),
    };
    throw fail('ROLE_MAP_INVALID', {reason}, sentences);
  }
}

/** What is wrong with a role where a kind has none of that name; else empty. */
export function misfitOf(role: string, kind: LayerKind): LocalText[] {
  const has = (roles: readonly string[]) => roles.includes(role);
  if (has(kind.roles)) return [];
  if (!has(ROLES)) return [{zh: `没有“${role}”这一角色`, en: `"${role}" is no role`}];
  const name = roleName(role);
  return [
    {
      zh: `“${kind.title.zh}”图层没有${name.zh}这一角色`,
      en: `kind ${kind.id} has no role ${name.en}`,
    },
  ];
}

/** The sentence on a map, with everything that is wrong with it and the roles of the kind. */
export function wrongMap(misfits: readonly LocalText[], kind: LayerKind): LocalText {
  return {
    zh: `字段对应关系有误：${misfits.map(({zh}) => zh).join('；')}。“${kind.title.zh}”图层的角色有 ${kind.roles.join('、')}。`,
    en: `map is wrong: ${misfits.map(({en}) => en).join('; ')}. Roles of kind ${kind.id} are ${kind.roles.join(', ')}.`,
  };
}

/** A role as the sentence of an error names it: as people know it, and as the map writes it. */
function roleName(role: string): LocalText {
  return {zh: ROLES.includes(role as Role) ? ROLE_TITLES[role as Role].zh : role, en: role};
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
