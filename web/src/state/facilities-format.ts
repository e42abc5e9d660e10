import {useAppState} from './app-state.ts';
import {useFormat} from './use-format.ts';

/** Amounts a day and money as people read them; the exact value is for hovering. */
export function useFacilityFormat() {
  const {settings} = useAppState();
  const format = useFormat();
  const {t, number} = format;

  /** Sewage is spoken of in 万 m³/d in Chinese; everything else in its base measure. */
  function isInTenThousands(measure: string | null): boolean {
    return measure === 'm³/d' && settings.locale === 'zh';
  }
  function measureName(measure: string | null): string {
    return isInTenThousands(measure) ? t('facility.tenThousandM3') : (measure ?? '');
  }
  function amount(value: number | null, measure: string | null): string {
    if (value === null) return t('facility.unknown');
    if (isInTenThousands(measure)) return number(value / 10_000, 2);
    return number(value, measure === 't/d' ? 1 : 0);
  }
  function amountWithUnit(value: number | null, measure: string | null): string {
    return value === null
      ? t('facility.unknown')
      : `${amount(value, measure)} ${measureName(measure)}`;
  }
  function exactAmount(value: number | null, measure: string | null): string {
    return value === null ? t('facility.unknown') : `${number(value, 3)} ${measure ?? ''}`;
  }
  /** 1.26 亿元, 126 million yuan: rounded for reading. */
  function yuan(value: number): string {
    const steps =
      settings.locale === 'zh'
        ? ([
            [1e8, 'money.hundredMillion'],
            [1e4, 'money.tenThousand'],
          ] as const)
        : ([[1e5, 'money.million']] as const);
    const size = Math.abs(value);
    const step = steps.find(([from]) => size >= from);
    const factor = step?.[1] === 'money.million' ? 1e6 : (step?.[0] ?? 1);
    const text =
      step === undefined
        ? t('money.yuan', {amount: number(size)})
        : t(step[1], {amount: number(size / factor, 2)});
    return value < 0 && size >= 0.5 ? `−${text}` : text;
  }
  /** The same for narrow columns: ¥28.42 m, 2,842 万元. */
  function shortYuan(value: number): string {
    if (settings.locale === 'zh') return yuan(value);
    const text = t('facility.millions', {amount: number(Math.abs(value) / 1e6, 2)});
    return value < 0 && Math.abs(value) >= 5e3 ? `−${text}` : text;
  }
  /** A figure as it was given, with all its digits. */
  function figure(value: number): string {
    return number(value, String(value).split('.')[1]?.length ?? 0);
  }
  /** Units of costs come in English: yuan/m³, years, m³/d a head; a factor has none. */
  function costUnit(unit: string): string {
    if (unit === '1') return '';
    if (settings.locale !== 'zh') return unit;
    return unit
      .replace(/yuan/g, '元')
      .replace(/years?/g, '年')
      .replace(/ a head/g, '·人');
  }
  function exactYuan(value: number): string {
    return t('money.yuan', {amount: number(value, 2)});
  }
  /** A difference with its sign as a shape; null where it rounds to nothing. */
  function change(delta: number, show: (size: number) => string): string | null {
    const size = show(Math.abs(delta));
    if (size === show(0)) return null;
    return `${delta > 0 ? '▲ +' : '▼ −'}${size}`;
  }
  function percent(share: number | null, digits = 1): string {
    return share === null ? t('facility.unknown') : `${number(share * 100, digits)} %`;
  }
  function people(value: number | null): string {
    return value === null ? t('facility.unknown') : number(value);
  }
  function km(metres: number): string {
    return `${number(metres / 1000, 1)} km`;
  }

  return {
    ...format,
    measureName,
    amount,
    amountWithUnit,
    exactAmount,
    yuan,
    shortYuan,
    exactYuan,
    figure,
    costUnit,
    change,
    percent,
    people,
    km,
  };
}
