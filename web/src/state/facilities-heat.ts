import type {ServiceCoverage, ServiceFlow} from '../../../contract/service-coverage.ts';
import {RAMP} from './basin-ramp.ts';

/** Colour of a cell by the root of its load, as widths on the map are: small flows are told from none. */
export function heatColour(load: number, largest: number): string {
  const step = Math.ceil(Math.sqrt(load / Math.max(1e-9, largest)) * RAMP.length);
  return RAMP[Math.min(RAMP.length, Math.max(1, step)) - 1]!;
}

/** Upper limits of the colours as loads, for the legend. */
export function heatLimits(largest: number): {colour: string; upTo: number}[] {
  return RAMP.map((colour, i) => ({colour, upTo: ((i + 1) / RAMP.length) ** 2 * largest}));
}

/** On the last two colours of the ramp, from (3/5)² on, light letters are read. */
export function isHot(load: number, largest: number): boolean {
  return load > 0.36 * Math.max(1e-9, largest);
}

/** The matrix as a spreadsheet wants it: every flow, unrounded, with the facilities it goes to. */
export function matrixCsv(
  {matrix, units, facilities, measure}: ServiceCoverage,
  nameOf: (at: number) => string,
) {
  const codeOf = (at: number | null) => (at === null ? null : units[at]!.code);
  const named = (at: number | null) => (at === null ? null : nameOf(at));
  return {
    header: [
      'host',
      'hostName',
      'served',
      'servedName',
      `load (${measure ?? ''})`,
      'population',
      'facilities',
    ],
    rows: matrix.map(({host, served, load, population, facilities: of}: ServiceFlow) => [
      codeOf(host),
      named(host),
      codeOf(served),
      named(served),
      load,
      population,
      of.map((at) => facilities[at]!.id).join(' '),
    ]),
  };
}
