import type {RedlineCoverage, RedlineCoverageInputs} from '../../../contract/redline-coverage.ts';
import type {ZoneOverlap, ZoneOverlapInputs} from '../../../contract/zone-overlap.ts';
import {request} from './request.ts';

/** How a measurement is asked for. */
export interface ExecutionOptions {
  signal: AbortSignal;
  /** Name of a drawing in progress: what did not change since its last zone is not measured again. */
  drawing: string;
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

async function execute<Result>(
  id: string,
  inputs: unknown,
  {signal, drawing}: ExecutionOptions,
): Promise<Result> {
  const path = `/processes/${id}/execution?drawing=${encodeURIComponent(drawing)}`;
  return (await request<Result>(path, {method: 'POST', json: {inputs}, signal})).body;
}
