import {BANDS} from './bands.ts';
import {detailAt} from './detail.ts';
import {Junctions} from './junctions.ts';
import {minimumZooms} from './minimum-zooms.ts';
import {PackWriter} from './pack.ts';
import {readWkb} from './read-wkb.ts';
import {slice} from './slice.ts';

export interface FeatureToDraw {
  ordinal: number;
  /** JSON of the properties its tiles carry. */
  properties: string;
  /** Longitude/latitude. */
  wkb: Uint8Array;
}

/** Part of a pack: slices of some features in tile (x, y) of a band's first zoom. */
export interface PackPart {
  zoom: number;
  x: number;
  y: number;
  /** Counts up with the features. */
  part: number;
  bytes: Uint8Array;
}

/** Packs are handed on when they hold this much together, so that memory does not grow with the layer. */
const HELD_BYTES = 16 * 1024 ** 2;

/**
 * Cuts a layer into packs in two readings: `survey` finds where borders meet, then `cut` simplifies
 * between those points, at all zooms at once, and slices. Features must come in the same order and be
 * the same in both.
 */
export class PackCutter {
  private readonly junctions: Junctions;
  private rounds = 0;
  private readonly writers = BANDS.map((band) => new PackWriter(band));

  constructor(vertexCount: number) {
    this.junctions = new Junctions(vertexCount);
  }

  survey(wkbs: readonly Uint8Array[]): void {
    for (const wkb of wkbs) {
      for (const geometry of readWkb(wkb)) this.junctions.add(geometry);
    }
  }

  /** Takes features in; answers packs when there are enough of them to be written down. */
  cut(features: readonly FeatureToDraw[]): PackPart[] {
    const finished: PackPart[] = [];
    for (const {ordinal, properties, wkb} of features) {
      for (const geometry of readWkb(wkb)) {
        const zooms = minimumZooms(geometry, this.junctions);
        for (const writer of this.writers) {
          const detail = detailAt(geometry, zooms, writer.band.last);
          if (detail === null) continue;
          slice(detail, writer.band, (x, y, piece) => writer.add(x, y, ordinal, properties, piece));
        }
      }
      if (this.heldBytes() > HELD_BYTES) finished.push(...this.take());
    }
    return finished;
  }

  /** The packs that are still held. */
  take(): PackPart[] {
    const part = this.rounds++;
    return this.writers.flatMap((writer) =>
      writer.take().map((pack) => ({zoom: writer.band.first, part, ...pack})),
    );
  }

  private heldBytes(): number {
    return this.writers.reduce((sum, writer) => sum + writer.byteCount, 0);
  }
}
