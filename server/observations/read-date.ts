/** Year, month, day in the orders and with the marks that Chinese and ISO tables use. */
const WITH_MARKS =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?:[T ].*)?$/;
const WITHOUT_MARKS = /^(\d{4})(\d{2})(\d{2})?$/;

/** What a workbook keeps for a day when its cell is not formatted as one; from 2000 to 2099. */
const DAY_NUMBER = /^(\d{5})(?:\.\d+)?$/;
const FIRST_DAY_NUMBER = 36_526;
const LAST_DAY_NUMBER = 73_050;
/** Day 0 of a workbook, which counts a 29 February 1900 that never was. */
const DAY_ZERO_MS = Date.UTC(1899, 11, 30);

export interface ReadDate {
  month: string;
  day: string | null;
  /** It stood there as the number of a day, as in 44330. */
  isDayNumber?: true;
}

/** A day or a month, or null where the text is neither: "2021-05-14", "2021年5月", 202105, 44330. */
export function readDate(cell: string | number): ReadDate | null {
  const text = String(cell).normalize('NFKC').trim();
  const dayNumber = Number(DAY_NUMBER.exec(text)?.[1] ?? 0);
  if (dayNumber >= FIRST_DAY_NUMBER && dayNumber <= LAST_DAY_NUMBER) {
    const day = new Date(DAY_ZERO_MS + dayNumber * 86_400_000).toISOString().slice(0, 10);
    return {month: day.slice(0, 7), day, isDayNumber: true};
  }
  const match = WITH_MARKS.exec(text) ?? WITHOUT_MARKS.exec(text);
  if (!match) return null;
  const [, year, monthText, dayText] = match as unknown as [string, string, string, string?];
  const month = Number(monthText);
  if (month < 1 || month > 12) return null;
  const monthName = `${year}-${String(month).padStart(2, '0')}`;
  if (dayText === undefined) return {month: monthName, day: null};
  const day = Number(dayText);
  const dayCount = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
  if (day < 1 || day > dayCount) return null;
  return {month: monthName, day: `${monthName}-${String(day).padStart(2, '0')}`};
}
