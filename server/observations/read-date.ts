/** Year, month, day in the orders and with the marks that Chinese and ISO tables use. */
const WITH_MARKS =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月)?(?:[T ].*)?$/;
const WITHOUT_MARKS = /^(\d{4})(\d{2})(\d{2})?$/;

/** A day or a month, or null where the text is neither: "2021-05-14", "2021年5月", 202105. */
export function readDate(cell: string | number): {month: string; day: string | null} | null {
  const text = String(cell).normalize('NFKC').trim();
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
