import {fail} from '../errors.ts';

/** Query parameters as they came: one text each. */
export type Parameters = Record<string, string | undefined>;

/**
 * Takes the parameters of a request, if it knows them all.
 * @throws PARAMETER_UNKNOWN, or PARAMETER_INVALID for one that is given twice
 */
export function readParameters(query: unknown, known: readonly string[]): Parameters {
  const parameters: Parameters = {};
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    if (!known.includes(name)) throw fail('PARAMETER_UNKNOWN', {name, known: known.join(', ')});
    if (typeof value !== 'string') {
      throw fail('PARAMETER_INVALID', {
        name,
        seen: {zh: '多次给出', en: 'given several times'},
        expected: {zh: '一个值', en: 'one value'},
      });
    }
    parameters[name] = value;
  }
  return parameters;
}

/**
 * A whole number from `minimum` on, clamped to `maximum`.
 * @throws PARAMETER_INVALID
 */
export function readInteger(
  parameters: Parameters,
  name: string,
  {minimum, maximum = Number.MAX_SAFE_INTEGER}: {minimum: number; maximum?: number},
): number | null {
  const text = parameters[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum) {
    throw fail('PARAMETER_INVALID', {
      name,
      seen: `"${text}"`,
      expected: {zh: `不小于 ${minimum} 的整数`, en: `a whole number from ${minimum} on`},
    });
  }
  return Math.min(value, maximum);
}

/**
 * A box as four numbers; of six the two heights are left out.
 * @throws PARAMETER_INVALID
 */
export function readBbox({bbox: text}: Parameters): number[] | null {
  if (text === undefined) return null;
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if ((numbers.length !== 4 && numbers.length !== 6) || !numbers.every(Number.isFinite)) {
    throw fail('PARAMETER_INVALID', {
      name: 'bbox',
      seen: `"${text}"`,
      expected: {
        zh: '以逗号分隔的 4 个（或 6 个）数字：左下角和右上角',
        en: '4 (or 6) numbers with commas between: the lower left and the upper right corner',
      },
    });
  }
  return numbers.length === 6 ? [numbers[0]!, numbers[1]!, numbers[3]!, numbers[4]!] : numbers;
}

/** @throws PARAMETER_INVALID unless the text, if there is one, is one of those offered */
export function readChoice<T extends string>(
  parameters: Parameters,
  name: string,
  offered: readonly T[],
): T | null {
  const text = parameters[name];
  if (text === undefined) return null;
  const found = offered.find((each) => each === text);
  if (found === undefined) {
    const expected = {zh: ` ${offered.join(' 或 ')}`, en: offered.join(' or ')};
    throw fail('PARAMETER_INVALID', {name, seen: `"${text}"`, expected});
  }
  return found;
}

const INSTANT = String.raw`\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?`;
const DATETIME = new RegExp(`^(${INSTANT}|(${INSTANT}|\\.\\.)?/(${INSTANT}|\\.\\.)?)$`, 'i');

/**
 * Checks a moment or interval. Features have no time here, and the standard lets such features pass.
 * @throws PARAMETER_INVALID
 */
export function checkDatetime({datetime}: Parameters): void {
  if (datetime === undefined) return;
  const [from, to] = datetime.split('/');
  const isBackwards = to !== undefined && Date.parse(from!) > Date.parse(to);
  if (!DATETIME.test(datetime) || datetime === '/' || isBackwards) {
    throw fail('PARAMETER_INVALID', {
      name: 'datetime',
      seen: `"${datetime}"`,
      expected: {
        zh: '日期、RFC 3339 时间，或以“/”分隔的两个（“..”表示不限）',
        en: 'a date, an RFC 3339 time, or two of them with "/" between (".." is open)',
      },
    });
  }
}
