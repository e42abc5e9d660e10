import type {BorderCrossing, UnitGraph, UnitLink} from '../../../contract/basin-linkage.ts';
import type {Hierarchy, Member} from '../hierarchy.ts';
import type {CellForest} from './cell-forest.ts';
import {linkUnits, type GroundLink} from './unit-links.ts';
import {orderUnits} from './unit-order.ts';

/** How the units of one level hang together. `of` counts units of the chosen level for others. */
export function graphUnits(
  units: Hierarchy,
  tier: {level: string; members: Member[]; of: Int32Array | null},
  forest: CellForest,
  crossings: readonly BorderCrossing[],
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
  const {order, stepsToMouth, mutual} = orderUnits(members.length, links, hasPlace);
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
      links: withRivers(links, crossings, tierOf),
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

/** A river that crosses several times counts once, with its largest flow; rivers add up. */
function withRivers(
  links: readonly GroundLink[],
  crossings: readonly BorderCrossing[],
  tierOf: (unit: number) => number,
): UnitLink[] {
  const flows = new Map<string, Map<string, number | null>>();
  for (const {from, to, river, feature, flowM3PerS} of crossings) {
    if (from === null || to === null) continue;
    const key = `${tierOf(from)} ${tierOf(to)}`;
    const rivers = flows.get(key) ?? new Map<string, number | null>();
    flows.set(key, rivers);
    const name = river ?? feature;
    const known = rivers.get(name) ?? null;
    rivers.set(name, known === null ? flowM3PerS : Math.max(known, flowM3PerS ?? known));
  }
  return links.map((link) => {
    const rivers = flows.get(`${link.from} ${link.to}`);
    const given = [...(rivers?.values() ?? [])].filter((flow) => flow !== null);
    return {
      ...link,
      rivers: [...(rivers?.keys() ?? [])].sort(),
      flowM3PerS: given.length === 0 ? null : given.reduce((sum, flow) => sum + flow, 0),
    };
  });
}
