import type {Issue} from '../../contract/issue.ts';
import {detailIn, type LocalText} from '../../contract/local-text.ts';
import type {Finding} from './checks/check.ts';

/** A finding with the feature it is about; the same file gives the same id. */
export function issueOf(
  {rule, severity, at, detail, repair}: Finding,
  featureId: string,
  position: number,
  code?: string | null,
): Issue {
  const where = at === null ? '' : `:${at[0]},${at[1]}`;
  return {
    id: `${rule}:${position}${where}`,
    rule,
    severity,
    featureId,
    at,
    ...detailIn({
      zh: `${detail.zh}（第 ${position} 个要素${code ? `，代码 ${code}` : ''}）。`,
      en: `${detail.en} (feature ${position}${code ? `, code ${code}` : ''}).`,
    }),
    ...(repair === undefined ? {} : {repair}),
  };
}

/** An issue of the layer as a whole. */
export function layerIssue(rule: string, severity: Issue['severity'], detail: LocalText): Issue {
  return {id: `${rule}:layer`, rule, severity, featureId: null, at: null, ...detailIn(detail)};
}
