import type {AgreementSettlement} from '../../contract/agreement-settlement.ts';
import {formatNumber} from '../../contract/format-number.ts';
import {describeTerms} from './describe-terms.ts';

/** A settlement in lines of text: every term, each payment with its reason, the balance, what is wrong. */
export function describeSettlement(result: AgreementSettlement): string {
  const {agreement, period, settlements, balances, payments, issues, provenance} = result;
  const {rowCount, usedCount} = provenance.observations;
  const nameOf = (id: string) =>
    agreement.parties.find((party) => party.id === id)?.name.en ?? 'the pool';
  const lines = [
    `${agreement.name.en}${agreement.id === null ? '' : ` (${agreement.id}@${agreement.version})`}, ${period.from} to ${period.to}`,
    `${usedCount} of ${rowCount} values used`,
    '',
  ];
  for (const {period: of, calculation, payments: made, complete} of settlements) {
    const mark = complete ? '' : ' (incomplete)';
    lines.push(...describeTerms(calculation, result).map((line) => `  ${of}: ${line}`));
    if (made.length === 0) lines.push(`${of}${mark}: no payment`);
    for (const {from, to, amountYuan, why} of made) {
      lines.push(`${of}${mark}: ${nameOf(from)} to ${nameOf(to)} ${yuan(amountYuan)}. ${why.en}`);
    }
  }
  lines.push('', 'In all:');
  for (const {from, to, amountYuan} of payments) {
    lines.push(`  ${nameOf(from)} pays ${nameOf(to)} ${yuan(amountYuan)}`);
  }
  if (payments.length === 0) lines.push('  nobody pays anybody');
  for (const {name, paidYuan, receivedYuan, netYuan} of balances) {
    lines.push(
      `  ${name.en}: paid ${yuan(paidYuan)}, received ${yuan(receivedYuan)}, net ${yuan(netYuan)}`,
    );
  }
  lines.push('', result.complete ? 'The settlement is complete.' : 'The settlement is INCOMPLETE:');
  // a row of a wide table has as many values as indicators: what is said of each is said once
  lines.push(...cutByRule(issues));
  return `${lines.join('\n')}\n`;
}

/** Lines of one rule beyond this are only counted: a table of a whole province has thousands. */
const LINES_OF_RULE = 20;

function cutByRule(issues: AgreementSettlement['issues']): string[] {
  const byRule = new Map<string, Set<string>>();
  for (const issue of issues) {
    const lines = byRule.get(issue.rule) ?? new Set();
    byRule.set(issue.rule, lines.add(lineOf(issue)));
  }
  return [...byRule].flatMap(([rule, lines]) => {
    const more = lines.size - LINES_OF_RULE;
    const first = [...lines].slice(0, LINES_OF_RULE);
    return more > 0
      ? [...first, `  … ${formatNumber(more, 'en')} more of ${rule}; --out writes them all`]
      : first;
  });
}

function lineOf({severity, row, column, detail}: AgreementSettlement['issues'][number]): string {
  const where = [row === null ? '' : `row ${row}`, column ?? ''].filter((part) => part !== '');
  return `  ${[severity, ...where].join(', ')}: ${detail.en}`;
}

/** 126000000 → 126,000,000.00 yuan: to the fen, the least that money is paid in. */
function yuan(amount: number): string {
  return `${formatNumber(amount, 'en', 2)} yuan`;
}
