import type {RedlineCoverage, RedlineCoverageInputs} from '../../../contract/redline-coverage.ts';
import type {ZoneOverlap, ZoneOverlapInputs} from '../../../contract/zone-overlap.ts';
import {request} from './request.ts';

export function measureRedlineCoverage(
  inputs: RedlineCoverageInputs,
  signal: AbortSignal,
): Promise<RedlineCoverage> {
  return execute<RedlineCoverage>('redline-coverage', inputs, signal);
}

export function measureZoneOverlap(
  inputs: ZoneOverlapInputs,
  signal: AbortSignal,
): Promise<ZoneOverlap> {
  return execute<ZoneOverlap>('zone-overlap', inputs, signal);
}

async function execute<Result>(id: string, inputs: unknown, signal: AbortSignal): Promise<Result> {
  const path = `/processes/${id}/execution`;
  return (await request<Result>(path, {method: 'POST', json: {inputs}, signal})).body;
}
