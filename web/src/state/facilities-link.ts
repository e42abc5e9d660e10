import {
  FACILITY_MEASURES,
  type FacilityAttributes,
  type FacilityMeasureId,
  type ServiceRuleId,
} from '../../../contract/facility-kind.ts';
import {ATTRIBUTE_NAMES, type AttributeName} from './facilities-choice.ts';

/** What lies under the map in the facilities room. */
export const FACILITIES_SHELVES = ['served', 'matrix', 'members', 'attributes'] as const;
export type FacilitiesShelf = (typeof FACILITIES_SHELVES)[number];

export const SERVICE_RULES: readonly ServiceRuleId[] = [
  'serves',
  'host',
  'distance',
  'areas',
  'basin',
];

/** A scenario as a link names it: the job that answered it, and what it was called. */
export interface ScenarioName {
  id: string;
  name: string;
}

/** What a link says of the facilities room; absent members are as it opens by itself. */
export interface FacilitiesLink {
  units?: string;
  facilities?: string;
  basins?: string;
  sections?: string;
  kind?: string;
  unitLevel?: string;
  people?: string;
  areas?: string;
  areasAttribute?: string;
  loadAttribute?: string;
  perHead?: number;
  attributes?: FacilityAttributes;
  measure?: FacilityMeasureId;
  protectionDistanceM?: number;
  rule?: ServiceRuleId;
  distanceM?: number;
  year?: number;
  shelf?: FacilitiesShelf;
  item?: string;
  /** Fields of the form that differ from what it opens with. */
  form?: Record<string, unknown>;
  scenario?: ScenarioName;
  against?: ScenarioName;
}

/** Longer than this a form is not part of a link: addresses end at 16 kB with headers and all. */
const MOST_FORM_LETTERS = 6_000;

const TEXTS = [
  ['units', 'hosts'],
  ['facilities', 'facilities'],
  ['basins', 'drainage'],
  ['sections', 'watched'],
  ['kind', 'kind'],
  ['unitLevel', 'hostlevel'],
  ['people', 'people'],
  ['areas', 'areas'],
  ['areasAttribute', 'areasby'],
  ['loadAttribute', 'loadby'],
  ['item', 'conflict'],
] as const;

export function parseFacilitiesLink(search: URLSearchParams): FacilitiesLink | null {
  const link: FacilitiesLink = {};
  for (const [member, name] of TEXTS) {
    const value = search.get(name);
    if (value) link[member] = value;
  }
  const rule = SERVICE_RULES.find((each) => each === search.get('service'));
  if (rule) link.rule = rule;
  const distance = Number(search.get('distance') ?? Number.NaN);
  if (distance > 0) link.distanceM = distance;
  const year = Number(search.get('year') ?? Number.NaN);
  if (Number.isInteger(year)) link.year = year;
  const perHead = Number(search.get('perhead') ?? Number.NaN);
  if (perHead > 0) link.perHead = perHead;
  const protection = Number(search.get('protection') ?? Number.NaN);
  if (protection >= 0) link.protectionDistanceM = protection;
  const measure = search.get('measure');
  if (measure !== null && measure in FACILITY_MEASURES) link.measure = measure as FacilityMeasureId;
  const attributes = parseAttributes(search.get('named'));
  if (attributes) link.attributes = attributes;
  const shelf = FACILITIES_SHELVES.find((each) => each === search.get('below'));
  if (shelf) link.shelf = shelf;
  const form = parseForm(search.get('sharing'));
  if (form) link.form = form;
  for (const member of ['scenario', 'against'] as const) {
    const [id, ...name] = (search.get(member) ?? '').split('~');
    if (id) link[member] = {id, name: name.join('~') || id.slice(0, 8)};
  }
  return Object.keys(link).length === 0 ? null : link;
}

/** Name and value of each parameter, in a fixed order. */
export function formatFacilitiesLink(link: FacilitiesLink): [string, string][] {
  const parts: [string, string][] = [];
  for (const [member, name] of TEXTS) {
    const value = link[member];
    if (value) parts.push([name, encodeURIComponent(value)]);
  }
  if (link.rule) parts.push(['service', link.rule]);
  if (link.distanceM !== undefined) parts.push(['distance', String(link.distanceM)]);
  if (link.year !== undefined) parts.push(['year', String(link.year)]);
  if (link.perHead !== undefined) parts.push(['perhead', String(link.perHead)]);
  if (link.protectionDistanceM !== undefined) {
    parts.push(['protection', String(link.protectionDistanceM)]);
  }
  if (link.measure) parts.push(['measure', encodeURIComponent(link.measure)]);
  if (link.attributes) parts.push(['named', encodeURIComponent(JSON.stringify(link.attributes))]);
  if (link.shelf) parts.push(['below', link.shelf]);
  const form = link.form === undefined ? '' : encodeURIComponent(JSON.stringify(link.form));
  if (form !== '' && isFormInLink(link.form!)) parts.push(['sharing', form]);
  for (const member of ['scenario', 'against'] as const) {
    const named = link[member];
    if (named) parts.push([member, encodeURIComponent(`${named.id}~${named.name}`)]);
  }
  return parts;
}

/** Whether a link can say this form; a long list of loads is kept with its scenario alone. */
export function isFormInLink(form: Record<string, unknown>): boolean {
  return encodeURIComponent(JSON.stringify(form)).length <= MOST_FORM_LETTERS;
}

function parseAttributes(text: string | null): FacilityAttributes | null {
  const named = Object.entries(parseForm(text) ?? {}).filter(
    ([name, value]) => name in ATTRIBUTE_NAMES && typeof value === 'string' && value !== '',
  ) as [AttributeName, string][];
  return named.length === 0 ? null : Object.fromEntries(named);
}

function parseForm(text: string | null): Record<string, unknown> | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
