import {describe, expect, test} from 'vitest';
import {LEAF_ALIGNMENT, LeafView, type Piece} from '../../../server/kernel/cells/leaf.ts';
import {encodeLeaf} from '../../../server/kernel/cells/leaf-encoder.ts';
import {flatAreaM2} from '../../../server/kernel/area.ts';
import {hole, joined, rectangle} from './layers.ts';

function piece(features: number[], classes: number[], rings: Piece['rings']): Piece {
  return {
    features: Uint32Array.from(features),
    classes: Uint32Array.from(classes),
    rings,
    areaM2: flatAreaM2(rings),
  };
}

const A = piece([7], [1], rectangle(0, 0, 2, 2));
const B = piece([3, 9], [0, 1], joined(rectangle(2, 0, 6, 6), hole(rectangle(3, 1, 4, 2))));
const C = piece([2], [1], rectangle(0, 2, 2, 5));

describe('the bytes of a leaf', () => {
  test('give its pieces back, those of the same classes side by side', () => {
    const view = LeafView.of(encodeLeaf([A, B, C]));
    const read = view.pieces();
    expect(read.map(({features}) => [...features])).toEqual([[3, 9], [2], [7]]);
    expect(read.map(({classes}) => [...classes])).toEqual([[0, 1], [1], [1]]);
    expect(read.map(({areaM2}) => areaM2)).toEqual([23, 6, 4]);
    expect(read.map(({rings}) => flatAreaM2(rings))).toEqual([23, 6, 4]);
    expect(view.runCount).toBe(2);
    expect([0, 1, 2].map((run) => view.runRing(run) - view.pieceRing(0))).toEqual([0, 2, 4]);
    expect(view.runClassCount(0)).toBe(2);
    expect([view.runClass(0, 0), view.runClass(0, 1), view.runClass(1, 0)]).toEqual([0, 1, 1]);
  });

  test('are read in place on an 8-byte boundary and copied elsewhere', () => {
    const bytes = encodeLeaf([A]);
    expect(LeafView.of(bytes).xy.buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const view = LeafView.of(shifted.subarray(3));
    expect(view.pieces()[0]!.areaM2).toBe(4);
    expect([...view.pieces()[0]!.rings.xy]).toEqual([...A.rings.xy]);
  });

  test('are copied from a driver’s buffer too, whose slices share its memory', () => {
    const bytes = encodeLeaf([A]);
    const buffer = Buffer.alloc(bytes.length + 3);
    buffer.set(bytes, 3);
    expect(LeafView.of(buffer.subarray(3)).pieces()[0]!.areaM2).toBe(4);
  });

  test('lie side by side and are looked at one after the other', () => {
    const leaves = [encodeLeaf([A, C]), encodeLeaf([B])];
    const second = Math.ceil(leaves[0]!.length / LEAF_ALIGNMENT) * LEAF_ALIGNMENT;
    const bytes = new Uint8Array(second + leaves[1]!.length);
    bytes.set(leaves[0]!);
    bytes.set(leaves[1]!, second);
    const table = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
    const floats = new Float64Array(bytes.buffer, 0, bytes.length >>> 3);
    const view = new LeafView();
    const areas = [second, 0, second].map((at) =>
      view
        .place(table, floats, at)
        .pieces()
        .map(({rings}) => flatAreaM2(rings)),
    );
    expect(areas).toEqual([[23], [6, 4], [23]]);
    expect(view.pieceAreaM2(0)).toBe(23);
  });

  test('take a window of longer coordinates as piece', () => {
    const long = joined(rectangle(0, 0, 1, 1), rectangle(5, 5, 7, 7));
    const window = piece([1], [0], {xy: long.xy, starts: long.starts.subarray(1)});
    expect([
      ...LeafView.of(encodeLeaf([A, window]))
        .pieces()[0]!
        .rings.xy.subarray(0, 8),
    ]).toEqual([5, 5, 7, 5, 7, 7, 5, 7]);
  });

  test('cost 16 bytes a vertex and less than a hundred besides', () => {
    expect(encodeLeaf([A]).length).toBe(4 * 16 + 88);
  });

  test('of another format are refused', () => {
    const bytes = encodeLeaf([A]);
    bytes[24] = 9;
    expect(() => LeafView.of(bytes)).toThrow('Leaf has format 9, expected 2.');
  });
});
