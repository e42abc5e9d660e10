import type {Db} from '../db/db.ts';
import {fail} from '../errors.ts';
import {resolveLayer, type ResolvedLayer} from '../layers/layer-store.ts';

/**
 * The layer an input names. One of another kind would be measured all the same, and its answer would
 * look like one.
 * @throws LAYER_NOT_FOUND, LAYER_VERSION_NOT_FOUND, INPUT_INVALID for a layer of another kind
 */
export async function resolveLayerOfKind(
  db: Db,
  input: string,
  reference: string,
  kind: 'unit' | 'basin' | 'river' | 'section',
): Promise<ResolvedLayer> {
  const layer = await resolveLayer(db, reference);
  if (layer.kind === kind) return layer;
  throw fail('INPUT_INVALID', {
    reason: {
      zh: `输入“${input}”为 ${layer.layerId}，其图层类型为 ${layer.kind}；应为 ${kind}。GET /api/layers 列出各图层的类型。`,
      en: `Input "${input}" names ${layer.layerId}, a layer of kind ${layer.kind}; expected one of kind ${kind}. GET /api/layers lists layers with their kinds.`,
    },
  });
}
