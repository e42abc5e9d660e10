import type {FacilityIssue} from '../../contract/facility-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';

/** Features named in a sentence; the list of ids has them all. */
const NAMED = 5;

/**
 * Issues of one kind about many features become one: what was seen of the first few, and the ids of
 * all. Kept in the order rules are first met.
 */
export class FacilityIssues {
  private readonly byRule = new Map<
    string,
    {severity: FacilityIssue['severity']; tells: Tells; ids: string[]; seen: string[]}
  >();

  /** @param seen what of this feature was not as expected, e.g. "12 of 10 m³/d" */
  add(
    rule: string,
    severity: FacilityIssue['severity'],
    tells: Tells,
    id: string,
    seen = '',
  ): void {
    const known = this.byRule.get(rule) ?? {severity, tells, ids: [], seen: []};
    this.byRule.set(rule, known);
    known.ids.push(id);
    if (known.seen.length < NAMED) known.seen.push(seen === '' ? id : `${id} (${seen})`);
  }

  list(): FacilityIssue[] {
    return [...this.byRule].map(([rule, {severity, tells, ids, seen}]) => {
      const more = ids.length > seen.length;
      return {
        rule,
        severity,
        featureIds: ids,
        detail: tells(ids.length, {
          zh: seen.join('、') + (more ? ' 等' : ''),
          en: seen.join(', ') + (more ? ' and others' : ''),
        }),
      };
    });
  }
}

/** The sentence for so many features, the first of which are named. */
export type Tells = (count: number, names: LocalText) => LocalText;

/** Whether nothing is missing: an error takes something out of the answer, a warning does not. */
export function isComplete(issues: readonly FacilityIssue[]): boolean {
  return issues.every(({severity}) => severity !== 'error');
}
