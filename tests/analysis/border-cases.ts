import type {
  BorderFault,
  BorderMatchInputs,
  BorderMismatch,
  BorderPair,
  BorderTotals,
  BorderUnit,
} from '../../contract/border-match.ts';
import {chooseLimits} from '../../server/analysis/border-match/border-limits.ts';
import {describeFaults, describeMismatches} from '../../server/analysis/border-match/describe.ts';
import {BorderMatcher} from '../../server/analysis/border-match/match-borders.ts';
import {sumPairs, sumTotals} from '../../server/analysis/border-match/sum-pairs.ts';
import {findUnitOverlaps} from '../../server/analysis/border-match/unit-overlaps.ts';
import type {MultiPolygon, Polygon, Position} from '../../server/kernel/geometry.ts';
import {groundScale} from '../../server/kernel/ground-length.ts';
import {EdgeIndex, Outlines} from '../../server/kernel/outlines.ts';
import {findSharedBorders} from '../../server/kernel/shared-border.ts';

/** Where the made places lie: metres east and north of here. */
const LON = 115;
const LAT = 30;
const {eastM, northM} = groundScale(LAT);

export interface Piece {
  code: string;
  class?: string | null;
  multiPolygon: MultiPolygon;
}

export interface Checked {
  units: BorderUnit[];
  pairs: BorderPair[];
  mismatches: BorderMismatch[];
  faults: BorderFault[];
  totals: BorderTotals;
  overlaps: string[];
}

/** A position so many metres east and north, as an import would deliver it: in 1e-7 degrees. */
export function at(x: number, y: number): Position {
  return [round(LON + x / eastM), round(LAT + y / northM)];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** A ring through positions in metres. */
export function ring(...positions: [number, number][]): Position[] {
  const placed = positions.map(([x, y]) => at(x, y));
  return [...placed, placed[0]!];
}

export function box(west: number, south: number, east: number, north: number): Polygon {
  return [ring([west, south], [east, south], [east, north], [west, north])];
}

/** The whole check without a database or a thread. */
export function check(
  pieces: readonly Piece[],
  features: readonly Piece[],
  inputs: Partial<BorderMatchInputs> = {},
): Checked {
  const limits = chooseLimits({units: 'units', layer: 'layer', ...inputs});
  const sorted = [...pieces].sort((a, b) => (a.code < b.code ? -1 : 1));
  const units = new Outlines();
  for (const {multiPolygon} of sorted) units.add(multiPolygon);
  const borders = findSharedBorders(units, limits.toleranceM);
  const outlines = new Outlines();
  const classes = [...new Set(features.map((feature) => feature.class ?? null))];
  for (const {multiPolygon} of features) outlines.add(multiPolygon);
  const classOf = (i: number) => classes.indexOf(features[i]!.class ?? null);
  const index = new EdgeIndex(outlines);
  const matcher = new BorderMatcher(units, borders, outlines, index, classOf, limits);
  const chains = borders.chains.map((chain) => matcher.matchChain(chain));
  const names = {
    units: sorted.map(({code}) => ({
      code,
      name: code,
      nameEn: null,
      layer: 'units',
      featureId: code,
    })),
    classes,
    featureIds: features.map(({code}) => code),
  };
  const pairs = sumPairs(chains, classes);
  const mismatches = describeMismatches(
    chains.flatMap((chain) => chain.mismatches),
    names,
  );
  const faults = describeFaults(
    chains.flatMap((chain) => chain.faults),
    names,
    limits,
  );
  const overlaps = findUnitOverlaps(units, borders).map(
    ({first, second}) => `${sorted[first]!.code} ${sorted[second]!.code}`,
  );
  const totals = sumTotals(pairs, mismatches, faults);
  return {units: names.units, pairs, mismatches, faults, totals, overlaps};
}

/** What a mismatch is in one line: kind, length, how far off, what either side holds. */
export function inShort({kind, lengthM, offM, direction, sides}: BorderMismatch): string {
  const off = offM === null ? '' : ` off ${offM.toFixed(1)} m ${direction}`;
  const held = sides.map(({classes}) => classes.join('+') || 'nothing').join(' | ');
  return `${kind} ${lengthM.toFixed(0)} m${off}: ${held}`;
}
