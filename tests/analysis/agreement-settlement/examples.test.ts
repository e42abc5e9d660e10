import {describe, expect, test} from 'vitest';
import type {AgreementDraft} from '../../../contract/agreement.ts';
import {findContradictions} from '../../../server/agreements/check-agreement.ts';
import {catalog} from './settle.ts';

const {waterQuality} = catalog;
const copy = (id: string) => structuredClone(catalog.agreements.get(id)!) as AgreementDraft;

/** Paths of every number and every choice of a rule. */
function figuresOf(value: unknown, path: string): string[] {
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([name, each]) => figuresOf(each, `${path}.${name}`));
}

describe.each([...catalog.agreements])('the example %s', (_, agreement) => {
  test('does not contradict itself', () => {
    expect(findContradictions(agreement, waterQuality)).toEqual([]);
  });

  test('says of every figure where it comes from and how sure it is', () => {
    // who takes part and what kind of rule it is are no figures
    const known = ['rule.type', 'rule.section', 'rule.upstream', 'rule.downstream'];
    const covered = [...known, ...agreement.evidence!.flatMap(({figures}) => figures)];
    // rule.cuts.cutShare stands for that of every cut
    const plain = (path: string) => path.replace(/^(rule\.cuts)\.\d+/, '$1');
    const bare = [...figuresOf(agreement.rule, 'rule'), 'period'].filter(
      (path) =>
        !covered.some((each) =>
          [path, plain(path)].some((own) => own === each || own.startsWith(`${each}.`)),
        ),
    );
    expect(bare).toEqual([]);
  });

  test('marks what is not verified, with words in both languages', () => {
    for (const {status, confidence, source} of agreement.evidence!) {
      expect(confidence).toBeLessThan(1);
      if (status === 'unverified') expect(confidence).toBeLessThanOrEqual(0.9);
      expect(source.zh).toMatch(/\p{Script=Han}/u);
      expect(source.en).toMatch(/[a-z]/);
    }
  });
});

describe('an agreement that contradicts itself', () => {
  const problems = (draft: AgreementDraft) =>
    findContradictions(draft, waterQuality).map(({path, detail}) => `${path}: ${detail}`);

  test('is told the weights and what they sum to', () => {
    const draft = copy('xinanjiang-2012');
    if (draft.rule.type !== 'p-index') throw new Error('another rule');
    draft.rule.weights[0]!.weight = 0.35;
    expect(problems(draft)).toEqual([
      'rule.weights: The weights sum to 1.1, expected 1 (permanganate-index 0.35, ammonia-nitrogen 0.25, total-phosphorus 0.25, total-nitrogen 0.25).',
    ]);
  });

  test('is told the shares that do not sum to 1, while whole parts need not', () => {
    const draft = copy('chishui-2018');
    if (draft.rule.type !== 'contribution-distribution') throw new Error('another rule');
    draft.rule.contributions = [
      {party: 'yunnan', parts: 0.1},
      {party: 'guizhou', parts: 0.5},
      {party: 'sichuan', parts: 0.3},
    ];
    draft.rule.distribution = draft.rule.distribution.map((each) => ({...each, parts: 0}));
    expect(problems(draft)).toEqual([
      'rule.contributions: The shares sum to 0.9, expected 1 or whole parts such as 1:5:4 (yunnan 0.1, guizhou 0.5, sichuan 0.3).',
      'rule.distribution: The parts sum to 0, expected more than nothing (yunnan 0, guizhou 0, sichuan 0).',
    ]);
    draft.rule.contributions[2]!.parts = 0.4;
    expect(problems(draft)).toHaveLength(1);
  });

  test('is told parties and sections that are not there, and a period that runs backwards', () => {
    const draft = copy('yellow-river-2021');
    if (draft.rule.type !== 'class-step') throw new Error('another rule');
    draft.period = {from: '2022', to: '2021'};
    draft.sections[0]!.upstream = ['hunan'];
    draft.rule.downstream = 'henan';
    expect(problems(draft).map((each) => each.split(':')[0])).toEqual([
      'sections.0.upstream',
      'period',
      'rule.downstream',
    ]);
  });

  test('is told which indicators have a weight and no baseline, and who gets a cut', () => {
    const draft = copy('xinanjiang-2012');
    if (draft.rule.type !== 'p-index') throw new Error('another rule');
    draft.rule.baseline = {valuesMgPerL: {'permanganate-index': 2, 'total-nitrogen': 1}};
    expect(problems(draft)).toEqual([
      'rule.baseline.valuesMgPerL: It has no value for ammonia-nitrogen, total-phosphorus and there are no baseline years; expected a baseline for each indicator that has a weight.',
    ]);
    draft.rule.baseline.years = [2008];
    expect(problems(draft)).toEqual([]);
    const pool = copy('chishui-2018');
    if (pool.rule.type !== 'contribution-distribution') throw new Error('another rule');
    pool.rule.cuts[0]!.beneficiaries[0]!.party = 'tibet';
    expect(problems(pool).map((each) => each.split(':')[0])).toEqual(['rule.cuts.0.beneficiaries']);
  });

  test('is told payoffs that do not rise or have no last step', () => {
    const draft = copy('xinanjiang-2015');
    if (draft.rule.type !== 'p-index') throw new Error('another rule');
    draft.rule.payoffs[1]!.upTo = 0.9;
    expect(problems(draft)[0]).toContain('upTo must rise');
    draft.rule.payoffs.pop();
    expect(problems(draft)[0]).toContain('The last payoff');
  });
});
