import {ROLE_TITLES} from '../../../contract/layer-kind.ts';
import type {Check} from './check.ts';

/** A feature without a value where its kind needs one: a function zone of no class. */
export const missingRole: Check = {
  rule: 'missing-role',
  find({roles, requiredRoles, shape, kind}) {
    const missing = requiredRoles.filter((role) => role in roles && roles[role] === null);
    const at = shape.family === 'point' ? (shape.points[0] ?? null) : null;
    return missing.map((role) => ({
      rule: this.rule,
      severity: 'warning' as const,
      at,
      detail: {
        zh: `没有${ROLE_TITLES[role].zh}，而“${kind.zh}”图层需要它`,
        en: `It has no ${role}, which a layer of kind ${kind.en} needs`,
      },
    }));
  },
};
