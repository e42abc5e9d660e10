import type {BorderCrossing, BorderStretch} from '../../../contract/basin-linkage.ts';
import {positionOn} from '../../kernel/line-passages.ts';
import type {Hierarchy} from '../hierarchy.ts';
import {memberAt, type RiverEvidence} from './river-evidence.ts';
import type {Rivers} from './read-rivers.ts';

export const ALONG_RULE =
  'A river that stays within the distance of the border between two meetings with it, or lies on it, runs along the border: one stretch, and a crossing only where it is on the other side in the end.';

/** Where rivers pass from one unit into another, in the direction of the water; no sections yet. */
export function listCrossings(units: Hierarchy, evidence: RiverEvidence): BorderCrossing[] {
  const {rivers, basins, directions} = evidence;
  const names = new Map<string, number>();
  return evidence.units.crossings.map(({path, line, position, atM, ...ends}) => {
    const direction = directions[path]!;
    const [from, to] = direction === 'turned' ? [ends.to, ends.from] : [ends.from, ends.to];
    const feature = rivers.features[rivers.featureOf[line]!]!;
    const codeOf = (unit: number) => units.members[unit]?.code ?? 'outside';
    const name = `${feature.code}:${codeOf(from)}>${codeOf(to)}`;
    const serial = (names.get(name) ?? 0) + 1;
    names.set(name, serial);
    const basin = memberAt(basins.runs[path]!, atM);
    return {
      id: serial === 1 ? name : `${name}:${serial}`,
      at: placeOn(rivers, line, position),
      from: from < 0 ? null : from,
      to: to < 0 ? null : to,
      basin: basin < 0 ? null : basin,
      feature: feature.code,
      river: feature.name,
      riverEn: feature.nameEn,
      flowM3PerS: feature.flowM3PerS,
      direction,
      borderLevel: borderLevelOf(units, from, to),
      section: null,
    };
  });
}

/** Where rivers run along a border. */
export function listStretches({rivers, units}: RiverEvidence): BorderStretch[] {
  return units.stretches.map(({members, start, end, lengthM, meetingCount}) => {
    const {code, name, nameEn} = rivers.features[rivers.featureOf[start.line]!]!;
    return {
      units: members,
      feature: code,
      river: name,
      riverEn: nameEn,
      start: placeOn(rivers, start.line, start.position),
      end: placeOn(rivers, end.line, end.position),
      lengthM,
      meetingCount,
    };
  });
}

function placeOn({lines}: Rivers, line: number, position: number): [number, number] {
  return positionOn(lines.lonLat, lines.starts[line]!, position);
}

/** The coarsest level at which both sides belong to different units. */
function borderLevelOf({level, tiers, levels}: Hierarchy, from: number, to: number): string {
  if (from < 0 || to < 0) return levels[0]!.level;
  const tier = tiers.findLast(({of}) => of[from] !== of[to]);
  return tier?.level ?? level;
}
