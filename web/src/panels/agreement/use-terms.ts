import {computed} from 'vue';
import {useI18n} from 'vue-i18n';
import standard from '../../../../data/catalog/water-quality.json' with {type: 'json'};
import {useAppState} from '../../state/app-state.ts';
import {useFormat} from '../../state/use-format.ts';

/** Everything the standard has limits for, by id. */
const INDICATORS: readonly string[] = standard.indicators.map(({id}) => id);

/** Words of agreements as people read them: money, indicators, classes of water. */
export function useTerms() {
  const {settings} = useAppState();
  const {t, number, text} = useFormat();
  const {te} = useI18n();

  /** 1.26 亿元, 126 million yuan: rounded for reading; the exact amount is for hovering. */
  function yuan(value: number): string {
    const sign = value < 0 ? '−' : '';
    const size = Math.abs(value);
    const steps =
      settings.locale === 'zh'
        ? ([
            [1e8, 'money.hundredMillion'],
            [1e4, 'money.tenThousand'],
          ] as const)
        : ([[1e6, 'money.million']] as const);
    const step = steps.find(([from]) => size >= from);
    if (step === undefined) return sign + t('money.yuan', {amount: short(size)});
    return sign + t(step[1], {amount: short(size / step[0])});
  }
  /** For a column of amounts: the unit stands in its heading. */
  const yuanUnit = computed(() =>
    settings.locale === 'zh'
      ? {size: 1e4, name: t('money.unit.tenThousand')}
      : {size: 1e6, name: t('money.unit.million')},
  );
  function yuanInUnit(value: number): string {
    return short(value / yuanUnit.value.size).replace('-', '−');
  }
  function short(value: number): string {
    return number(value, Number.isInteger(value) ? 0 : 2);
  }
  function exactYuan(value: number): string {
    return t('money.yuan', {amount: number(value, 2)});
  }
  function indicatorName(id: string): string {
    const found = standard.indicators.find((each) => each.id === id);
    return found === undefined ? id : text(found.title);
  }
  function waterClass(name: string | null): string {
    return name === null ? t('agreement.unknown') : t(`waterClass.${name}`);
  }

  /** rule.weights.0 → Weights 1: words where there are any, else the path itself. */
  function placeName(path: string): string {
    const words = path
      .split('.')
      .filter((part) => part !== 'rule')
      .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : wordOf(part)));
    return words.join(' ') || t(path === '' ? 'draft.whole' : 'draft.rule');
  }
  function wordOf(part: string): string {
    return te(`draft.path.${part}`) ? t(`draft.path.${part}`) : part;
  }

  return {
    placeName,
    yuan,
    yuanUnit,
    yuanInUnit,
    exactYuan,
    indicatorName,
    waterClass,
    indicators: INDICATORS,
  };
}
