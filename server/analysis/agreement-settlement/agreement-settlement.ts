import type {AgreementDraft} from '../../../contract/agreement.ts';
import {
  AgreementSettlement,
  AgreementSettlementInputs,
} from '../../../contract/agreement-settlement.ts';
import {resolveAgreement} from '../../agreements/agreement-store.ts';
import {rejectContradictions} from '../../agreements/check-agreement.ts';
import {withThread} from '../../thread.ts';
import type {AnalysisContext, AnalysisProcess} from '../process.ts';
import {settle} from './settle.ts';
import type {SettlingQuestions} from './settling-thread.ts';

export const agreementSettlement: AnalysisProcess = {
  id: 'agreement-settlement',
  version: '1.0.0',
  title: {zh: '补偿协议结算', en: 'Agreement settlement'},
  description: {
    zh: '按补偿协议和断面监测数据结算：谁付给谁、多少、为什么，列出每一个中间量。',
    en: 'Settles a compensation agreement by monitoring values: who pays whom, how much and why, with every intermediate term.',
  },
  inputs: AgreementSettlementInputs,
  outputs: AgreementSettlement,
  run,
};

const THREAD = new URL('./settling-thread.ts', import.meta.url);
/** So many rows take some tens of milliseconds, no longer than it takes to start a thread. */
const ROWS_AT_ONCE = 2000;

async function run(
  inputs: AgreementSettlementInputs,
  {db, catalog, progress, signal}: AnalysisContext,
): Promise<AgreementSettlement> {
  const stored =
    typeof inputs.agreement === 'string'
      ? await resolveAgreement(db, catalog, inputs.agreement)
      : null;
  const agreement = stored ?? (inputs.agreement as AgreementDraft);
  const standard = catalog.waterQuality;
  rejectContradictions(agreement, standard);
  progress(0.1, {zh: '核对监测表并结算', en: 'checking the table and settling'});
  const question = {inputs, agreement, stored, standard};
  if (inputs.observations.length <= ROWS_AT_ONCE) return settle(question);
  // a long table does not hold up other requests
  return withThread<SettlingQuestions, AgreementSettlement>(THREAD, signal, (thread) =>
    thread.ask('settle', question),
  );
}
