import type {BorderCrossing, UnitGraph, UnitLink} from '../../../contract/basin-linkage.ts';
import type {Hierarchy, Member} from '../hierarchy.ts';
import type {CellForest} from './cell-forest.ts';
import {linkUnits, type GroundLink} from './unit-links.ts';
import {orderUnits} from './unit-order.ts';

/** A crossing and the path of lines it is on. */
export interface PathCrossing extends BorderCrossing {
  path: number;
}

/** How the units of one level hang together. `of` counts units of the chosen level for others. */
export function graphUnits(
  units: Hierarchy,
  tier: {level: string; members: Member[]; of: Int32Array | null},
  forest: CellForest,
  crossings: readonly PathCrossing[],
  known: {isOrderKnown: boolean; hasWay: (basin: number) => boolean},
): {graph: UnitGraph; links: GroundLink[]} {
  const {level, members, of} = tier;
  const tierOf = (unit: number) => (of === null ? unit : of[unit]!);
  const unitOf = Int32Array.from(forest.cells, ({unit}) => tierOf(unit));
  const links = linkUnits(
    forest,
    unitOf,
    members.map(({areaM2}) => areaM2),
  );
  const hasPlace = new Uint8Array(members.length);
  forest.cells.forEach(({basin}, cell) => {
    if (unitOf[cell]! >= 0 && known.hasWay(basin)) hasPlace[unitOf[cell]!] = 1;
  });
  const {order, stepsToMouth, mutual, isAgainst} = orderUnits(members.length, links, hasPlace);
  const parents = parentCodes(units, tier);
  return {
    links,
    graph: {
      level,
      units: members.map(({code, name, nameEn, areaM2}, i) => ({
        code,
        name,
        nameEn,
        level,
        parent: parents[i]!,
        areaM2,
        stepsToMouth: known.isOrderKnown && stepsToMouth[i]! >= 0 ? stepsToMouth[i]! : null,
      })),
      links: withRivers(links, crossings, tierOf).map((link, i) => ({
        ...link,
        isAgainstOrder: isAgainst[i]!,
      })),
      order: known.isOrderKnown ? order : null,
      mutual,
    },
  };
}

function parentCodes(
  {tiers}: Hierarchy,
  {members, level, of}: {level: string; members: Member[]; of: Int32Array | null},
): (string | null)[] {
  const above = of === null ? tiers[0] : tiers[tiers.findIndex((t) => t.level === level) + 1];
  const parents = members.map((): string | null => null);
  above?.of.forEach((at, unit) => {
    const member = of === null ? unit : of[unit]!;
    if (at >= 0 && member >= 0) parents[member] = above.members[at]!.code;
  });
  return parents;
}

/**
 * A river that crosses several times counts once, with its largest flow; rivers add up. One without
 * a name is the path its lines make, and goes by the code of the feature that carries most.
 */
function withRivers(
  links: readonly GroundLink[],
  crossings: readonly PathCrossing[],
  tierOf: (unit: number) => number,
): Omit<UnitLink, 'isAgainstOrder'>[] {
  const byLink = new Map<string, Map<string, {label: string; flowM3PerS: number | null}>>();
  for (const {from, to, river, feature, flowM3PerS, path} of crossings) {
    if (from === null || to === null) continue;
    const link = `${tierOf(from)} ${tierOf(to)}`;
    const rivers = byLink.get(link) ?? new Map<string, never>();
    byLink.set(link, rivers);
    const key = river ?? `path ${path}`;
    const known = rivers.get(key);
    if (known && (known.flowM3PerS ?? -1) >= (flowM3PerS ?? -1)) continue;
    rivers.set(key, {label: river ?? feature, flowM3PerS});
  }
  return links.map((link) => {
    const rivers = [...(byLink.get(`${link.from} ${link.to}`)?.values() ?? [])];
    const flows = rivers.map(({flowM3PerS}) => flowM3PerS).filter((flow) => flow !== null);
    return {
      ...link,
      rivers: rivers.map(({label}) => label).sort(),
      flowM3PerS: flows.length === 0 ? null : flows.reduce((sum, flow) => sum + flow, 0),
    };
  });
}
