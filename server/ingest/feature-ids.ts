import type {LocalText} from '../../contract/local-text.ts';
import type {Finding} from './checks/check.ts';

/**
 * Gives features their ids: the code where a feature has one that no other has, else the number of
 * the feature in the file. A code that several share names none of them, so that nobody who asks for
 * it gets one of them by chance. A number that is some feature's code gets a hyphen and a 2 behind it.
 */
export class FeatureIds {
  private readonly counts = new Map<string, number>();
  private readonly firsts = new Map<string, number>();

  /** First pass: takes note of the code of a feature. */
  note(code: string | null | undefined, position: number): void {
    if (code === null || code === undefined) return;
    const count = this.counts.get(code) ?? 0;
    if (count === 0) this.firsts.set(code, position);
    this.counts.set(code, count + 1);
  }

  /** Second pass: the id, and what there is to say of it. `code` is undefined where none is mapped. */
  idOf(code: string | null | undefined, position: number): {id: string; findings: Finding[]} {
    if (code === undefined) return {id: this.serial(position), findings: []};
    if (code === null) {
      const id = this.serial(position);
      const detail = {zh: `没有代码，标识为 ${id}`, en: `It has no code and is called ${id}`};
      return {id, findings: [finding('no-code', detail)]};
    }
    const count = this.counts.get(code) ?? 1;
    if (count === 1) return {id: code, findings: []};
    const id = this.serial(position);
    const first = this.firsts.get(code) ?? position;
    const isFirst = first === position;
    const detail = {
      zh: `代码 ${code} 为 ${count} 个要素共有${isFirst ? '' : `，首见于第 ${first} 个要素`}；此要素的标识为 ${id}`,
      en: `Code ${code} belongs to ${count} features${isFirst ? '' : `, first feature ${first}`}; this one is called ${id}`,
    };
    return {id, findings: [finding('duplicate-code', detail)]};
  }

  private serial(position: number): string {
    let id = String(position);
    while (this.counts.get(id) === 1) id += '-2';
    return id;
  }
}

function finding(rule: string, detail: LocalText): Finding {
  return {rule, severity: 'warning', at: null, detail};
}
