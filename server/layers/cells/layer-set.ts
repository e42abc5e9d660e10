import type {LocalText} from '../../../contract/local-text.ts';
import type {Db} from '../../db/db.ts';
import {sql} from '../../db/sql.ts';
import {fail} from '../../errors.ts';
import type {ResolvedLayer} from '../layer-store.ts';
import type {MeasurableVersion, Measuring} from '../measuring.ts';
import {readIndex} from './cell-store.ts';
import {indexFeatures} from './index-version.ts';
import type {Waiter} from './shared-work.ts';

export type GroupedBy = 'class' | 'layer';

interface Context {
  db: Db;
  measuring: Measuring;
  progress(share: number, step: LocalText): void;
  signal: AbortSignal;
}

/**
 * Several layers as one that can be measured: ground that two of them hold counts once, and parts
 * are those of the class or of the layer. One layer by class is the layer itself; anything else is
 * cut together at the first use and kept until one of its versions goes.
 */
export async function openLayerSet(
  {db, measuring, progress, signal}: Context,
  layers: readonly ResolvedLayer[],
  groupedBy: GroupedBy,
): Promise<MeasurableVersion> {
  if (layers.length === 1 && groupedBy === 'class') return layers[0]!;
  for (const {layerId, geometryFamily} of layers) {
    if (geometryFamily !== 'polygon')
      throw fail('LAYER_NOT_AREAL', {layerId, geometry: geometryFamily});
  }
  const versionIds = [...new Set(layers.map((layer) => layer.versionId))].sort((a, b) => a - b);
  const setId = await findOrCreate(db, versionIds, groupedBy);
  const set: MeasurableVersion = {
    layerId: layers.map((layer) => `${layer.layerId}@${layer.version}`).join('+'),
    version: 1,
    versionId: -setId,
    geometryFamily: 'polygon',
  };
  if ((await readIndex(db, set.versionId)) === null) {
    const cut = async (waiter: Waiter) => {
      // another may have finished while this one was on its way here
      if ((await readIndex(db, set.versionId)) !== null) return;
      const what = {target: set.versionId, versionIds, groupedBy};
      await measuring.cutting.lend(1, (threads) => indexFeatures(db, what, threads, waiter));
    };
    await measuring.setCuttings.join(set.versionId, cut, {
      signal,
      progress: (share) => progress(share, {zh: '合并切分图层', en: 'cutting layers together'}),
    });
  }
  return set;
}

async function findOrCreate(db: Db, versionIds: number[], groupedBy: GroupedBy): Promise<number> {
  const [row] = await db.query<{setId: number}>(
    sql`insert into layer_sets (version_ids, grouped_by) values (${versionIds}, ${groupedBy})
        on conflict (version_ids, grouped_by) do update set grouped_by = excluded.grouped_by
        returning set_id as "setId"`,
    'finding a layer set',
  );
  return row!.setId;
}
