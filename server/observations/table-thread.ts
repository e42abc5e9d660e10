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
        return faultOf('TABLE_TOO_LARGE', `it has more than ${MAX_OBSERVATION_ROWS} values`);
      }
      return {...table, ...named, issues: checkRows(named.rows, standard).issues};
    }
    if (nearest === null || named.missing.length < nearest.missing.length) nearest = named;
  }
  const missing = nearest?.missing.join(', ') || 'anything';
  return {
    code: 'TABLE_COLUMN_MISSING',
    values: {missing, seen: nearest?.seen.join(', ') || 'nothing'},
  };
}
