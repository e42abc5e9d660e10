import {reactive, watch} from 'vue';
import type {AreaUnit} from '../../../contract/format-area.ts';
import type {CoordinateReadout, Locale, Theme} from './map-state.ts';

/** What a person chose once and expects to find again: never part of a shared link, but for locale. */
export interface Settings {
  locale: Locale;
  theme: Theme;
  areaUnit: AreaUnit;
  coordinateReadout: CoordinateReadout;
  /** Shows the Tianditu base map, where the service has a token for it. */
  hasBaseMap: boolean;
  railWidth: number;
  columnWidth: number;
  tableHeight: number;
  isRailOpen: boolean;
  isColumnOpen: boolean;
  isTableOpen: boolean;
}

const KEY = 'liandong.settings';

export function createSettings(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  languages: readonly string[],
): Settings {
  const settings = reactive<Settings>({
    locale: languages[0]?.toLowerCase().startsWith('en') ? 'en' : 'zh',
    theme: 'light',
    areaUnit: 'ha',
    coordinateReadout: 'degrees',
    hasBaseMap: false,
    railWidth: 272,
    columnWidth: 360,
    tableHeight: 232,
    isRailOpen: true,
    isColumnOpen: true,
    isTableOpen: false,
  });
  Object.assign(settings, stored(storage, settings));
  watch(settings, () => storage.setItem(KEY, JSON.stringify(settings)), {deep: true});
  return settings;
}

/** What was stored, field by field, as far as it still has the type it should have. */
function stored(storage: Pick<Storage, 'getItem'>, defaults: Settings): Partial<Settings> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(storage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter(
      ([name, value]) => typeof value === typeof defaults[name as keyof Settings],
    ),
  );
}
