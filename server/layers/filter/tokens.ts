import {fail} from '../../errors.ts';

export interface Token {
  kind: 'word' | 'name' | 'string' | 'number' | 'sign' | 'end';
  /** The word as written, the name or string without its quotes, the digits, the sign. */
  text: string;
  /** Where it begins, from 1. */
  at: number;
}

const PATTERNS: [Token['kind'] | null, RegExp][] = [
  [null, /\s+/y],
  ['string', /'((?:[^'\\]|''|\\[^])*)'/y],
  ['name', /"((?:[^"]|"")+)"/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  // letters of any script: attributes have Chinese names
  ['word', /[\p{L}_:][\p{L}\p{N}\p{M}_:.]*/uy],
  ['sign', /<>|<=|>=|[=<>(),+*/-]/y],
];

/**
 * Splits CQL2 text.
 * @throws FILTER_INVALID
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const match = firstMatch(text, offset);
    if (!match) {
      const rest = text.slice(offset, offset + 12);
      const at = offset + 1;
      const reason = rest.startsWith("'")
        ? {
            zh: `第 ${at} 个字符处的字符串没有结束`,
            en: `at character ${at} there is a string that does not end`,
          }
        : {zh: `第 ${at} 个字符处为“${rest}”`, en: `at character ${at} there is "${rest}"`};
      throw fail('FILTER_INVALID', {reason});
    }
    if (match.kind !== null) tokens.push({kind: match.kind, text: match.text, at: offset + 1});
    offset += match.length;
  }
  tokens.push({kind: 'end', text: '', at: text.length + 1});
  return tokens;
}

function firstMatch(text: string, offset: number) {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match) return {kind, text: content(kind, match), length: match[0].length};
  }
  return null;
}

function content(kind: Token['kind'] | null, match: RegExpExecArray): string {
  if (kind === 'string') return match[1]!.replaceAll("''", "'").replaceAll("\\'", "'");
  if (kind === 'name') return match[1]!.replaceAll('""', '"');
  return match[0];
}
