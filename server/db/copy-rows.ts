/**
 * Rows in the binary form of COPY (PostgreSQL manual, COPY, “Binary Format”): a header of 19 bytes,
 * then per row the number of fields and per field its length and its bytes, big-endian; −1 ends it.
 */
const SIGNATURE = Uint8Array.from('PGCOPY\n\xff\r\n\0', (char) => char.charCodeAt(0));
const HEADER_LENGTH = SIGNATURE.length + 8;

/** A field is a window into `bytes`, or null. */
export function* copyRows(bytes: Uint8Array): Generator<(Uint8Array | null)[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = HEADER_LENGTH + view.getInt32(HEADER_LENGTH - 4);
  for (;;) {
    const fieldCount = view.getInt16(at);
    at += 2;
    if (fieldCount < 0) return;
    const fields: (Uint8Array | null)[] = [];
    for (let i = 0; i < fieldCount; i++) {
      const length = view.getInt32(at);
      at += 4;
      fields.push(length < 0 ? null : bytes.subarray(at, at + length));
      if (length > 0) at += length;
    }
    yield fields;
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
