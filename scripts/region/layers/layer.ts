import type {LayerFile} from '../layer-file.ts';
import type {World} from '../world.ts';

/** One layer of the region: what it is called and how it is written. */
export type RegionLayer = {
  id: string;
  kind: string;
  title: {zh: string; en: string};
  /** Which attribute plays which role on import. */
  map: Partial<
    Record<'code' | 'name' | 'nameEn' | 'class' | 'parent' | 'downstream' | 'level', string>
  >;
  write: (world: World, file: LayerFile, pause: Pause) => Promise<void>;
};

/** Awaited now and then during a long layer, with the share written, so that others get a turn. */
export type Pause = (share: number) => Promise<void>;
