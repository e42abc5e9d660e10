import {readdirSync, readFileSync} from 'node:fs';
import ts from 'typescript';
import {describe, expect, it} from 'vitest';
import {GEOMETRY_REASONS_ZH} from '../contract/geometry-reason.ts';
import {PROCESSES} from '../server/analysis/index.ts';
import {ERRORS} from '../server/error-table.ts';
import {ERRORS_ZH} from '../server/errors-zh.ts';
import {ruleOf} from '../server/ingest/mend-invalid.ts';
import en from '../web/src/i18n/en.json' with {type: 'json'};
import zh from '../web/src/i18n/zh.json' with {type: 'json'};

const sources = readdirSync('server', {recursive: true})
  .map((file) => `server/${String(file)}`)
  // errors.ts puts its texts together out of its two tables, which are compared below
  .filter((file) => file.endsWith('.ts') && file !== 'server/errors.ts')
  .map((path) => ({path, text: readFileSync(path, 'utf8')}));

/** A text that stands in the source in both languages. */
interface WrittenText {
  where: string;
  zh: ts.Expression;
  en: ts.Expression;
}

const written = sources.flatMap(({path, text}) => textsIn(path, text));

describe('Texts of the service', () => {
  it('are written in both languages', () => {
    expect(written.length).toBeGreaterThan(150);
    const half = written.filter(({zh: local, en: other}) => {
      const [chinese, english] = [wordsOf(local), wordsOf(other)];
      const isName = !/\p{L}{2}/u.test(english);
      return (
        !isName &&
        (!/\p{Script=Han}/u.test(chinese) ||
          /\p{Script=Han}{3}/u.test(english.replaceAll(/\(.*?\)/g, '')))
      );
    });
    expect(half.map(({where}) => where)).toEqual([]);
  });

  it('are filled from the same values in both languages', () => {
    const differing = written.filter(({zh: local, en: other}) => {
      const [a, b] = [valuesOf(local), valuesOf(other)];
      const missing = [
        ...[...a.needed].filter((name) => !b.all.has(name)),
        ...[...b.needed].filter((name) => !a.all.has(name)),
      ];
      return missing.length > 0;
    });
    expect(differing.map(({where}) => where)).toEqual([]);
  });

  it('about problems have the same names to fill in', () => {
    const names = (sentence: string) =>
      [...new Set([...sentence.matchAll(/\{\w+\}/g)].map(String))].sort().join();
    const differing = Object.entries(ERRORS).filter(
      ([code, [, , sentence]]) =>
        names(sentence) !== names(ERRORS_ZH[code as keyof typeof ERRORS][1]),
    );
    expect(differing.map(([code]) => code)).toEqual([]);
    const unspoken = Object.entries(ERRORS_ZH).filter(
      ([, [title, sentence]]) =>
        !/\p{Script=Han}/u.test(title) || !/\p{Script=Han}|^\{reason\}$/u.test(sentence),
    );
    expect(unspoken).toEqual([]);
  });

  it('of every rule an import checks by have a title in the app, and no other rule has one', () => {
    const made = /(?:\brule: |\b(?:layerIssue|finding|failed|unreadable)\(\s*)'([a-z-]+)'/g;
    const rules = sources
      .filter(({path}) => path.startsWith('server/ingest/'))
      .flatMap(({text}) => [...text.matchAll(made)].map(([, rule]) => rule!));
    const reasons = [null, ...Object.keys(GEOMETRY_REASONS_ZH)];
    const known = [...new Set([...rules, ...reasons.map(ruleOf)])].sort();
    expect(Object.keys(zh.rule).sort()).toEqual(known);
    expect(Object.keys(en.rule).sort()).toEqual(known);
  });

  it('of every process that can run as a job have a title in the app', () => {
    const jobs = sources.flatMap(({text}) =>
      [...text.matchAll(/processID: '([a-z-]+)'/g)].map(([, id]) => id!),
    );
    const ids = [...PROCESSES.map(({id}) => id), ...jobs];
    expect(ids.filter((id) => !(id in zh.process) || !(id in en.process))).toEqual([]);
  });
});

/** All object literals with both zh and en, and pairs of them passed one after the other. */
function textsIn(path: string, text: string): WrittenText[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: WrittenText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const [local, other] = [memberOf(node, 'zh'), memberOf(node, 'en')];
      const line = file.getLineAndCharacterOfPosition(node.pos).line + 1;
      if (local && other) found.push({where: `${path}:${line}`, zh: local, en: other});
    }
    if (ts.isCallExpression(node)) {
      const [local, other] = node.arguments.slice(-2);
      const line = file.getLineAndCharacterOfPosition(node.pos).line + 1;
      const isPair =
        local && other && [local, other].every(isText) && /\p{Script=Han}/u.test(wordsOf(local));
      if (isPair) found.push({where: `${path}:${line}`, zh: local, en: other});
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function memberOf(node: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const member = node.properties.find(
    (each): each is ts.PropertyAssignment =>
      ts.isPropertyAssignment(each) && each.name.getText() === name,
  );
  return member?.initializer;
}

/** What is written out in a text: the pieces of its templates and its strings. */
function wordsOf(node: ts.Node): string {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) return node.text;
  if (ts.isTemplateMiddleOrTemplateTail(node)) return node.text;
  const words: string[] = [];
  ts.forEachChild(node, (child) => void words.push(wordsOf(child)));
  return words.join(' ');
}

/**
 * The values a text is filled from, by name; tables of words are written in capitals. What only a choice
 * of words depends on, as the plural does, is among `all` alone: one of the languages may not need it.
 */
function valuesOf(node: ts.Node): {needed: Set<string>; all: Set<string>} {
  const needed = new Set<string>();
  const all = new Set<string>();
  const own = new Set<string>();
  const visit = (each: ts.Node, isChoice: boolean): void => {
    const on = (child: ts.Node) => visit(child, isChoice);
    if (ts.isTypeNode(each)) return;
    if (ts.isPropertyAccessExpression(each)) return on(each.expression);
    if (ts.isConditionalExpression(each)) {
      visit(each.condition, true);
      on(each.whenTrue);
      return on(each.whenFalse);
    }
    if (ts.isArrowFunction(each)) {
      each.parameters.forEach(({name}) => void own.add(name.getText()));
      return on(each.body);
    }
    if (ts.isCallExpression(each)) {
      if (!ts.isIdentifier(each.expression)) on(each.expression);
      return each.arguments.forEach(on);
    }
    const isValue =
      ts.isIdentifier(each) && !/^([A-Z_\d]+|zh|en|undefined|String)$/.test(each.text);
    if (isValue && !own.has(each.text)) {
      const name = each.text.replace(/(Zh|En)$/, '');
      all.add(name);
      if (!isChoice) needed.add(name);
    }
    ts.forEachChild(each, on);
  };
  visit(node, false);
  return {needed, all};
}
