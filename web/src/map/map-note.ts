import type {Locale, MapState} from '../state/map-state.ts';
import {TEXTS} from './texts.ts';

/** What the corner of the map must say of the layers on it, most important first. */
export function mapNote(state: Pick<MapState, 'layers' | 'baseMap'>, locale: Locale): string {
  const shown = state.layers.filter(({isVisible}) => isVisible);
  const notes = new Set<string>();
  if (shown.some(({isInvented}) => isInvented)) notes.add(TEXTS.invented[locale]);
  if (shown.some(({isInvented}) => !isInvented)) notes.add(TEXTS.unreviewed[locale]);
  for (const {attribution} of shown) {
    const source = attribution[locale];
    const isSaid = [...notes].some((note) => source.startsWith(note));
    if (source && !isSaid) notes.add(source);
  }
  if (state.baseMap.kind === 'tianditu') notes.add(locale === 'zh' ? '© 天地图' : '© Tianditu');
  return [...notes].join(' · ');
}
