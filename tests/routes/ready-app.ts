import type {BuiltApp} from '../../server/app.ts';
import {publishVersion} from '../../server/layers/layer-store.ts';
import {openTestApp} from '../setup/app.ts';
import type {Engine} from '../setup/engines.ts';
import {sealFeatures, type FeatureDraft, type LayerDraft} from '../setup/seal-features.ts';

/** The service on an empty database of its own, as tests ask it: by `inject`, without a port. */
export async function openApp(engine: Engine): Promise<BuiltApp> {
  return openTestApp(engine, {LIANDONG_WORKERS: '1'});
}

export type PlainFeature = FeatureDraft;

/** Stores features of any kind as the next version of a layer, without a file or an import. */
export async function storeFeatures(
  {services: {db}}: BuiltApp,
  layer: LayerDraft,
  features: readonly PlainFeature[],
): Promise<void> {
  await publishVersion(db, await sealFeatures(db, layer, features));
}
