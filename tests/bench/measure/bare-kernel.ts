import type {Db} from '../../../server/db/db.ts';
import {Drawing, type Measurement} from '../../../server/kernel/cells/drawing.ts';
import {layOutLonLat} from '../../../server/kernel/lon-lat-rings.ts';
import {projectRings} from '../../../server/kernel/project-rings.ts';
import type {FlatRings, MultiPolygon} from '../../../server/kernel/geometry.ts';
import {blockOf, packBlock, type Block} from '../../../server/layers/cells/block.ts';
import {readCells, readIndex, type StoredCells} from '../../../server/layers/cells/cell-store.ts';
import {OpenVersion} from '../../../server/layers/cells/open-version.ts';

/** The kernel by itself, all leaves in memory: what is left without threads, messages and caches. */
export class BareKernel {
  private constructor(private readonly version: OpenVersion) {}

  static async open(db: Db, versionId: number): Promise<BareKernel> {
    const index = await readIndex(db, versionId);
    const [cells] = await readCells(db, versionId, [{start: 0, end: Number.MAX_SAFE_INTEGER}]);
    const version = new OpenVersion(index!.pyramid);
    version.leaves.keep(packBlocks(cells!));
    return new BareKernel(version);
  }

  measure(plane: FlatRings): Measurement {
    const drawing = this.version.takeDrawing();
    drawing.plan(plane);
    const measurement = drawing.finish(this.version.leaves.finder());
    this.version.giveBack(drawing);
    return measurement;
  }

  /** A drawing to be dragged. */
  draw(): (plane: FlatRings) => Measurement {
    const drawing = new Drawing(this.version.pyramid);
    return (plane) => {
      drawing.plan(plane);
      return drawing.finish(this.version.leaves.finder());
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
