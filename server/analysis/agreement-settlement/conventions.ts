import type {LocalText} from '../../../contract/local-text.ts';

/** How numbers are reckoned, in words: what both sides of an agreement have to know. */
export const CONVENTIONS: LocalText[] = [
  {
    zh: '年均值是各月均值的算术平均，每月同权；一月内多次监测先取平均。',
    en: 'A mean of a year is the plain mean of its months, each counting alike; several values in a month are averaged first.',
  },
  {
    zh: '低于检出限的数值取检出限的一半（本项目的约定，未核对，置信度 0.7）。',
    en: 'A value below its detection limit counts as half the limit (our convention, not checked, confidence 0.7).',
  },
  {
    zh: '断面类别为最差单项指标的类别；某项没有数值时按其余各项判定，并注明不完整。',
    en: 'The class of a section is that of its worst indicator; where one has no value the others decide, and the result is marked incomplete.',
  },
  {
    zh: '一律以未修约的数值与限值比较；与限值相差在十亿分之一以内视为相等。',
    en: 'Numbers are compared with limits unrounded; within one part in a billion of a limit they are equal to it.',
  },
  {
    zh: '同一断面、指标、日期的相同数值只计一次，不同数值均不使用。',
    en: 'The same value twice for a section, indicator and date counts once; of different values none is used.',
  },
  {
    zh: '金额以元计，不修约；各方净额之和为零。',
    en: 'Money is in yuan and not rounded; the net amounts of all parties sum to zero.',
  },
];
