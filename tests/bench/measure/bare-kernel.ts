import type {Db} from '../../../server/db/db.ts';
import {Drawing, type Measurement} from '../../../server/kernel/cells/drawing.ts';
import {measureZone} from '../../../server/kernel/cells/measure.ts';
import {Pyramid} from '../../../server/kernel/cells/pyramid.ts';
import {layOutLonLat} from '../../../server/kernel/lon-lat-rings.ts';
import {projectRings} from '../../../server/kernel/project-rings.ts';
import type {FlatRings, MultiPolygon} from '../../../server/kernel/geometry.ts';
import {packBlock} from '../../../server/layers/cells/block.ts';
import {readCells, readIndex} from '../../../server/layers/cells/cell-store.ts';

/** The kernel by itself, all leaves in memory: what is left without threads, messages and caches. */
export class BareKernel {
  private constructor(
    private readonly pyramid: Pyramid,
    private readonly leaf: (key: number) => Uint8Array,
  ) {}

  static async open(db: Db, versionId: number): Promise<BareKernel> {
    const index = await readIndex(db, versionId);
    const cells = await readCells(db, versionId, [0], [Number.MAX_SAFE_INTEGER]);
    const {keys, starts, bytes} = packBlock(0, cells);
    const leaves = new Map(
      Array.from(keys, (key, i) => [key, bytes.subarray(starts[i]!, starts[i + 1]!)]),
    );
    return new BareKernel(Pyramid.open(index!.pyramid), (key) => leaves.get(key)!);
  }

  measure(plane: FlatRings): Measurement {
    return measureZone(plane, this.pyramid, this.leaf);
  }

  /** A drawing to be dragged. */
  draw(): (plane: FlatRings) => Measurement {
    const drawing = new Drawing(this.pyramid);
    return (plane) => {
      drawing.plan(plane);
      return drawing.finish(this.leaf);
    };
  }
}

export function flatZone(lonLat: MultiPolygon): FlatRings {
  return projectRings(layOutLonLat(lonLat));
}
