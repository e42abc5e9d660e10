import {inBoth, type LocalText} from '../../../contract/local-text.ts';

/** Where a text stops being JSON, and what stands there. */
export interface JsonError {
  position: number;
  reason: LocalText;
}

/**
 * Finds the first place where a text breaks the grammar of JSON (RFC 8259). JSON.parse only says so
 * for some mistakes; this walks the text again to say it for all. Null when it is JSON.
 */
export function findJsonError(text: string): JsonError | null {
  const walker = new Walker(text);
  try {
    walker.value();
    walker.space();
    if (walker.at < text.length) walker.stop(END);
    return null;
  } catch (error) {
    if (error instanceof Stop) return {position: error.position, reason: error.reason};
    if (error instanceof RangeError) return {position: 0, reason: TOO_DEEP};
    throw error;
  }
}

const TOO_DEEP = {zh: '嵌套过深', en: 'it is nested too deeply'};
const END = {zh: '结尾', en: 'the end'};

class Stop extends Error {
  constructor(
    readonly position: number,
    readonly reason: LocalText,
  ) {
    super(reason.en);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- they are what JSON forbids in strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;
/** Words that other programs write where JSON has nothing to say. */
const NOT_NUMBERS = /[+-]?(?:nan|inf(?:inity)?)\b/iy;

class Walker {
  at = 0;
  constructor(private readonly text: string) {}

  value(): void {
    this.space();
    const first = this.text[this.at];
    if (first === '{') this.list('}', () => this.member());
    else if (first === '[') this.list(']', () => this.value());
    else if (first === '"') this.string();
    else if (['true', 'false', 'null'].some((word) => this.takes(word))) return;
    else if (!this.matches(NUMBER)) this.noValue();
  }

  space(): void {
    this.matches(SPACE);
  }

  stop(expected: LocalText): never {
    const rest = this.text.slice(this.at, this.at + 12).replaceAll(/\s+/g, ' ');
    const seen = this.at < this.text.length ? inBoth(`"${rest}"`) : END;
    throw new Stop(this.at, {
      zh: `此处为${seen.zh}，应为${expected.zh}`,
      en: `seen ${seen.en}, expected ${expected.en}`,
    });
  }

  private noValue(): never {
    const from = this.at;
    if (this.matches(NOT_NUMBERS)) {
      const word = this.text.slice(from, this.at);
      throw new Stop(from, {
        zh: `${word} 不是 JSON 的数值；请给出数值，或去除该要素`,
        en: `${word} is not a number JSON knows; give a number, or leave the feature out`,
      });
    }
    this.stop({zh: '一个值', en: 'a value'});
  }

  private list(close: string, item: () => void): void {
    this.at++;
    this.space();
    if (this.takes(close)) return;
    for (;;) {
      item();
      this.space();
      if (this.takes(close)) return;
      if (!this.takes(',')) this.stop({zh: `“,”或“${close}”`, en: `"," or "${close}"`});
      this.space();
      if (this.text[this.at] === close) {
        this.stop({zh: '逗号之后的另一项', en: 'another item after the comma'});
      }
    }
  }

  private member(): void {
    this.space();
    if (this.text[this.at] !== '"')
      this.stop({zh: '双引号中的名称', en: 'a name in double quotes'});
    this.string();
    this.space();
    if (!this.takes(':')) this.stop(inBoth('":"'));
    this.value();
  }

  private string(): void {
    if (!this.matches(STRING)) {
      this.stop({zh: '以双引号结束的字符串', en: 'a string that ends with a double quote'});
    }
  }

  private takes(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    if (!pattern.test(this.text)) return false;
    this.at = pattern.lastIndex;
    return true;
  }
}
