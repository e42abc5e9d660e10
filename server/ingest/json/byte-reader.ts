import {isUtf8} from 'node:buffer';
import {closeSync, openSync, readSync} from 'node:fs';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from './json-bytes.ts';

const CHUNK_BYTES = 1 << 20;

/** Text of one JSON value and the byte of the file at which it begins. */
export interface JsonSlice {
  text: string;
  startByte: number;
}

/** A slice that is not UTF-8 text. */
export class NotUtf8Error extends Error {
  override readonly name = 'NotUtf8Error';
  constructor(readonly startByte: number) {
    super(`bytes from ${startByte} are not UTF-8`);
  }
}

/**
 * Walks through a JSON file byte by byte, a chunk of it in memory at a time. It knows only strings
 * and brackets: enough to cut values out for JSON.parse, however large the file is.
 * Reads synchronously, so it belongs in a thread.
 */
export class ByteReader {
  private readonly file: number;
  private readonly chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  private length = 0;
  private at = 0;
  private chunkStart = 0;

  constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  /** The byte of the file that is read next. */
  get position(): number {
    return this.chunkStart + this.at;
  }

  close(): void {
    closeSync(this.file);
  }

  /** The next byte, which stays; −1 at the end. */
  peek(): number {
    if (this.at === this.length && !this.refill()) return -1;
    return this.chunk[this.at]!;
  }

  skip(): void {
    this.at++;
  }

  /** Passes white space; returns the byte after it, which stays, or −1 at the end. */
  skipSpace(): number {
    for (;;) {
      const byte = this.peek();
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.at++;
    }
  }

  /** Passes a UTF-8 byte order mark at the beginning. */
  skipByteOrderMark(): void {
    if (this.peek() !== 0xef) return;
    if (this.chunk[1] === 0xbb && this.chunk[2] === 0xbf) this.at = 3;
  }

  /** Cuts out the value that begins here; stops where its brackets close, or before , ] } or the end. */
  takeValue(): JsonSlice {
    const startByte = this.position;
    const bytes = this.walk(true);
    if (!isUtf8(bytes)) throw new NotUtf8Error(startByte);
    return {text: bytes.toString('utf8'), startByte};
  }

  /** Passes the value that begins here. */
  skipValue(): void {
    this.walk(false);
  }

  /** Cuts out the line that begins here, without its end; null at the end of the file. */
  takeLine(): JsonSlice | null {
    if (this.peek() === -1) return null;
    const startByte = this.position;
    const parts: Buffer[] = [];
    for (;;) {
      const end = this.chunk.subarray(0, this.length).indexOf(0x0a, this.at);
      parts.push(Buffer.from(this.chunk.subarray(this.at, end < 0 ? this.length : end)));
      this.at = end < 0 ? this.length : end + 1;
      if (end >= 0 || !this.refill()) break;
    }
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    if (!isUtf8(bytes)) throw new NotUtf8Error(startByte);
    return {text: bytes.toString('utf8'), startByte};
  }

  private walk(keeps: boolean): Buffer {
    const parts: Buffer[] = [];
    let depth = 0;
    let isString = false;
    let isEscaped = false;
    let from = this.at;
    const {chunk} = this;
    for (;;) {
      if (this.at === this.length) {
        if (keeps) parts.push(Buffer.from(chunk.subarray(from, this.at)));
        if (!this.refill()) break;
        from = this.at;
      }
      const byte = chunk[this.at]!;
      if (isString) {
        this.at++;
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isString = false;
          if (depth === 0) break;
        }
        continue;
      }
      if (byte === QUOTE) isString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (depth === 0) break;
        depth--;
        if (depth === 0) {
          this.at++;
          break;
        }
      } else if (byte === COMMA && depth === 0) break;
      this.at++;
    }
    if (!keeps) return Buffer.alloc(0);
    if (this.at > from && this.length > 0) parts.push(Buffer.from(chunk.subarray(from, this.at)));
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  private refill(): boolean {
    this.chunkStart += this.length;
    this.at = 0;
    this.length = readSync(this.file, this.chunk, 0, CHUNK_BYTES, this.chunkStart);
    return this.length > 0;
  }
}
