import type {NumberValue} from '../../../contract/member-summary.ts';
import type {LayerMeasurement} from '../../layers/measuring.ts';
import {classParts, partOf} from '../class-parts.ts';

/** Area and numbers of one part. */
export interface PartSums {
  areaM2: number;
  values: NumberValue[];
}

/** The numbers of a part that was measured, in the order of their ids. */
export function toSums(
  areaM2: number,
  ids: readonly string[],
  measurements: readonly LayerMeasurement[],
): PartSums {
  return {
    areaM2,
    values: measurements.map((measurement, i) => {
      const held = partOf(measurement.areaM2, measurement.totalM2);
      return {
        number: ids[i]!,
        heldM2: held.areaM2,
        share: held.share,
        remainderM2: measurement.areaM2 - held.areaM2,
        multipleM2: partOf(measurement.areaM2, measurement.multipleM2).areaM2,
        byClass: classParts(measurement),
      };
    }),
  };
}

/** Parts that share no ground, added up; shares are those of the sum. */
export function addUp(ids: readonly string[], parts: readonly PartSums[]): PartSums {
  const areaM2 = sum(parts.map((part) => part.areaM2));
  return {
    areaM2,
    values: ids.map((number, i) => {
      const values = parts.map((part) => part.values[i]!);
      const heldM2 = sum(values.map((value) => value.heldM2));
      return {
        number,
        heldM2,
        share: areaM2 === 0 ? 0 : heldM2 / areaM2,
        remainderM2: sum(values.map((value) => value.remainderM2)),
        multipleM2: sum(values.map((value) => value.multipleM2)),
        byClass: addClasses(values, areaM2),
      };
    }),
  };
}

function addClasses(values: readonly NumberValue[], areaM2: number): NumberValue['byClass'] {
  const sums = new Map<string | null, number>();
  for (const {byClass} of values) {
    for (const part of byClass) sums.set(part.class, (sums.get(part.class) ?? 0) + part.areaM2);
  }
  return [...sums]
    .map(([name, heldM2]) => ({
      class: name,
      areaM2: heldM2,
      share: areaM2 === 0 ? 0 : heldM2 / areaM2,
    }))
    .sort((a, b) => b.areaM2 - a.areaM2);
}

/** The largest difference between two sums of the same ground, as a share of its area. */
export function differenceShare(whole: PartSums, parts: PartSums): number {
  const differences = whole.values.flatMap((value, i) => {
    const other = parts.values[i]!;
    const classes = new Set([...value.byClass, ...other.byClass].map((part) => part.class));
    return [
      value.heldM2 - other.heldM2,
      value.multipleM2 - other.multipleM2,
      ...[...classes].map((name) => ofClass(value, name) - ofClass(other, name)),
    ];
  });
  const largest = Math.max(...[whole.areaM2 - parts.areaM2, ...differences].map(Math.abs));
  return whole.areaM2 === 0 ? 0 : largest / whole.areaM2;
}

/** What a class holds of a part; nothing where it is not there. */
export function ofClass({byClass}: NumberValue, name: string | null): number {
  return byClass.find((part) => part.class === name)?.areaM2 ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
