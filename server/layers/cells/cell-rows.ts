import type {Cells} from '../../kernel/cells/summary.ts';
import {CopyWriter} from '../../db/copy-rows.ts';

/** Leaves as rows of the table of cells; those covered as a whole have no bytes and no row. */
export function cellRows(
  versionId: number,
  {keys, bytes, byteStarts}: Cells,
): Uint8Array<ArrayBuffer> {
  const writer = new CopyWriter(bytes.length + 32 * keys.length);
  for (let i = 0; i < keys.length; i++) {
    const leaf = bytes.subarray(byteStarts[i]!, byteStarts[i + 1]!);
    if (leaf.length === 0) continue;
    writer.row(3);
    writer.int4(versionId);
    writer.int8(keys[i]!);
    writer.bytea(leaf);
  }
  return writer.finish();
}
