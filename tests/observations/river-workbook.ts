type Cell = string | number | null;

export const HEADINGS = ['断面', '指标', '日期', '浓度', '单位'];

/** The Yellow River in class II: the three that change is paid for fall by 2 % in 2021 and 4 % in 2022. */
const VALUES: [indicator: string, value: number, falls: boolean][] = [
  ['溶解氧', 8, false],
  ['高锰酸盐指数', 3, false],
  ['五日生化需氧量', 2, false],
  ['化学需氧量', 12, true],
  ['氨氮', 0.4, true],
  ['总磷', 0.08, true],
];
const LEVELS = {2020: 1, 2021: 0.98, 2022: 0.98 * 0.96};

/** The rows of a workbook that settles yellow-river-2021: a value a month for three years. */
export function riverRows(): Cell[][] {
  return Object.entries(LEVELS).flatMap(([year, level]) =>
    Array.from({length: 12}, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`).flatMap(
      (month) =>
        VALUES.map(([indicator, value, falls]) => [
          '刘庄',
          indicator,
          month,
          falls ? value * level : value,
          'mg/L',
        ]),
    ),
  );
}

/** The line of a workbook that a row lies in, headings being the first. */
export function lineOf(indicator: string, month: string): number {
  return riverRows().findIndex((row) => row[1] === indicator && row[2] === month) + 2;
}
