import {Type, type TSchema} from 'typebox';
import {Errors} from 'typebox/value';
import {
  AgreementDraft,
  ClassStepRule,
  ContributionDistributionRule,
  PIndexRule,
} from '../../../contract/agreement.ts';

/** What of a draft has not the form of an agreement; `rule` is a text of the interface. */
export interface DraftFault {
  /** rule.weights.0.weight; empty for the whole. */
  readonly path: string;
  readonly rule: FaultRule;
  readonly values: Readonly<Record<string, string | number>>;
}

export type FaultRule =
  | 'not-json'
  | 'not-an-object'
  | 'missing'
  | 'no-name'
  | 'unknown-member'
  | 'wrong-type'
  | 'wrong-pattern'
  | 'too-few'
  | 'too-small'
  | 'too-large'
  | 'not-a-choice'
  | 'wrong';

const RULE = 'rule';
const RULES: Record<string, TSchema> = {
  'p-index': PIndexRule,
  'class-step': ClassStepRule,
  'contribution-distribution': ContributionDistributionRule,
};
const WITHOUT_RULE = Type.Object(
  {...AgreementDraft.properties, rule: Type.Unknown()},
  {additionalProperties: false},
);

/** Everything in which a draft has not the form that the service takes, by where it stands. */
export function faultsOfDraft(draft: unknown): DraftFault[] {
  const type = (draft as {rule?: {type?: unknown}} | null)?.rule?.type;
  const rule = (draft as {rule?: unknown} | null)?.rule;
  const schema = typeof type === 'string' ? RULES[type] : undefined;
  const ofRule =
    rule === undefined
      ? []
      : schema === undefined
        ? [
            {
              path: `${RULE}.type`,
              rule: 'not-a-choice' as const,
              values: {seen: seenAs(type), expected: Object.keys(RULES).join(', ')},
            },
          ]
        : faultsBy(schema, rule, RULE);
  return [...faultsBy(WITHOUT_RULE, draft, ''), ...ofRule, ...namelessIn(draft)];
}

/** Names may be empty for the service; people could not tell whom the money goes to. */
function namelessIn(draft: unknown): DraftFault[] {
  const {name, parties, sections} = (draft ?? {}) as Record<string, unknown>;
  const named = (list: unknown, path: string) =>
    (Array.isArray(list) ? list : []).map((each, at) => [`${path}.${at}`, each?.name] as const);
  const all = [
    ['name', name] as const,
    ...named(parties, 'parties'),
    ...named(sections, 'sections'),
  ];
  return all.flatMap(([path, each]) =>
    isEmptyName(each) ? [{path, rule: 'no-name' as const, values: {}}] : [],
  );
}

/** Absent names are told by their form already. */
function isEmptyName(name: unknown): boolean {
  const {zh, en} = (name ?? {}) as Record<string, unknown>;
  return typeof zh === 'string' && typeof en === 'string' && zh.trim() + en.trim() === '';
}

function faultsBy(schema: TSchema, value: unknown, prefix: string): DraftFault[] {
  const faults: DraftFault[] = [];
  const choices = new Map<string, string[]>();
  for (const {keyword, instancePath, params} of Errors(schema, value)) {
    const path = [prefix, ...instancePath.split('/').slice(1)].filter(Boolean).join('.');
    const seen = seenAs(valueAt(value, instancePath));
    const detail = params as Record<string, unknown>;
    const add = (rule: FaultRule, values: DraftFault['values'] = {}) =>
      faults.push({path, rule, values: {seen, ...values}});
    switch (keyword) {
      case 'required':
        add('missing', {names: (detail.requiredProperties as string[]).join(', ')});
        break;
      case 'additionalProperties':
        add('unknown-member', {names: (detail.additionalProperties as string[]).join(', ')});
        break;
      case 'const':
        choices.set(path, [...(choices.get(path) ?? []), String(detail.allowedValue)]);
        break;
      case 'type':
        // null beside other choices is told with them
        if (detail.type === 'null') break;
        add('wrong-type', {expected: String(detail.type)});
        break;
      case 'pattern':
        add('wrong-pattern', {expected: String(detail.pattern)});
        break;
      case 'minItems':
        add('too-few', {limit: Number(detail.limit)});
        break;
      case 'minimum':
      case 'exclusiveMinimum':
        add('too-small', {comparison: String(detail.comparison), limit: Number(detail.limit)});
        break;
      case 'maximum':
        add('too-large', {comparison: String(detail.comparison), limit: Number(detail.limit)});
        break;
      case 'anyOf':
        if (choices.has(path)) add('not-a-choice', {expected: choices.get(path)!.join(', ')});
        else if (!faults.some((each) => each.path.startsWith(path))) add('wrong');
        break;
      case 'boolean':
        // a member that is unknown is named where it stands
        break;
      default:
        add('wrong');
    }
  }
  return faults;
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], value);
}

/** A value short enough for a sentence. */
function seenAs(value: unknown): string {
  const text = value === undefined ? '–' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
