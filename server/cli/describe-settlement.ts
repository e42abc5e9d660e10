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
  const byRule = new Map<string, Map<string, number>>();
  for (const issue of issues) {
    const rowsOfLine = byRule.get(issue.rule) ?? new Map<string, number>();
    byRule.set(issue.rule, rowsOfLine.set(lineOf(issue), Math.max(issue.rowCount, 1)));
  }
  return [...byRule].flatMap(([rule, rowsOfLine]) => {
    const lines = [...rowsOfLine.keys()].slice(0, LINES_OF_RULE);
    const more = [...rowsOfLine.values()].slice(LINES_OF_RULE).reduce((sum, each) => sum + each, 0);
    return more > 0
      ? [
          ...lines,
          `  … ${formatNumber(more, 'en')} more rows with ${rule}; --out writes more of them`,
        ]
      : lines;
  });
}

function lineOf({severity, row, rowCount, column, detail}: AgreementSettlement['issues'][number]) {
  const more = rowCount > 1 ? ` and ${formatNumber(rowCount - 1, 'en')} more` : '';
  const where = [row === null ? '' : `row ${row}${more}`, column ?? ''];
  return `  ${[severity, ...where.filter((part) => part !== '')].join(', ')}: ${detail.en}`;
}

/** 126000000 → 126,000,000.00 yuan: to the fen, the least that money is paid in. */
function yuan(amount: number): string {
  return `${formatNumber(amount, 'en', 2)} yuan`;
}
