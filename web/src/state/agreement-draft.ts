import type {
  Agreement,
  AgreementDraft,
  AgreementRule,
  SettlementPeriod,
} from '../../../contract/agreement.ts';
import type {DraftFault} from './check-draft.ts';

export type RuleType = AgreementRule['type'];
export const RULE_TYPES: readonly RuleType[] = [
  'p-index',
  'class-step',
  'contribution-distribution',
];

/** What people wrote of an agreement, without what the service adds to it. */
export function draftOf(agreement: AgreementDraft | Agreement): AgreementDraft {
  const {
    id: _id,
    version: _version,
    latestVersion: _latest,
    isExample: _isExample,
    createdAt: _createdAt,
    ...draft
  } = agreement as Agreement;
  return structuredClone(draft);
}

/** An agreement to fill in: two parties, one section between them, and a rule without figures. */
export function emptyDraft(type: RuleType, period: SettlementPeriod): AgreementDraft {
  const parties = ['party-1', 'party-2'];
  return {
    name: {zh: '', en: ''},
    parties: parties.map((id) => ({id, name: {zh: '', en: ''}})),
    sections: [
      {id: 'section-1', name: {zh: '', en: ''}, upstream: ['party-1'], downstream: ['party-2']},
    ],
    period,
    rule: emptyRule(type, {section: 'section-1', upstream: 'party-1', downstream: 'party-2'}),
  };
}

/** A rule of another type for the same places. */
export function emptyRule(
  type: RuleType,
  {section, upstream, downstream}: {section: string; upstream: string; downstream: string},
): AgreementRule {
  const evenly = () => [
    {party: upstream, parts: 1},
    {party: downstream, parts: 1},
  ];
  switch (type) {
    case 'p-index':
      return {
        type,
        section,
        upstream,
        downstream,
        k0: 1,
        weights: [{indicator: 'permanganate-index', weight: 1}],
        baseline: {},
        payoffs: [
          {upTo: 1, payer: 'downstream', amountYuan: 0},
          {upTo: null, payer: 'upstream', amountYuan: 0},
        ],
      };
    case 'class-step':
      return {
        type,
        section,
        upstream,
        downstream,
        basis: 'annual',
        baseClass: 'III',
        stepYuan: 0,
        classIndicators: ['permanganate-index', 'ammonia-nitrogen', 'total-phosphorus'],
        change: null,
      };
    case 'contribution-distribution':
      return {type, poolYuan: 0, contributions: evenly(), distribution: evenly(), cuts: []};
  }
}

/** An id that is not taken yet: party-3 after party-2. */
export function freshId(prefix: string, taken: readonly string[]): string {
  let at = taken.length + 1;
  while (taken.includes(`${prefix}-${at}`)) at += 1;
  return `${prefix}-${at}`;
}

/** What a text says of an agreement; not JSON, or no object, is a fault of the whole. */
export function parseDraft(text: string): {draft: unknown; fault: DraftFault | null} {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {draft: null, fault: {path: '', rule: 'not-json', values: {why}}};
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return {draft: null, fault: {path: '', rule: 'not-an-object', values: {}}};
  }
  return {draft: draftOf(content as AgreementDraft), fault: null};
}

/**
 * The draft without the evidence of figures that are no longer those it speaks of: a source for
 * k0 = 0.85 says nothing of the 0.9 that was put in its place.
 */
export function withoutStaleEvidence(
  draft: AgreementDraft,
  original: AgreementDraft | null,
): AgreementDraft {
  if (original === null || draft.evidence === undefined) return draft;
  const known = new Set((original.evidence ?? []).map((each) => JSON.stringify(each)));
  const isSame = (path: string) =>
    JSON.stringify(valueAt(draft, path)) === JSON.stringify(valueAt(original, path));
  const evidence = draft.evidence.flatMap((each) => {
    // what one has written oneself is left as it is
    if (!known.has(JSON.stringify(each))) return [each];
    const figures = each.figures.filter(isSame);
    return figures.length === 0 ? [] : [{...each, figures}];
  });
  const {evidence: _, ...rest} = draft;
  return evidence.length === 0 ? rest : {...rest, evidence};
}

function valueAt(draft: AgreementDraft, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], draft);
}
