import type {Issue} from '../../contract/issue.ts';
import type {Finding} from './checks/check.ts';

/** A finding with the feature it is about; the same file gives the same id. */
export function issueOf(
  {rule, severity, at, detail, repair}: Finding,
  featureId: string,
  position: number,
  code?: string | null,
): Issue {
  const where = at === null ? '' : `:${at[0]},${at[1]}`;
  const feature = code ? `feature ${position}, code ${code}` : `feature ${position}`;
  return {
    id: `${rule}:${position}${where}`,
    rule,
    severity,
    featureId,
    at,
    detail: `${detail} (${feature}).`,
    ...(repair === undefined ? {} : {repair}),
  };
}

/** An issue of the layer as a whole. */
export function layerIssue(rule: string, severity: Issue['severity'], detail: string): Issue {
  return {id: `${rule}:layer`, rule, severity, featureId: null, at: null, detail};
}
