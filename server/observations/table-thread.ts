import {MAX_OBSERVATION_ROWS, type ObservationTable} from '../../contract/observation.ts';
import type {WaterQualityStandard} from '../../contract/water-quality.ts';
import {answerQuestions} from '../thread.ts';
import {checkRows} from './check-rows.ts';
import {nameColumns} from './name-columns.ts';
import {readCsv} from './read-csv.ts';
import {readWorkbook} from './read-workbook.ts';
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

/** The first sheet whose columns are understood; where none is, what the nearest one lacks. */
function chooseSheet(
  sheets: readonly Table[],
  standard: WaterQualityStandard,
): ReadTable | TableFault {
  let nearest: {missing: string[]; seen: string[]} | null = null;
  for (const {lines, ...table} of sheets) {
    const named = nameColumns(lines, standard);
    if ('rows' in named) {
      if (named.rows.length > MAX_OBSERVATION_ROWS) {
        return faultOf('TABLE_TOO_LARGE', {
          zh: `它的数值超过 ${MAX_OBSERVATION_ROWS} 个`,
          en: `it has more than ${MAX_OBSERVATION_ROWS} values`,
        });
      }
      return {...table, ...named, issues: checkRows(named.rows, standard).issues};
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

const COLUMNS_ZH: Record<string, string> = {
  section: '断面',
  indicator: '指标',
  date: '日期',
  value: '数值',
  unit: '单位',
};
