import {parse, type ElementNode, type TemplateChildNode} from '@vue/compiler-dom';
import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import en from '../../../web/src/i18n/en.json' with {type: 'json'};
import zh from '../../../web/src/i18n/zh.json' with {type: 'json'};

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
  // a problem may leave out the service's own sentence where ours says it all
  const worded = keysOf(zh).filter((key) => !key.startsWith('problem.'));
  const differing = worded.filter(
    (key) => placeholders(valueAt(en, key)) !== placeholders(valueAt(zh, key)),
  );
  expect(differing).toEqual([]);
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
