import {gzipSync} from 'node:zlib';
import {answerQuestions, Transferred} from '../thread.ts';
import {makeTile, type TileAddress} from './make-tile.ts';

export interface TileToMake {
  layerName: string;
  packParts: Uint8Array[];
  address: TileAddress;
}

export type MakingQuestions = {
  /** Answers the tile, gzipped; null when it is empty. */
  make: [TileToMake, Uint8Array | null];
};

/** Level 6 takes 15 % off what level 1 leaves, for some milliseconds that are paid once. */
const GZIP_LEVEL = 6;

answerQuestions<MakingQuestions>({
  make({layerName, packParts, address}) {
    const tile = makeTile(layerName, packParts, address);
    if (tile === null) return null;
    // gzipSync may answer a view into a shared pool, which cannot be handed over
    const gzipped = new Uint8Array(gzipSync(tile, {level: GZIP_LEVEL}));
    return new Transferred(gzipped, [gzipped.buffer as ArrayBuffer]);
  },
});
