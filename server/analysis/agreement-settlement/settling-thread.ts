import type {AgreementSettlement} from '../../../contract/agreement-settlement.ts';
import {answerQuestions} from '../../thread.ts';
import {settle, type SettlementQuestion} from './settle.ts';

export type SettlingQuestions = {
  settle: [SettlementQuestion, AgreementSettlement];
};

answerQuestions<SettlingQuestions>({settle});
