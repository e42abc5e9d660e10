import {ROLE_TITLES, type Role, type RoleMap} from '../../contract/layer-kind.ts';
import type {Finding} from './checks/check.ts';

/**
 * Values in a role that have blanks or line breaks around them, as columns copied out of a table often
 * do. Roles are read without them (see rolesOf); the attribute itself stays as it was received.
 */
export function findBlanksAround(properties: Record<string, unknown>, map: RoleMap): Finding[] {
  return (Object.entries(map) as [Role, string][]).flatMap(([role, attribute]): Finding[] => {
    const value = properties[attribute];
    if (typeof value !== 'string') return [];
    const kept = value.trim();
    if (kept === value || kept === '') return [];
    // JSON shows what cannot be seen: "101\r\n"
    const detail = {
      zh: `${ROLE_TITLES[role].zh} ${JSON.stringify(value)} 两端有空白，读作“${kept}”`,
      en: `The ${role} ${JSON.stringify(value)} has blanks around it and is read as "${kept}"`,
    };
    const repair = {method: 'trim-blanks', areaChangeM2: 0};
    return [{rule: 'blanks-around-value', severity: 'info', at: null, detail, repair}];
  });
}
