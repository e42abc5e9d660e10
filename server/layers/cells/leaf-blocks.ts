import {LeafView, type LeafFinder} from '../../kernel/cells/leaf.ts';
import {blockOf, OpenBlock, type Block} from './block.ts';

/** Leaves of one layer version that a thread has at hand, by block. */
export class LeafBlocks {
  private readonly blocks = new Map<number, OpenBlock>();

  keep(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (!this.blocks.has(block.id)) this.blocks.set(block.id, new OpenBlock(block));
    }
  }

  forget(block: number): void {
    this.blocks.delete(block);
  }

  has(block: number): boolean {
    return this.blocks.has(block);
  }

  /** Leaves are asked for in the order of the walk, so the block is mostly that of the last one. */
  finder(): LeafFinder {
    const view = new LeafView();
    let id = -1;
    let block: OpenBlock | undefined;
    return (key) => {
      if (blockOf(key) !== id) block = this.blocks.get((id = blockOf(key)));
      if (!block?.place(view, key)) throw new Error(`Leaf ${key} is not at hand.`);
      return view;
    };
  }
}
