import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import type {Agreement, AgreementDraft} from '../../../contract/agreement.ts';
import {readCatalog} from '../../../server/catalog.ts';
import {findContradictions} from '../../../server/agreements/check-agreement.ts';
import {
  draftOf,
  emptyDraft,
  freshId,
  parseDraft,
  RULE_TYPES,
  withoutStaleEvidence,
} from '../../../web/src/state/agreement-draft.ts';
import {faultsOfDraft} from '../../../web/src/state/check-draft.ts';

const folder = new URL('../../../data/catalog/agreements/', import.meta.url).pathname;
const examples = readdirSync(folder).map(
  (file) => [file, JSON.parse(readFileSync(folder + file, 'utf8')) as AgreementDraft] as const,
);
const named = (draft: AgreementDraft): AgreementDraft => ({
  ...draft,
  name: {zh: '', en: 'A river'},
  parties: draft.parties.map((each) => ({...each, name: {zh: each.id, en: ''}})),
  sections: draft.sections.map((each) => ({...each, name: {zh: each.id, en: ''}})),
});

test.each(examples)('%s has the form of an agreement', (_, draft) => {
  expect(faultsOfDraft(draft)).toEqual([]);
});

test.each(RULE_TYPES)('an empty %s lacks nothing but names', (type) => {
  const draft = emptyDraft(type, {from: '2024', to: '2026'});
  expect(faultsOfDraft(draft).map(({path, rule}) => `${path} ${rule}`)).toEqual([
    'name no-name',
    'parties.0 no-name',
    'parties.1 no-name',
    'sections.0 no-name',
  ]);
  expect(faultsOfDraft(named(draft))).toEqual([]);
});

test('of an empty agreement the service asks only what one has to know', () => {
  const standard = readCatalog().waterQuality;
  const asked = RULE_TYPES.map((type) =>
    findContradictions(emptyDraft(type, {from: '2024', to: '2024'}), standard).map(
      ({path}) => path,
    ),
  );
  expect(asked).toEqual([['rule.baseline'], [], []]);
});

test('faults are named by place, of a rule only those of its type', () => {
  const draft = structuredClone(examples.find(([file]) => file.startsWith('xinan'))![1]);
  const broken = {
    ...draft,
    period: {from: '12', to: '2014'},
    extra: 1,
    rule: {...draft.rule, k0: -1, payoffs: [{upTo: null, payer: 'nobody', amountYuan: 'much'}]},
  };
  expect(
    faultsOfDraft(broken).map(({path, rule, values}) => [path, rule, values.seen ?? null]),
  ).toEqual([
    ['', 'unknown-member', expect.any(String)],
    ['period.from', 'wrong-pattern', '"12"'],
    ['rule.k0', 'too-small', '-1'],
    ['rule.payoffs.0.payer', 'not-a-choice', '"nobody"'],
    ['rule.payoffs.0.amountYuan', 'wrong-type', '"much"'],
  ]);
});

test('a rule of no known type is told by the types there are', () => {
  const draft = {...examples[0]![1], rule: {type: 'barter'}};
  expect(faultsOfDraft(draft)).toEqual([
    {
      path: 'rule.type',
      rule: 'not-a-choice',
      values: {seen: '"barter"', expected: RULE_TYPES.join(', ')},
    },
  ]);
});

test('a file is read without what the service adds, and refused as a whole where it is no object', () => {
  const [, draft] = examples[0]!;
  const saved: Agreement = {
    ...draft,
    id: 'x',
    version: 3,
    latestVersion: 4,
    isExample: false,
    createdAt: null,
  };
  expect(parseDraft(JSON.stringify(saved))).toEqual({draft, fault: null});
  expect(draftOf(saved)).toEqual(draft);
  expect(parseDraft('[1]').fault?.rule).toBe('not-an-object');
  expect(parseDraft('{').fault?.rule).toBe('not-json');
});

test('a source stays with the figure it speaks of and leaves with the one it does not', () => {
  const original: AgreementDraft = {
    ...named(emptyDraft('class-step', {from: '2024', to: '2024'})),
    evidence: [
      {
        figures: ['rule.stepYuan', 'rule.baseClass'],
        status: 'sourced',
        confidence: 0.9,
        source: {zh: '公报', en: 'Gazette'},
      },
      {figures: ['period'], status: 'unverified', confidence: 0.5, source: {zh: '报', en: 'Paper'}},
    ],
  };
  const changed = structuredClone(original);
  changed.rule = {...changed.rule, stepYuan: 5} as AgreementDraft['rule'];
  changed.period.to = '2025';
  expect(withoutStaleEvidence(changed, original).evidence).toEqual([
    {...original.evidence![0]!, figures: ['rule.baseClass']},
  ]);
  expect(withoutStaleEvidence(original, original)).toEqual(original);
  const own = [{...original.evidence![1]!, confidence: 1}];
  expect(withoutStaleEvidence({...changed, evidence: own}, original).evidence).toEqual(own);
});

test('a new id is one that is not taken', () => {
  expect(freshId('party', ['party-1', 'party-3'])).toBe('party-4');
  expect(freshId('party', ['party-1', 'party-2'])).toBe('party-3');
});
