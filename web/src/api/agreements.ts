import type {
  AgreementSettlement,
  AgreementSettlementInputs,
} from '../../../contract/agreement-settlement.ts';
import type {Agreement, AgreementList} from '../../../contract/agreement.ts';
import type {ObservationTable} from '../../../contract/observation.ts';
import {API_ROOT, ProblemError, problemOf, request} from './request.ts';

export async function fetchAgreements(): Promise<AgreementList['agreements']> {
  return (await request<AgreementList>('/agreements')).body.agreements;
}

export async function fetchAgreement(id: string): Promise<Agreement> {
  return (await request<Agreement>(`/agreements/${encodeURIComponent(id)}`)).body;
}

/** Rows of a monitoring table and what is wrong with them; the service keeps nothing. */
export async function readObservations(file: File): Promise<ObservationTable> {
  const form = new FormData();
  form.append('file', file, file.name);
  const response = await fetch(`${API_ROOT}/observations`, {
    method: 'POST',
    body: form,
    headers: {accept: 'application/json'},
  }).catch((error: unknown) => {
    throw new ProblemError({
      type: 'about:blank',
      title: 'Network',
      status: 0,
      code: 'UNREACHABLE',
      detail: error instanceof Error ? error.message : String(error),
    });
  });
  const text = await response.text();
  if (!response.ok) throw new ProblemError(problemOf(response.status, text));
  return JSON.parse(text) as ObservationTable;
}

export async function settleAgreement(
  inputs: AgreementSettlementInputs,
): Promise<AgreementSettlement> {
  const path = '/processes/agreement-settlement/execution';
  return (await request<AgreementSettlement>(path, {method: 'POST', json: {inputs}})).body;
}
