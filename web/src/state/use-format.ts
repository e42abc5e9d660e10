import {computed} from 'vue';
import {useI18n} from 'vue-i18n';
import {AREA_UNIT_SYMBOL, areaIn, type AreaUnit} from '../../../contract/format-area.ts';
import type {Role} from '../../../contract/layer-kind.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import type {Problem} from '../../../contract/problem.ts';
import {useAppState} from './app-state.ts';
import type {ClassLook} from './class-looks.ts';
import {counted} from './counted.ts';
import {limitsText} from './limits-text.ts';

/** Between which areas one lies that is not known exactly yet. */
export interface AreaLimits {
  readonly lowerM2: number;
  readonly upperM2: number;
}

/** Digits after the point: about 100 m² in ha, km² and 亩, whole numbers in m². */
export const AREA_DIGITS: Record<AreaUnit, number> = {m2: 0, ha: 2, km2: 4, mu: 1};

/** Texts and numbers as the user reads them: language and area unit of the settings. */
export function useFormat() {
  const {t: translate, te} = useI18n();
  const {settings} = useAppState();
  const language = computed(() => (settings.locale === 'zh' ? 'zh-CN' : 'en'));
  const areaSymbol = computed(() => AREA_UNIT_SYMBOL[settings.areaUnit]);

  function t(key: string, values: Record<string, unknown> = {}): string {
    return translate(key, counted(values));
  }
  function number(value: number, digits = 0): string {
    // a sum of parts may fall short of nothing by rounding: that is 0, not −0
    const shown = Math.abs(value) < 0.5 / 10 ** digits ? 0 : value;
    return shown.toLocaleString(language.value, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }
  /** Area in the chosen unit, without its symbol. */
  function area(areaM2: number): string {
    return number(areaIn(settings.areaUnit, areaM2), AREA_DIGITS[settings.areaUnit]);
  }
  function areaWithUnit(areaM2: number): string {
    return `${area(areaM2)} ${areaSymbol.value}`;
  }
  function exactM2(areaM2: number): string {
    return `${number(areaM2, 2)} m²`;
  }
  function share(value: number): string {
    const isSliver = value > 0 && value < 0.000_05;
    return isSliver ? `< ${number(0.01, 2)} %` : `${number(value * 100, 2)} %`;
  }
  /** Limits of an area in the chosen unit, as in "between 146,000 and 152,000 ha". */
  function areaBetween({lowerM2, upperM2}: AreaLimits): string {
    const unit = settings.areaUnit;
    const limits = limitsText(areaIn(unit, lowerM2), areaIn(unit, upperM2), language.value);
    return t('figure.between', {...limits, unit: areaSymbol.value});
  }
  /** The same for a cell of a table whose head says the unit: "146,000–152,000". */
  function areaRange({lowerM2, upperM2}: AreaLimits): string {
    const unit = settings.areaUnit;
    const limits = limitsText(areaIn(unit, lowerM2), areaIn(unit, upperM2), language.value);
    return t('figure.range', limits);
  }
  /** Limits as shares of a whole, outwards to whole percents: "18–19 %". */
  function shareRange({lowerM2, upperM2}: AreaLimits, wholeM2: number): string {
    if (wholeM2 <= 0) return share(0);
    const lower = number(Math.floor((lowerM2 / wholeM2) * 100));
    const upper = number(Math.min(100, Math.ceil((upperM2 / wholeM2) * 100)));
    return t('figure.percentRange', {lower, upper});
  }
  /** A change with its sign as a shape: ▲ +1.8 ha. Null when it rounds to nothing. */
  function change(deltaM2: number): string | null {
    const digits = AREA_DIGITS[settings.areaUnit];
    const delta = areaIn(settings.areaUnit, deltaM2);
    if (Math.abs(delta) < 0.5 / 10 ** digits) return null;
    const sign = delta > 0 ? '▲ +' : '▼ −';
    return `${sign}${number(Math.abs(delta), digits)} ${areaSymbol.value}`;
  }
  function text(local: LocalText): string {
    return local[settings.locale] || local.zh || local.en;
  }
  /** What a value that plays a role is called; null where it says so itself. */
  function valueTitle(
    role: Role | null,
    value: unknown,
    classes: readonly ClassLook[],
  ): string | null {
    if (typeof value !== 'string') return null;
    if (role === 'level') return te(`level.${value}`) ? t(`level.${value}`) : null;
    if (role !== 'class') return null;
    const look = classes.find((each) => each.class === value);
    return look === undefined || text(look.title) === value ? null : text(look.title);
  }
  function dateTime(iso: string): string {
    return new Date(iso).toLocaleString(language.value, {dateStyle: 'medium', timeStyle: 'short'});
  }
  /** A problem as a sentence: the service's own, unless the app knows better what to do here. */
  function sentence({code, detail, localDetail}: Problem): string {
    const own = localDetail === undefined ? detail : text(localDetail);
    return te(`problem.${code}`) ? t(`problem.${code}`, {detail: own}) : own;
  }

  return {
    t,
    number,
    area,
    areaSymbol,
    areaWithUnit,
    exactM2,
    share,
    areaBetween,
    areaRange,
    shareRange,
    change,
    text,
    valueTitle,
    dateTime,
    sentence,
    language,
  };
}
