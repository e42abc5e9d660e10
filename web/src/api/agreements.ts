import type {
  AgreementSettlement,
  AgreementSettlementInputs,
} from '../../../contract/agreement-settlement.ts';
import type {Agreement, AgreementDraft, AgreementList} from '../../../contract/agreement.ts';
import type {ObservationTable} from '../../../contract/observation.ts';
import {API_ROOT, ProblemError, problemOf, request} from './request.ts';

export async function fetchAgreements(): Promise<AgreementList['agreements']> {
  return (await request<AgreementList>('/agreements')).body.agreements;
}

/** The latest version, or the one that is named. */
export async function fetchAgreement(id: string, version?: number): Promise<Agreement> {
  const tail = version === undefined ? '' : `/versions/${version}`;
  return (await request<Agreement>(`${pathOf(id)}${tail}`)).body;
}

export async function createAgreement(draft: AgreementDraft): Promise<Agreement> {
  return (await request<Agreement>('/agreements', {method: 'POST', json: draft})).body;
}

/** Makes the version after `version`, which is refused where another has followed it. */
export async function replaceAgreement(
  id: string,
  version: number,
  draft: AgreementDraft,
): Promise<Agreement> {
  const headers = {'if-match': `"${version}"`};
  return (await request<Agreement>(pathOf(id), {method: 'PUT', json: draft, headers})).body;
}

export async function deleteAgreement(id: string, version: number): Promise<void> {
  const headers = {'if-match': `"${version}"`};
  await request(pathOf(id), {method: 'DELETE', headers});
}

function pathOf(id: string): string {
  return `/agreements/${encodeURIComponent(id)}`;
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
