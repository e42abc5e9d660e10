import type {Check} from './check.ts';
import {missingRole} from './missing-role.ts';
import {noArea} from './no-area.ts';
import {outOfRange} from './out-of-range.ts';
import {repeatedPoints} from './repeated-points.ts';
import {ringNotClosed} from './ring-not-closed.ts';
import {ringTooShort} from './ring-too-short.ts';
import {sliver} from './sliver.ts';
import {swappedCoordinates} from './swapped-coordinates.ts';
import {wrongGeometryType} from './wrong-geometry-type.ts';

/**
 * All checks of one feature by itself, in the order they are made: after an error the rest is not
 * asked. Whether rings cross is asked of PostGIS afterwards (mend-invalid.ts); whether positions are
 * numbers at all, before (read-shape.ts).
 */
export const checks: readonly Check[] = [
  wrongGeometryType,
  swappedCoordinates,
  outOfRange,
  ringTooShort,
  ringNotClosed,
  noArea,
  repeatedPoints,
  sliver,
  missingRole,
];
