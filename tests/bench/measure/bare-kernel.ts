import type {Db} from '../../../server/db/db.ts';
import {Drawing, type Measurement} from '../../../server/kernel/cells/drawing.ts';
import {Pyramid} from '../../../server/kernel/cells/pyramid.ts';
import {layOutLonLat} from '../../../server/kernel/lon-lat-rings.ts';
import {projectRings} from '../../../server/kernel/project-rings.ts';
import type {FlatRings, MultiPolygon} from '../../../server/kernel/geometry.ts';
import {blockOf, packBlock, type Block} from '../../../server/layers/cells/block.ts';
import {readCells, readIndex, type StoredCells} from '../../../server/layers/cells/cell-store.ts';
import {LeafBlocks} from '../../../server/layers/cells/leaf-blocks.ts';

/** The kernel by itself, all leaves in memory: what is left without threads, messages and caches. */
export class BareKernel {
  private readonly spare: Drawing;

  private constructor(
    private readonly pyramid: Pyramid,
    private readonly leaves: LeafBlocks,
  ) {
    this.spare = new Drawing(pyramid);
  }

  static async open(db: Db, versionId: number): Promise<BareKernel> {
    const index = await readIndex(db, versionId);
    const [cells] = await readCells(db, versionId, [{start: 0, end: Number.MAX_SAFE_INTEGER}]);
    const leaves = new LeafBlocks();
    leaves.keep(packBlocks(cells!));
    return new BareKernel(Pyramid.open(index!.pyramid), leaves);
  }

  measure(plane: FlatRings): Measurement {
    this.spare.plan(plane);
    const measurement = this.spare.finish(this.leaves.finder());
    this.spare.forget();
    return measurement;
  }

  /** A drawing to be dragged. */
  draw(): (plane: FlatRings) => Measurement {
    const drawing = new Drawing(this.pyramid);
    return (plane) => {
      drawing.plan(plane);
      return drawing.finish(this.leaves.finder());
    };
  }
}

export function flatZone(lonLat: MultiPolygon): FlatRings {
  return projectRings(layOutLonLat(lonLat));
}

function packBlocks({keys, lengths, bytes}: StoredCells): Block[] {
  const blocks: Block[] = [];
  let byte = 0;
  for (let from = 0, to = 0; from < keys.length; from = to) {
    const id = blockOf(keys[from]!);
    let byteEnd = byte;
    for (; to < keys.length && blockOf(keys[to]!) === id; to++) byteEnd += lengths[to]!;
    blocks.push(
      packBlock(id, {
        keys: keys.slice(from, to),
        lengths: lengths.subarray(from, to),
        bytes: bytes.subarray(byte, byteEnd),
      }),
    );
    byte = byteEnd;
  }
  return blocks;
}
