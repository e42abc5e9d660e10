import type {Issue} from '../../contract/issue.ts';
import type {OpenedLayer} from './formats/format.ts';
import {prepareFeature, type PreparedFeature, type PreparePlan} from './prepare-feature.ts';
import type {Batch} from './reader-questions.ts';

// One statement's worth: short enough for the embedded engine's single connection (some 0.2 s), long
// enough that the statement itself does not count.
const BATCH_VERTICES = 50_000;
const BATCH_FEATURES = 1_000;

/** Prepares the features of a layer, so many at a time. */
export function* makeBatches(layer: OpenedLayer, plan: PreparePlan): Generator<Batch> {
  let features: PreparedFeature[] = [];
  let issues: Issue[] = [];
  let rejectedCount = 0;
  let vertexCount = 0;
  let endByte = 0;
  const take = (): Batch => {
    const batch = {features, issues, rejectedCount, share: endByte / layer.byteCount};
    features = [];
    issues = [];
    rejectedCount = 0;
    vertexCount = 0;
    return batch;
  };
  for (const source of layer.features()) {
    const prepared = prepareFeature(source, plan);
    endByte = source.endByte;
    issues.push(...prepared.issues);
    if (prepared.feature === null) rejectedCount++;
    else {
      features.push(prepared.feature);
      vertexCount += prepared.feature.vertexCount;
    }
    const isFull = features.length + rejectedCount >= BATCH_FEATURES;
    if (isFull || vertexCount >= BATCH_VERTICES) yield take();
  }
  if (features.length + rejectedCount > 0) yield take();
}
