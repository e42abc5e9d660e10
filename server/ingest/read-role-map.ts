import {Value} from 'typebox/value';
import {RoleMap, type LayerKind} from '../../contract/layer-kind.ts';
import {fail} from '../errors.ts';
import {misfitOf, wrongMap} from './role-map.ts';

/**
 * Reads the attribute map of a layer of a kind as it comes from outside, JSON text or a value.
 * @throws ROLE_MAP_INVALID naming everything that is wrong with it, and the roles of the kind
 */
export function readRoleMap(given: unknown, kind: LayerKind): RoleMap {
  const value = typeof given === 'string' ? parse(given) : (given ?? {});
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail('ROLE_MAP_INVALID', {
      reason: {
        zh: 'map 应为 JSON 对象，如 {"code": "GEOID"}。',
        en: 'map must be a JSON object like {"code": "GEOID"}.',
      },
    });
  }
  const map = withoutBlanks(value);
  const wrong = Object.entries(map).flatMap(([role, attribute]) => [
    ...misfitOf(role, kind),
    ...(typeof attribute === 'string'
      ? []
      : [{zh: `${role} 的字段不是文本`, en: `the attribute of ${role} is not a text`}]),
  ]);
  if (wrong.length === 0 && Value.Check(RoleMap, map)) return map;
  const misfits = wrong.map(({en}) => en);
  throw fail('ROLE_MAP_INVALID', {reason: wrongMap(wrong, kind)}, misfits);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const {message} = error as Error;
    const reason = {
      zh: `map 不是 JSON：${message}。请给出对象，如 {"code": "GEOID"}。`,
      en: `map is not JSON: ${message}. Give an object like {"code": "GEOID"}.`,
    };
    throw fail('ROLE_MAP_INVALID', {reason});
  }
}

/** A role without an attribute, as a form sends it, is not mapped. */
function withoutBlanks(map: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, attribute]) => attribute !== ''));
}
