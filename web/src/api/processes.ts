import type {MeasurementBounds} from '../../../contract/bounds.ts';
import type {RedlineCoverage, RedlineCoverageInputs} from '../../../contract/redline-coverage.ts';
import type {ZoneOverlap, ZoneOverlapInputs} from '../../../contract/zone-overlap.ts';
import {request} from './request.ts';

/** How a measurement is asked for. */
export interface ExecutionOptions {
  signal: AbortSignal;
  /** Name of a drawing in progress: what did not change since its last zone is not measured again. */
  drawing?: string;
}

export function measureRedlineCoverage(
  inputs: RedlineCoverageInputs,
  options: ExecutionOptions,
): Promise<RedlineCoverage> {
  return execute<RedlineCoverage>('redline-coverage', inputs, options);
}

export function measureZoneOverlap(
  inputs: ZoneOverlapInputs,
  options: ExecutionOptions,
): Promise<ZoneOverlap> {
  return execute<ZoneOverlap>('zone-overlap', inputs, options);
}

/** Between which areas the coverage lies, known at once. */
export function boundRedlineCoverage(
  inputs: RedlineCoverageInputs,
  options: ExecutionOptions,
): Promise<MeasurementBounds> {
  return execute('redline-coverage', {...inputs, precision: 'bounds'}, options);
}

/** Between which areas the overlap lies, known at once. */
export function boundZoneOverlap(
  inputs: ZoneOverlapInputs,
  options: ExecutionOptions,
): Promise<MeasurementBounds> {
  return execute('zone-overlap', {...inputs, precision: 'bounds'}, options);
}

async function execute<Result>(
  id: string,
  inputs: unknown,
  {signal, drawing}: ExecutionOptions,
): Promise<Result> {
  const query = drawing === undefined ? '' : `?drawing=${encodeURIComponent(drawing)}`;
  const path = `/processes/${id}/execution${query}`;
  return (await request<Result>(path, {method: 'POST', json: {inputs}, signal})).body;
}
