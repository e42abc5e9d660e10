import {Drawing} from '../../kernel/cells/drawing.ts';
import {Pyramid} from '../../kernel/cells/pyramid.ts';
import {LeafBlocks} from './leaf-blocks.ts';

/** Room kept for zones that are measured once: 100 bytes an edge, in each thread for each layer. */
const SPARE_DRAWINGS = 2;
const SPARE_EDGES = 30_000;

/** A layer version as one thread measures against it: its pyramid, and the leaves it has at hand. */
export class OpenVersion {
  readonly pyramid: Pyramid;
  readonly leaves = new LeafBlocks();
  /** Drawings to measure zones with that are measured once: the room they took is used again. */
  private readonly spare: Drawing[] = [];

  /** @param packed the pyramid, over memory that all threads see */
  constructor(packed: Uint8Array) {
    this.pyramid = Pyramid.open(packed);
  }

  /** A drawing for one zone, to be given back when it is measured or given up. */
  takeDrawing(): Drawing {
    return this.spare.pop() ?? new Drawing(this.pyramid);
  }

  giveBack(drawing: Drawing): void {
    if (this.spare.length === SPARE_DRAWINGS || drawing.edgeCount > SPARE_EDGES) return;
    drawing.forget();
    this.spare.push(drawing);
  }
}
