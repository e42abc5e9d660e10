import {Type, type Static} from 'typebox';
import {LocalText} from './local-text.ts';

const Cell = Type.Union([Type.String(), Type.Number(), Type.Null()]);

/**
 * One line of a monitoring table, as it was written: nothing is judged here, so that whatever is
 * wrong can be named by row and column. Sections and indicators go by id, name or a common alias.
 */
export const ObservationRow = Type.Object(
  {
    row: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'Line of the file; the position in the list if absent',
      }),
    ),
    section: Cell,
    indicator: Cell,
    date: Type.Union([Type.String(), Type.Number(), Type.Null()], {
      description: 'A day or a month: 2021-05-14, 2021-05, 2021年5月, 202105',
    }),
    value: Type.Union([Type.String(), Type.Number(), Type.Null()], {
      description: 'A number, or "<0.01" for below the detection limit',
    }),
    unit: Type.Optional(Cell),
  },
  {additionalProperties: false},
);
export type ObservationRow = Static<typeof ObservationRow>;

/** Ten sections with five indicators have 600 values a year; checking this many takes half a second. */
export const MAX_OBSERVATION_ROWS = 50_000;

export const ObservationRows = Type.Array(ObservationRow, {
  maxItems: MAX_OBSERVATION_ROWS,
  description:
    'a list of rows {section, indicator, date, value, unit}; POST /api/observations makes them from a CSV or XLSX file',
});

export const ObservationColumn = Type.Union([
  Type.Literal('section'),
  Type.Literal('indicator'),
  Type.Literal('date'),
  Type.Literal('value'),
  Type.Literal('unit'),
]);
export type ObservationColumn = Static<typeof ObservationColumn>;

/** What can be wrong with, or worth knowing of, a monitoring table. */
export const OBSERVATION_RULES = [
  'table-empty',
  'sheet-not-used',
  'cell-empty',
  'section-unknown',
  'indicator-unknown',
  'indicator-not-used',
  'date-unreadable',
  'date-day-number',
  'date-out-of-period',
  'value-not-a-number',
  'value-negative',
  'unit-unknown',
  'unit-missing',
  'unit-converted',
  'unit-implausible',
  'below-detection-limit',
  'duplicate-same',
  'duplicate-different',
  'month-missing',
  'indicator-missing',
  'section-missing',
  'year-cut',
  'baseline-missing',
  'baseline-zero',
  'baseline-given',
  'previous-year-missing',
  'money-not-settled',
  'near-threshold',
] as const;
export type ObservationRule = (typeof OBSERVATION_RULES)[number];
export const ObservationRule = Type.Unsafe<ObservationRule>(
  Type.Union(OBSERVATION_RULES.map((rule) => Type.Literal(rule))),
);

/**
 * A finding about a table; rows of which the same is to say have one together. An error or a warning
 * leaves something out, which makes a settlement incomplete; an info says what was done.
 */
export const ObservationIssue = Type.Object({
  rule: ObservationRule,
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning'), Type.Literal('info')]),
  row: Type.Union([Type.Integer(), Type.Null()], {
    description: 'Line of the file, the first of several; or null',
  }),
  rows: Type.Array(Type.Integer(), {
    description: 'The first ten lines it is about; none where it is about the table',
  }),
  rowCount: Type.Integer({description: 'How many lines it is about'}),
  column: Type.Union([ObservationColumn, Type.Null()]),
  section: Type.Union([Type.String(), Type.Null()]),
  indicator: Type.Union([Type.String(), Type.Null()]),
  month: Type.Union([Type.String(), Type.Null()], {description: '2021-05, or 2021 for a year'}),
  detail: LocalText,
});
export type ObservationIssue = Static<typeof ObservationIssue>;

/** What a CSV or XLSX file holds; nothing is stored. The rows go into a process as they are. */
export const ObservationTable = Type.Object({
  fileName: Type.String(),
  format: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')]),
  encoding: Type.Union([Type.String(), Type.Null()], {description: 'Of a CSV'}),
  sheet: Type.Union([Type.String(), Type.Null()], {description: 'Of a workbook'}),
  columns: Type.Record(Type.String(), Type.String(), {
    description: 'Which heading of the file was taken for section, indicator, date, value, unit',
  }),
  ignoredColumns: Type.Array(Type.String()),
  rows: Type.Array(ObservationRow),
  issues: Type.Array(ObservationIssue),
});
export type ObservationTable = Static<typeof ObservationTable>;
