import type {FacilityKind, FacilityKindList} from '../../../contract/facility-kind.ts';
import {request} from './request.ts';

export async function fetchFacilityKinds(): Promise<FacilityKind[]> {
  return (await request<FacilityKindList>('/catalog/facility-kinds')).body.kinds;
}
