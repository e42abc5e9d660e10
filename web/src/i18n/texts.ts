import {createI18n} from 'vue-i18n';
import en from './en.json' with {type: 'json'};
import zh from './zh.json' with {type: 'json'};

/** All texts of the interface; Chinese is what is missing nowhere. */
export function createTexts(locale: 'zh' | 'en') {
  return createI18n({legacy: false, locale, fallbackLocale: 'zh', messages: {zh, en}});
}
