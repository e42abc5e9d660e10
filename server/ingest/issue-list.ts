import type {Issue} from '../../contract/issue.ts';
import type {LocalText} from '../../contract/local-text.ts';
import {layerIssue} from './issue-of.ts';

/** More of one rule nobody reads; what comes after is counted. */
const MOST_OF_A_RULE = 2_000;

/** Collects issues, so many of each rule, the worst first. */
export class IssueList {
  private readonly kept: Issue[] = [];
  private readonly counts = new Map<string, number>();
  private readonly ids = new Map<string, number>();
  private readonly firsts = new Map<string, LocalText>();

  add(issues: readonly Issue[]): void {
    for (const issue of issues) {
      const count = (this.counts.get(issue.rule) ?? 0) + 1;
      this.counts.set(issue.rule, count);
      if (issue.severity === 'error' && !this.firsts.has(issue.rule)) {
        this.firsts.set(issue.rule, issue.localDetail);
      }
      if (count <= MOST_OF_A_RULE) this.kept.push(this.withOwnId(issue));
    }
  }

  /** The rules features were left out by, in the order they were met: how often, and the first. */
  reasons(): {rule: string; count: number; first: LocalText}[] {
    return [...this.firsts].map(([rule, first]) => ({rule, count: this.counts.get(rule)!, first}));
  }

  /** Errors, then warnings, then what is only worth knowing; in the order of the file. */
  list(): Issue[] {
    const unlisted = [...this.counts]
      .filter(([, count]) => count > MOST_OF_A_RULE)
      .map(([rule, count]) => {
        const more = count - MOST_OF_A_RULE;
        return layerIssue(`${rule}-more`, 'info', {
          zh: `规则 ${rule} 另有 ${more} 条未列出。`,
          en: `${more} more issues of rule ${rule}.`,
        });
      });
    const order = {error: 0, warning: 1, info: 2};
    return [...this.kept, ...unlisted].sort((a, b) => order[a.severity] - order[b.severity]);
  }

  /** Two findings of one rule at one place: the second gets a number. */
  private withOwnId(issue: Issue): Issue {
    const seen = (this.ids.get(issue.id) ?? 0) + 1;
    this.ids.set(issue.id, seen);
    return seen === 1 ? issue : {...issue, id: `${issue.id}:${seen}`};
  }
}
