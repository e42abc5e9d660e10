import type {Db} from '../../../server/db/db.ts';
import {Drawing, type Measurement} from '../../../server/kernel/cells/drawing.ts';
import {LeafView, type LeafFinder} from '../../../server/kernel/cells/leaf.ts';
import {Pyramid} from '../../../server/kernel/cells/pyramid.ts';
import {layOutLonLat} from '../../../server/kernel/lon-lat-rings.ts';
import {projectRings} from '../../../server/kernel/project-rings.ts';
import type {FlatRings, MultiPolygon} from '../../../server/kernel/geometry.ts';
import {packBlock} from '../../../server/layers/cells/block.ts';
import {readCells, readIndex} from '../../../server/layers/cells/cell-store.ts';

/** The kernel by itself, all leaves in memory: what is left without threads, messages and caches. */
export class BareKernel {
  private readonly spare: Drawing;

  private constructor(
    private readonly pyramid: Pyramid,
    private readonly leaf: LeafFinder,
  ) {
    this.spare = new Drawing(pyramid);
  }

  static async open(db: Db, versionId: number): Promise<BareKernel> {
    const index = await readIndex(db, versionId);
    const [cells] = await readCells(db, versionId, [{start: 0, end: Number.MAX_SAFE_INTEGER}]);
    const {keys, starts, bytes} = packBlock(0, cells!);
    const places = new Map(Array.from(keys, (key, i) => [key, starts[i]!]));
    const table = new Uint32Array(bytes.buffer);
    const floats = new Float64Array(bytes.buffer);
    const view = new LeafView();
    return new BareKernel(Pyramid.open(index!.pyramid), (key) =>
      view.place(table, floats, places.get(key)!),
    );
  }

  measure(plane: FlatRings): Measurement {
    this.spare.plan(plane);
    const measurement = this.spare.finish(this.leaf);
    this.spare.forget();
    return measurement;
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
