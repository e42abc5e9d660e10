/** Where a text stops being JSON, and what stands there. */
export interface JsonError {
  position: number;
  reason: string;
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
    if (walker.at < text.length) walker.stop('the end');
    return null;
  } catch (error) {
    if (error instanceof Stop) return {position: error.position, reason: error.message};
    if (error instanceof RangeError) return {position: 0, reason: 'it is nested too deeply'};
    throw error;
  }
}

class Stop extends Error {
  constructor(
    readonly position: number,
    reason: string,
  ) {
    super(reason);
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

  stop(expected: string): never {
    const seen =
      this.at < this.text.length ? `"${this.text.slice(this.at, this.at + 12)}"` : 'the end';
    throw new Stop(this.at, `seen ${seen.replaceAll(/\s+/g, ' ')}, expected ${expected}`);
  }

  private noValue(): never {
    const from = this.at;
    if (this.matches(NOT_NUMBERS)) {
      const word = this.text.slice(from, this.at);
      throw new Stop(
        from,
        `${word} is not a number JSON knows; give a number, or leave the feature out`,
      );
    }
    this.stop('a value');
  }

  private list(close: string, item: () => void): void {
    this.at++;
    this.space();
    if (this.takes(close)) return;
    for (;;) {
      item();
      this.space();
      if (this.takes(close)) return;
      if (!this.takes(',')) this.stop(`"," or "${close}"`);
      this.space();
      if (this.text[this.at] === close) this.stop('another item after the comma');
    }
  }

  private member(): void {
    this.space();
    if (this.text[this.at] !== '"') this.stop('a name in double quotes');
    this.string();
    this.space();
    if (!this.takes(':')) this.stop('":"');
    this.value();
  }

  private string(): void {
    if (!this.matches(STRING)) this.stop('a string that ends with a double quote');
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
