import {MAX_OBSERVATION_ROWS, type ObservationTable} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {answerQuestions} from '../thread.ts';
import {checkRows} from './check-rows.ts';
import {nameColumns} from './name-columns.ts';
import {readCsv} from './read-csv.ts';
import {readWorkbook} from './read-workbook.ts';
import {issueOf} from './observation.ts';
import {faultOf, type Table, type TableFault} from './table.ts';

export type ReadTable = Omit<ObservationTable, 'fileName'>;
export type TableQuestions = {
  read: [
    {bytes: Uint8Array; isWorkbook: boolean; standard: WaterQualityStandard},
    ReadTable | TableFault,
  ];
};

answerQuestions<TableQuestions>({
  read: async ({bytes, isWorkbook, standard}) => {
    const sheets = isWorkbook ? await readWorkbook(bytes) : readCsv(bytes);
    return 'code' in sheets ? sheets : chooseSheet(sheets, standard);
  },
});

/**
 * The first sheet whose columns are understood; another that would be is said to be left out. Where
 * none is, what the nearest one lacks.
 */
function chooseSheet(
  sheets: readonly Table[],
  standard: WaterQualityStandard,
): ReadTable | TableFault {
  let nearest: {missing: string[]; seen: string[]} | null = null;
  for (const [i, {lines, ...table}] of sheets.entries()) {
    const named = nameColumns(lines, standard);
    if ('rows' in named) {
      if (named.rows.length > MAX_OBSERVATION_ROWS) {
        return faultOf('TABLE_TOO_LARGE', {
          zh: `它的数值超过 ${MAX_OBSERVATION_ROWS} 个`,
          en: `it has more than ${MAX_OBSERVATION_ROWS} values`,
        });
      }
      const unused = issuesOfUnused(table.sheet, sheets.slice(i + 1), standard);
      return {...table, ...named, issues: [...unused, ...checkRows(named.rows, standard).issues]};
    }
    if (nearest === null || named.missing.length < nearest.missing.length) nearest = named;
  }
  const missing = nearest?.missing ?? [];
  return {
    code: 'TABLE_COLUMN_MISSING',
    values: {
      missing: {
        zh: missing.map((column) => COLUMNS_ZH[column] ?? column).join('、') || '任何可用的',
        en: missing.join(', ') || 'anything',
      },
      seen: nearest?.seen.join(', ') || {zh: '（无）', en: 'nothing'},
    },
  };
}

function issuesOfUnused(
  used: string | null,
  others: readonly Table[],
  standard: WaterQualityStandard,
) {
  return others.flatMap(({sheet, lines}) => {
    const named = nameColumns(lines, standard);
    if (!('rows' in named) || named.rows.length === 0) return [];
    const count = named.rows.length;
    return [
      issueOf(
        'sheet-not-used',
        'warning',
        {},
        `只读取了工作表“${used}”；“${sheet}”中的 ${count} 个数值未使用，请并入一个工作表。`,
        `Only sheet "${used}" was read; the ${count} values of "${sheet}" are not used. Put them into one sheet.`,
      ),
    ];
  });
}

const COLUMNS_ZH: Record<string, string> = {
  section: '断面',
  indicator: '指标',
  date: '日期',
  value: '数值',
  unit: '单位',
};
