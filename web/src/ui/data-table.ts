/** A column of a table: what is shown, and what it is sorted by. */
export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  readonly isNumeric?: boolean;
  readonly value: (row: Row) => number | string | null;
  readonly text: (row: Row) => string;
}
