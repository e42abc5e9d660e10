import type {Measurement} from '../../kernel/cells/drawing.ts';
import type {FlatRings} from '../../kernel/geometry.ts';
import type {LonLatRings} from '../../kernel/lon-lat-rings.ts';
import {projectRings} from '../../kernel/project-rings.ts';
import {blocksOf} from './block.ts';
import type {BlockCache, OpenIndex} from './block-cache.ts';
import {OpenVersion} from './open-version.ts';

/** Edges to be walked, of all layers together, and leaves to be opened: a millisecond's work or two. */
const MOST_EDGES = 2_500;
const MOST_LEAVES = 500;
/** After each zone the event loop is left alone for so many times what it took: it keeps two thirds of its time. */
const REST = 2;

/**
 * Measures small zones on the thread that asks, where their leaves are in memory. Handing a zone to
 * another thread and waking this one again takes 0.2 to 0.4 ms, a good part of what measuring it does.
 */
export class SmallZones {
  private readonly versions = new Map<number, OpenVersion>();
  private restsUntilMs = 0;

  constructor(
    private readonly cache: BlockCache,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** What the zone holds of each layer version; null where it is for another thread, nothing being changed. */
  measure(zone: LonLatRings, indexes: readonly OpenIndex[]): Measurement[] | null {
    const startedMs = this.nowMs();
    if (startedMs < this.restsUntilMs || !isSmall(zone.lonLat, indexes)) return null;
    const plane = projectRings(zone);
    // long edges bend and take several positions
    if (!isSmall(plane.xy, indexes)) return null;
    const measurements: Measurement[] = [];
    for (const index of indexes) {
      const measurement = this.measureOne(plane, index, MOST_LEAVES / indexes.length);
      if (!measurement) break;
      measurements.push(measurement);
    }
    const endedMs = this.nowMs();
    this.restsUntilMs = endedMs + REST * (endedMs - startedMs);
    return measurements.length === indexes.length ? measurements : null;
  }

  forgetIndex(versionId: number): void {
    this.versions.delete(versionId);
  }

  forgetBlock(versionId: number, block: number): void {
    this.versions.get(versionId)?.leaves.forget(block);
  }

  private measureOne(plane: FlatRings, index: OpenIndex, mostLeaves: number): Measurement | null {
    const version = this.versions.get(index.versionId) ?? new OpenVersion(index.pyramid);
    this.versions.set(index.versionId, version);
    const drawing = version.takeDrawing();
    try {
      const keys = drawing.plan(plane);
      if (keys.length > mostLeaves || !this.bring(version, index.versionId, blocksOf(keys)))
        return null;
      return drawing.finish(version.leaves.finder());
    } finally {
      version.giveBack(drawing);
    }
  }

  // whether all blocks are at hand; those that are in memory are brought
  private bring({leaves}: OpenVersion, versionId: number, blocks: number[]): boolean {
    for (const id of blocks) {
      if (leaves.has(id)) continue;
      const block = this.cache.inMemory(versionId, id);
      if (!block) return false;
      leaves.keep([block]);
    }
    this.cache.touch(versionId, blocks);
    return true;
  }
}

function isSmall(coordinates: Float64Array, {length}: readonly OpenIndex[]): boolean {
  return (coordinates.length / 2) * length <= MOST_EDGES;
}
