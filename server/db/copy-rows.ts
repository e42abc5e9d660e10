/**
 * Rows in the binary form of COPY (PostgreSQL manual, COPY, “Binary Format”): a header of 19 bytes,
 * then per row the number of fields and per field its length and its bytes, big-endian; −1 ends it.
 */
const SIGNATURE = Uint8Array.from('PGCOPY\n\xff\r\n\0', (char) => char.charCodeAt(0));
const HEADER_LENGTH = SIGNATURE.length + 8;

/** A field is a window into `bytes`, or null. */
export function* copyRows(bytes: Uint8Array): Generator<(Uint8Array | null)[]> {
  const reader = new CopyReader(bytes);
  for (;;) {
    const fieldCount = reader.row();
    if (fieldCount < 0) return;
    const fields: (Uint8Array | null)[] = [];
    for (let i = 0; i < fieldCount; i++) {
      const length = reader.field();
      fields.push(length < 0 ? null : bytes.subarray(reader.start, reader.start + length));
    }
    yield fields;
  }
}

/** Walks over rows without an object for each: `row`, then `field` for each of its fields. */
export class CopyReader {
  /** Where the bytes of the field begin that was met last. */
  start = 0;
  private at: number;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = HEADER_LENGTH + this.view.getInt32(HEADER_LENGTH - 4);
  }

  /** How many fields the next row has; −1 after the last. */
  row(): number {
    const fieldCount = this.view.getInt16(this.at);
    this.at += 2;
    return fieldCount;
  }

  /** The length of the next field in bytes; −1 for null. */
  field(): number {
    const length = this.view.getInt32(this.at);
    this.start = this.at + 4;
    this.at = this.start + Math.max(0, length);
    return length;
  }

  /** The next field, of type bigint, a whole number below 2^53. */
  int8(): number {
    this.field();
    return this.view.getInt32(this.start) * 2 ** 32 + this.view.getUint32(this.start + 4);
  }
}

/** The text of a field of type text. */
export function textField(field: Uint8Array | null): string | null {
  return field === null ? null : DECODER.decode(field);
}

const DECODER = new TextDecoder();

/** Lays rows out: `row` with the number of fields, then each field in turn. */
export class CopyWriter {
  private bytes: Uint8Array<ArrayBuffer>;
  private view: DataView;
  private at = HEADER_LENGTH;

  /** @param length room for so many bytes to begin with */
  constructor(length = 2 ** 16) {
    this.bytes = new Uint8Array(HEADER_LENGTH + length);
    this.bytes.set(SIGNATURE);
    this.view = new DataView(this.bytes.buffer);
  }

  row(fieldCount: number): void {
    this.reserve(2);
    this.view.setInt16(this.at, fieldCount);
    this.at += 2;
  }

  /** A field of type integer. */
  int4(value: number): void {
    this.reserve(8);
    this.view.setInt32(this.at, 4);
    this.view.setInt32(this.at + 4, value);
    this.at += 8;
  }

  /** A field of type bigint, given as a whole number below 2^53. */
  int8(value: number): void {
    this.reserve(12);
    this.view.setInt32(this.at, 8);
    this.view.setInt32(this.at + 4, Math.floor(value / 2 ** 32));
    this.view.setUint32(this.at + 8, value % 2 ** 32);
    this.at += 12;
  }

  /** A field of type bytea. */
  bytea(value: Uint8Array): void {
    this.reserve(4 + value.length);
    this.view.setInt32(this.at, value.length);
    this.bytes.set(value, this.at + 4);
    this.at += 4 + value.length;
  }

  /** All rows; the writer is of no use afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    this.reserve(2);
    this.view.setInt16(this.at, -1);
    return this.bytes.subarray(0, this.at + 2);
  }

  private reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const larger = new Uint8Array(2 * (this.at + length));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}
