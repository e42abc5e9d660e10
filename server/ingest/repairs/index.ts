import {closeRings} from './close-rings.ts';
import type {Repair} from './repair.ts';

/** Repairs of one shape by itself. Rings that cross are PostGIS's to mend (mend-invalid.ts). */
export const repairs: readonly Repair[] = [closeRings];
