import type {
  BorderFault,
  BorderMismatch,
  BorderUnit,
  MismatchSeverity,
} from '../../../contract/border-match.ts';
import {scaleOf, type Limits} from './judge.ts';
import type {FoundFault, FoundMismatch, FoundSide} from './match-borders.ts';

/** What numbers stand for. */
export interface Names {
  units: readonly BorderUnit[];
  classes: readonly (string | null)[];
  featureIds: readonly string[];
}

const SEVERITIES: MismatchSeverity[] = ['high', 'medium', 'low', 'none'];

/** Mismatches in the order shown: most severe first, then longest. */
export function describeMismatches(
  found: readonly FoundMismatch[],
  names: Names,
): BorderMismatch[] {
  const ids = new Ids(names);
  return found
    .map(({first, second, sides, resumesIn, line, ...mismatch}): BorderMismatch => {
      const {kind, severity, lengthM, offM, direction, widthM, areaM2, at} = mismatch;
      return {
        id: ids.make(first, second, kind, at),
        kind,
        severity,
        sides: [describeSide(first, sides[0], names), describeSide(second, sides[1], names)],
        lengthM,
        offM,
        direction,
        widthM,
        areaM2,
        resumesIn: idsOf(resumesIn, names),
        line: {type: 'LineString', coordinates: line},
        at,
      };
    })
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        b.lengthM - a.lengthM ||
        (a.id < b.id ? -1 : 1),
    );
}

/** Faults of the border itself, largest first. */
export function describeFaults(
  found: readonly FoundFault[],
  names: Names,
  limits: Limits,
): BorderFault[] {
  const ids = new Ids(names);
  return found
    .map(({first, second, kind, lengthM, widthM, areaM2, line, at}): BorderFault => ({
      id: ids.make(first, second, kind, at),
      kind,
      scale: scaleOf(widthM, limits) ?? 'offset',
      units: [first, second],
      lengthM,
      widthM,
      areaM2,
      line: {type: 'LineString', coordinates: line},
      at,
    }))
    .sort((a, b) => b.areaM2 - a.areaM2 || (a.id < b.id ? -1 : 1));
}

/** Ids made of units, kind and place (5 decimals: a metre); what falls together is numbered. */
class Ids {
  private readonly given = new Map<string, number>();

  constructor(private readonly names: Names) {}

  make(first: number, second: number, kind: string, [lon, lat]: [number, number]): string {
    const codes = [first, second].map((unit) => this.names.units[unit]!.code).join('~');
    const id = `${codes}:${kind}@${lon.toFixed(5)},${lat.toFixed(5)}`;
    const count = (this.given.get(id) ?? 0) + 1;
    this.given.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }
}

function describeSide(
  unit: number,
  {classes, features}: FoundSide,
  names: Names,
): BorderMismatch['sides'][0] {
  return {
    unit,
    classes: classes.map((one) => names.classes[one]!).sort(byName),
    features: idsOf(features, names),
  };
}

/** By name, what has none last: the order features came in decides nothing. */
export function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function idsOf(features: readonly number[], {featureIds}: Names): string[] {
  return features.map((feature) => featureIds[feature]!).sort();
}
