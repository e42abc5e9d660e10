import {
  DEFAULT_SHARING_DISTANCE_M,
  type SharingConstraints,
} from '../../../contract/facility-sharing-inputs.ts';
import {fail} from '../../errors.ts';
import type {Hierarchy} from '../hierarchy.ts';
import type {BasinFlow} from './basin-flow.ts';
import {geodesicM, groundPoint, type GroundPoint} from './geodesic.ts';

/** Rules that decide whether a load may go to a place. */
export const RULES = ['max-distance', 'same-basin', 'flow-rule', 'cross-border'] as const;
export type Rule = (typeof RULES)[number];

/** Where something is, as far as rules care: −1 for no unit, no basin. */
export interface RuledPlace {
  point: GroundPoint;
  unit: number;
  basin: number;
}

export function ruledPlace(at: [number, number], unit: number, basin: number): RuledPlace {
  return {point: groundPoint(at), unit, basin};
}

/** The rules of one request, ready to be asked about pairs. */
export class SharingRules {
  readonly maxDistanceM: number;
  /** Rules that can shut anything out. */
  readonly active: Rule[];
  /** Codes that exceptions at borders name, but no unit of that level has. */
  readonly unknownCodes: string[];
  private readonly groups: {of: Int32Array; codes: string[]};
  private readonly exceptions: Map<string, boolean>;

  /** @throws LEVEL_NOT_FOUND for a level of borders that the units do not have */
  constructor(
    private readonly constraints: SharingConstraints,
    units: Hierarchy,
    private readonly flow: BasinFlow | null,
  ) {
    const {sameBasin, flowRule = 'any', crossBorder} = constraints;
    this.maxDistanceM = constraints.maxDistanceM ?? DEFAULT_SHARING_DISTANCE_M;
    this.groups = groupsAt(units, crossBorder?.level);
    this.exceptions = new Map(
      (crossBorder?.pairs ?? []).map(({from, to, allowed}) => [`${from} ${to}`, allowed]),
    );
    const known = new Set(this.groups.codes);
    const named = (crossBorder?.pairs ?? []).flatMap(({from, to}) => [from, to]);
    this.unknownCodes = [...new Set(named)].filter((code) => !known.has(code));
    if ((sameBasin || flowRule !== 'any') && flow === null) {
      throw fail('INPUT_INVALID', {
        reason: {
          zh: '约束中要求同一流域或上下游规则，但没有给出流域。请在 constraints.basins 中指定图层。',
          en: 'Input "constraints" asks for sameBasin or a flowRule without saying which basins. Name a layer in constraints.basins.',
        },
      });
    }
    this.active = [
      'max-distance',
      ...(sameBasin ? (['same-basin'] as const) : []),
      ...(flowRule === 'any' ? [] : (['flow-rule'] as const)),
      ...(crossBorder ? (['cross-border'] as const) : []),
    ];
  }

  distanceM(from: RuledPlace, to: RuledPlace): number {
    return geodesicM(from.point, to.point);
  }

  /** The rules that forbid to carry a load from one place to another; none where it is allowed. */
  forbidding(from: RuledPlace, to: RuledPlace, distanceM: number): Rule[] {
    return this.active.filter((rule) => !this.allows(rule, from, to, distanceM));
  }

  private allows(rule: Rule, from: RuledPlace, to: RuledPlace, distanceM: number): boolean {
    if (rule === 'max-distance') return distanceM <= this.maxDistanceM;
    if (rule === 'cross-border') return this.allowsBorder(from.unit, to.unit);
    // where a basin is not known no rule about basins can be kept
    if (from.basin < 0 || to.basin < 0) return false;
    if (from.basin === to.basin) return true;
    if (rule === 'same-basin') return false;
    if (this.constraints.flowRule === 'downstream')
      return this.flow!.drainsTo(from.basin, to.basin);
    return !this.flow!.drainsTo(to.basin, from.basin);
  }

  private allowsBorder(from: number, to: number): boolean {
    const {of, codes} = this.groups;
    const a = from < 0 ? -1 : of[from]!;
    const b = to < 0 ? -1 : of[to]!;
    if (a === b && a >= 0) return true;
    const isAllowed = this.constraints.crossBorder?.allowed ?? true;
    if (a < 0 || b < 0) return isAllowed;
    return this.exceptions.get(`${codes[a]!} ${codes[b]!}`) ?? isAllowed;
  }
}

/** Which side of the borders that are meant each unit is on. */
function groupsAt(
  {members, tiers, level, layer}: Hierarchy,
  wanted: string | undefined,
): {of: Int32Array; codes: string[]} {
  if (wanted === undefined || wanted === level) {
    return {of: Int32Array.from(members.keys()), codes: members.map(({code}) => code)};
  }
  const tier = tiers.find((each) => each.level === wanted);
  if (!tier) {
    const known = [...tiers.map((each) => each.level).reverse(), level].join(', ');
    throw fail('LEVEL_NOT_FOUND', {layerId: layer.layerId, seen: wanted, known});
  }
  return {of: tier.of, codes: tier.members.map(({code}) => code)};
}
