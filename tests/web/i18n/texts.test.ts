import {parse, type ElementNode, type TemplateChildNode} from '@vue/compiler-dom';
import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import en from '../../../web/src/i18n/en.json' with {type: 'json'};
import {createTexts} from '../../../web/src/i18n/texts.ts';
import zh from '../../../web/src/i18n/zh.json' with {type: 'json'};
import {counted} from '../../../web/src/state/counted.ts';

const root = new URL('../../../web/src/', import.meta.url).pathname;
const sources = readdirSync(root, {recursive: true})
  .map(String)
  .filter((file) => /\.(vue|ts)$/.test(file))
  .map((file) => ({file, text: readFileSync(root + file, 'utf8')}));
/** Attributes whose text a person sees or hears. */
const SPOKEN = ['title', 'placeholder', 'aria-label', 'alt', 'label'];

function keysOf(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`),
  );
}

function valueAt(texts: object, key: string): string {
  return key.split('.').reduce<unknown>((node, part) => (node as never)[part], texts) as string;
}

test('Chinese and English have the same texts with the same placeholders', () => {
  expect(keysOf(en).sort()).toEqual(keysOf(zh).sort());
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join();
  // one and many are the same text twice
  const forms = (text: string) => [...new Set(text.split(' | ').map(placeholders))];
  // a problem may leave out the service's own sentence where ours says it all
  const worded = keysOf(zh).filter((key) => !key.startsWith('problem.'));
  const differing = worded.filter(
    (key) => forms(valueAt(en, key)).join(' | ') !== forms(valueAt(zh, key)).join(' | '),
  );
  expect(differing).toEqual([]);
});

test('a text that counts things in the plural has a form for one of them', () => {
  const without = keysOf(en).filter(
    (key) =>
      /\{count\} (?:[a-z]+ )?[a-z]+s\b/.test(valueAt(en, key)) &&
      valueAt(en, key).split(' | ').length !== 2,
  );
  // what is told only of hundreds
  expect(without).toEqual(['flow.tooMany']);
});

test('one is said in the singular, nothing and many in the plural, and Chinese has one form', () => {
  const {global} = createTexts('en');
  const say = (count: string) => global.t('facility.overCount', counted({count}));
  expect(say('1')).toBe('1 facility has a load above its capacity');
  expect(say('0')).toBe('0 facilities have a load above their capacity');
  expect(say('1,001')).toBe('1,001 facilities have a load above their capacity');
  expect(global.t('border.between')).toBe(' | ');
  const chinese = createTexts('zh').global;
  expect(chinese.t('layer.issues', counted({count: '1'}))).toBe(
    chinese.t('layer.issues', counted({count: '5'})).replace('5', '1'),
  );
});

test('every text that is asked for by name exists', () => {
  const known = new Set(keysOf(zh));
  const named = new RegExp(`'((?:${Object.keys(zh).join('|')})(?:\\.[\\w-]+)+)'`, 'g');
  const missing = sources.flatMap(({file, text}) =>
    [...text.matchAll(named)]
      .map((match) => match[1]!)
      .filter((key) => !known.has(key))
      .map((key) => `${file}: ${key}`),
  );
  expect(missing).toEqual([]);
});

test('no text stands in a template', () => {
  const found = sources
    .filter(({file}) => file.endsWith('.vue'))
    .flatMap(({file, text}) => {
      const template = parse(text, {parseMode: 'sfc'}).children.find(
        (node): node is ElementNode => node.type === 1 && node.tag === 'template',
      );
      return (template?.children ?? []).flatMap(textsIn).map((each) => `${file}: ${each}`);
    });
  expect(found).toEqual([]);
});

/** Words written straight into the markup; numbers of NodeTypes: 1 element, 2 text. */
function textsIn(node: TemplateChildNode): string[] {
  if (node.type === 2) return /\p{L}/u.test(node.content) ? [node.content.trim()] : [];
  if (node.type !== 1) return [];
  const spoken = node.props.flatMap((prop) =>
    prop.type === 6 && SPOKEN.includes(prop.name) && /\p{L}/u.test(prop.value?.content ?? '')
      ? [`${prop.name}="${prop.value!.content}"`]
      : [],
  );
  return [...spoken, ...node.children.flatMap(textsIn)];
}
