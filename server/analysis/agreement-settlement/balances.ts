import type {AgreementDraft} from '../../../contract/agreement.ts';
import type {
  AgreementSettlement,
  PartyBalance,
  SettlementPayment,
} from '../../../contract/agreement-settlement.ts';

/** What each party paid and received; the pool is nobody's. */
export function balancesOf(
  parties: AgreementDraft['parties'],
  payments: readonly SettlementPayment[],
): PartyBalance[] {
  const sumOf = (key: 'from' | 'to', id: string) =>
    payments.reduce((sum, payment) => sum + (payment[key] === id ? payment.amountYuan : 0), 0);
  return parties.map(({id, name}) => {
    const paidYuan = sumOf('from', id);
    const receivedYuan = sumOf('to', id);
    return {party: id, name, paidYuan, receivedYuan, netYuan: receivedYuan - paidYuan};
  });
}

/** Half a fen: less than money can be paid in. */
const LEAST_YUAN = 0.005;

/** The fewest payments by this order that settle the balances: who owes most pays whom is owed most. */
export function settleBalances(balances: readonly PartyBalance[]): AgreementSettlement['payments'] {
  const open = balances.map(({party, netYuan}) => ({party, netYuan}));
  const payments: AgreementSettlement['payments'] = [];
  for (;;) {
    open.sort((a, b) => a.netYuan - b.netYuan || (a.party < b.party ? -1 : 1));
    const payer = open[0]!;
    const payee = open.at(-1)!;
    const amountYuan = Math.min(-payer.netYuan, payee.netYuan);
    if (amountYuan < LEAST_YUAN) return payments;
    payments.push({from: payer.party, to: payee.party, amountYuan});
    payer.netYuan += amountYuan;
    payee.netYuan -= amountYuan;
  }
}
