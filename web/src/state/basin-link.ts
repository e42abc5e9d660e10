import type {SettlementPeriod} from '../../../contract/agreement.ts';
import type {GroupRule} from '../../../contract/basin-linkage.ts';
import type {BasinChoice} from './basin.ts';
import type {MemberNumber} from './basin-member-rows.ts';
import type {MemberLimit} from './basin-members.ts';

/** What a link says of the basin room; absent members are as it opens by itself. */
export type BasinLink = Partial<
  BasinChoice & {
    borderLayer: string;
    agreement: {id: string; version: number | null};
    /** Part of the period of the agreement that it is settled for. */
    period: SettlementPeriod;
    /** Whose unsaved draft is being written: an agreement, or "new". */
    draft: string;
    shelf: 'flow';
    borders: 'mismatches';
    from: string;
    item: string;
    memberZone: {id: string; version: number};
    memberNumber: MemberNumber;
    memberLimit: MemberLimit;
  }
>;

const TEXTS = [
  ['units', 'units'],
  ['basins', 'basins'],
  ['rivers', 'rivers'],
  ['sections', 'sections'],
  ['unitLevel', 'unitlevel'],
  ['basinLevel', 'basinlevel'],
  ['basin', 'basin'],
  ['borderLayer', 'borderlayer'],
  ['from', 'from'],
  ['item', 'item'],
  ['draft', 'draft'],
] as const;
const LIMITS = [
  ['atLeast', 'least'],
  ['atMost', 'most'],
] as const;
/** Years or months. */
const PERIOD = /^(\d{4}(?:-\d\d)?)~(\d{4}(?:-\d\d)?)$/;
const GROUP_RULES: readonly GroupRule[] = ['same-basin', 'connected', 'both'];

export function parseBasinLink(search: URLSearchParams): BasinLink | null {
  const link: BasinLink = {};
  for (const [member, name] of TEXTS) {
    const value = search.get(name);
    if (value) link[member] = value;
  }
  if (search.get('shareof') === 'unit') link.shareOf = 'unit';
  const threshold = Number(search.get('threshold') ?? Number.NaN);
  if (threshold >= 0 && threshold <= 1) link.threshold = threshold;
  const rule = GROUP_RULES.find((each) => each === search.get('grouprule'));
  if (rule) link.groupRule = rule;
  const [, attribute, unit] = /^(.+),(m3\/s|ft3\/s)$/.exec(search.get('flow') ?? '') ?? [];
  if (attribute) link.flow = {attribute, unit: unit as 'm3/s' | 'ft3/s'};
  if (search.get('shelf') === 'flow') link.shelf = 'flow';
  if (search.get('borders') === 'mismatches') link.borders = 'mismatches';
  const agreement = search.get('agreement');
  if (agreement) {
    const [id, number] = agreement.split('@');
    const isVersion = /^[1-9]\d*$/.test(number ?? '');
    link.agreement = {id: id!, version: isVersion ? Number(number) : null};
  }
  const [, from, to] = PERIOD.exec(search.get('period') ?? '') ?? [];
  if (from !== undefined && to !== undefined) link.period = {from, to};
  const [zone, version] = (search.get('memberzone') ?? '').split('@');
  if (zone && Number(version) >= 1) link.memberZone = {id: zone, version: Number(version)};
  const number = search.get('number');
  if (number) link.memberNumber = {id: number, class: search.get('numberclass')};
  for (const [is, name] of LIMITS) {
    const share = Number(search.get(name) ?? Number.NaN);
    if (share >= 0 && share <= 1) link.memberLimit = {is, share};
  }
  return Object.keys(link).length === 0 ? null : link;
}

/** Name and value of each parameter, in a fixed order. */
export function formatBasinLink(link: BasinLink): [string, string][] {
  const parts: [string, string][] = [];
  for (const [member, name] of TEXTS) {
    const value = link[member];
    if (value) parts.push([name, encodeURIComponent(value)]);
  }
  if (link.shareOf === 'unit') parts.push(['shareof', 'unit']);
  if (link.threshold !== undefined) parts.push(['threshold', String(link.threshold)]);
  if (link.groupRule) parts.push(['grouprule', link.groupRule]);
  if (link.flow) {
    parts.push(['flow', encodeURIComponent(`${link.flow.attribute},${link.flow.unit}`)]);
  }
  if (link.agreement) {
    const {id, version} = link.agreement;
    parts.push(['agreement', encodeURIComponent(id) + (version === null ? '' : `@${version}`)]);
  }
  if (link.period) parts.push(['period', `${link.period.from}~${link.period.to}`]);
  if (link.memberZone) {
    const {id, version} = link.memberZone;
    parts.push(['memberzone', `${encodeURIComponent(id)}@${version}`]);
  }
  if (link.memberNumber) {
    const {id, class: of} = link.memberNumber;
    parts.push(['number', encodeURIComponent(id)]);
    if (of !== null) parts.push(['numberclass', encodeURIComponent(of)]);
  }
  for (const [is, name] of LIMITS) {
    if (link.memberLimit?.is === is) parts.push([name, String(link.memberLimit.share)]);
  }
  if (link.borders) parts.push(['borders', link.borders]);
  if (link.shelf) parts.push(['shelf', link.shelf]);
  return parts;
}
