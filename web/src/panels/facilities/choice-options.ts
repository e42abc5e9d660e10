import {useI18n} from 'vue-i18n';
import {useAppState} from '../../state/app-state.ts';
import {nameIn, type Named} from '../../state/basin-rows.ts';
import type {ListedLayer} from '../../state/layers.ts';
import {useFormat} from '../../state/use-format.ts';

export interface ChoiceOption {
  value: string;
  label: string;
}

/** What stands in the lists of choices, in the language of the interface. */
export function useChoiceOptions() {
  const {facilities, layers, settings} = useAppState();
  const {t, text} = useFormat();
  const {te} = useI18n();

  function layerOptions(isFitting: (layer: ListedLayer) => boolean): ChoiceOption[] {
    const fitting = layers.listed.value.filter(isFitting);
    const titles = fitting.map(({layer}) => text(layer.title));
    // layers that share a title are told apart by their ids
    return fitting.map(({layer: {id}}, i) => ({
      value: id,
      label:
        titles.indexOf(titles[i]!) === titles.lastIndexOf(titles[i]!)
          ? titles[i]!
          : t('facility.titleAndId', {title: titles[i]!, id}),
    }));
  }
  function levelName(level: string): string {
    const key = `level.${level}`;
    return te(key) ? t(key) : level;
  }
  /** Levels that features name, and the one that the service found where they name none. */
  function levelOptions(levels: readonly string[], found?: string): ChoiceOption[] {
    const all = found === undefined || levels.includes(found) ? levels : [...levels, found];
    return all.map((level) => ({value: level, label: levelName(level)}));
  }
  function nameOptions(names: readonly string[]): ChoiceOption[] {
    return names.map((name) => ({value: name, label: name}));
  }
  function featureOptions(features: readonly Named[]): ChoiceOption[] {
    return features.map((each) => ({
      value: each.code,
      label: t('facility.nameAndCode', {name: nameIn(each, settings.locale), code: each.code}),
    }));
  }
  /** Units of a level, by default the one that is looked at; all where none are of it. */
  function unitOptions(level: string | null = null): ChoiceOption[] {
    const wanted =
      level ?? facilities.choice.unitLevel ?? facilities.result.value?.unitLevel ?? null;
    const all = facilities.offers.features.value;
    const ofLevel = all.filter((each) => each.level === wanted);
    return featureOptions(ofLevel.length === 0 ? all : ofLevel);
  }

  return {layerOptions, levelName, levelOptions, nameOptions, unitOptions};
}
