import {redCorners} from './conflicts.ts';
import {findCrossings} from './crossings.ts';
import {farmlandOf, farmlandPatches} from './layers/permanent-farmland.ts';
import {parkCode} from './layers/industrial-parks.ts';
import {townCode} from './layers/town-boundaries.ts';
import {twinOf} from './rings.ts';
import type {World} from './world.ts';

type Position = [lon: number, lat: number];

/** Everything that is wrong on purpose, so that a test can look for each of it and for nothing else. */
export type Deliberate = {
  borderMismatches: {
    id: string;
    kind: string;
    units: [string, string];
    redlines: {intact: string[]; altered: string[]};
    middle: Position;
    lengthM: number;
    offsetM: number;
    line: Position[];
  }[];
  redlineOverlaps: {codes: string[]; laidOver: string; isSameClass: boolean; classes: string[]}[];
  conflicts: {layer: string; code: string; redlines: string[]}[];
  unmonitoredCrossings: {
    at: Position;
    border: string;
    upstreamUnit: string;
    downstreamUnit: string;
  }[];
};

export function listDeliberate(world: World): Deliberate {
  const {register, mismatches, redlines, landUse} = world;
  const county = (index: number) => register.counties[index]!.code;
  return {
    borderMismatches: mismatches.map((mismatch, index) => {
      const line = positions(mismatch.line);
      const codes = (kites: number[]) =>
        [...new Set(kites.map((kite) => redlines.codeOfPatch[redlines.patches.of[kite]!]))].filter(
          (code): code is string => code !== undefined,
        );
      return {
        id: `mismatch-${index + 1}`,
        kind: mismatch.kind,
        units: [county(mismatch.counties[0]), county(mismatch.counties[1])],
        redlines: {
          intact: codes(mismatch.sides.map((side) => side >> 2)),
          altered: codes(mismatch.sides.map((side) => twinOf(world.mesh, side) >> 2)),
        },
        middle: line[line.length >> 1]!,
        lengthM: Math.round(mismatch.lengthM * 10) / 10,
        offsetM: mismatch.offsetM,
        line,
      };
    }),
    redlineOverlaps: redlines.overlaps,
    conflicts: [
      ...landUse.conflictTowns.map((town) => ({
        layer: 'town-boundaries',
        code: townCode(world, town),
        redlines: redlinesIn(world, cellsWith(landUse.townBoundary, town)),
      })),
      ...landUse.parks.flatMap((park, index) =>
        park.isConflict
          ? [
              {
                layer: 'industrial-parks',
                code: parkCode(index),
                redlines: redlinesIn(world, park.cells),
              },
            ]
          : [],
      ),
      ...farmlandConflicts(world),
    ],
    unmonitoredCrossings: findCrossings(world)
      .filter((crossing) => !crossing.isMonitored)
      .map((crossing) => ({
        at: [crossing.lon / 1e7, crossing.lat / 1e7],
        border: crossing.level,
        upstreamUnit: county(crossing.upstream),
        downstreamUnit: county(crossing.downstream),
      })),
  };
}

function farmlandConflicts(world: World): Deliberate['conflicts'] {
  if (world.landUse.conflictFields.length === 0) return [];
  const patches = farmlandPatches(world);
  const touched = new Set(world.landUse.conflictFields.map((cell) => patches.of[cell]!));
  return [...touched]
    .sort((a, b) => a - b)
    .map((patch) => ({
      layer: 'permanent-farmland',
      code: farmlandOf(world, patch, patches.first[patch]!).code,
      redlines: redlinesIn(world, cellsWith(patches.of, patch)),
    }));
}

function redlinesIn({mesh, redlineCorners, redlines}: World, cells: number[]): string[] {
  const codes = new Set<string>();
  for (const cell of cells) {
    if (!redCorners(mesh, redlineCorners, cell)) continue;
    for (let k = 0; k < 6; k++) {
      const code = redlines.codeOfPatch[redlines.patches.of[cell * 6 + k]!];
      if (code) codes.add(code);
    }
  }
  return [...codes].sort();
}

function cellsWith(label: Int32Array, wanted: number): number[] {
  const cells: number[] = [];
  label.forEach((own, cell) => {
    if (own === wanted) cells.push(cell);
  });
  return cells;
}

function positions(line: number[]): Position[] {
  const list: Position[] = [];
  for (let i = 0; i < line.length; i += 2) list.push([line[i]! / 1e7, line[i + 1]! / 1e7]);
  return list;
}
