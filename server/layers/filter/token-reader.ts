import {inBoth, type LocalText} from '../../../contract/local-text.ts';
import {fail} from '../../errors.ts';
import {tokenize, type Token} from './tokens.ts';

/** Walks over the tokens of a filter and says what was expected where something else stands. */
export class TokenReader {
  private readonly tokens: Token[];
  private index = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  peek(): Token {
    return this.tokens[this.index]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.index++;
    return token;
  }

  take(kind: Token['kind']): Token | null {
    return this.peek().kind === kind ? this.next() : null;
  }

  /** Takes a keyword, in whatever case. */
  takeWord(word: string): boolean {
    const {kind, text} = this.peek();
    if (kind !== 'word' || text.toLowerCase() !== word) return false;
    this.index++;
    return true;
  }

  takeSign(...signs: string[]): string | null {
    const {kind, text} = this.peek();
    if (kind !== 'sign' || !signs.includes(text)) return null;
    this.index++;
    return text;
  }

  /** Whether a word with an opening bracket after it comes next; WKT may have a Z between. */
  isCall(): boolean {
    const [word, second, third] = this.tokens.slice(this.index, this.index + 3);
    const isBracket = (token?: Token) => token?.kind === 'sign' && token.text === '(';
    if (word?.kind !== 'word') return false;
    return isBracket(second) || (/^z$/i.test(second?.text ?? '') && isBracket(third));
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) this.refuse(inBoth(word));
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) this.refuse(inBoth(`"${sign}"`));
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') this.refuse({zh: 'and、or 或结尾', en: 'and, or, or the end'});
  }

  refuse(expected: LocalText): never {
    const {kind, text, at} = this.peek();
    const seen =
      kind === 'end'
        ? {zh: '筛选条件已结束', en: 'the filter ends'}
        : {zh: `为“${text}”`, en: `there is "${text}"`};
    const reason = {
      zh: `第 ${at} 个字符处${seen.zh}，应为 ${expected.zh}`,
      en: `at character ${at} ${seen.en}; expected ${expected.en}`,
    };
    throw fail('FILTER_INVALID', {reason});
  }
}
