import type {Db} from '../db/db.ts';
import {indexVersion} from '../layers/cells/index-version.ts';
import {storeIssues} from '../layers/issue-store.ts';
import {publishVersion, type SealedVersion} from '../layers/layer-store.ts';
import {findSelfOverlap} from './find-self-overlap.ts';
import type {ImportWork} from './import-layer.ts';

/**
 * The last part of an import, and all that is left to do of one whose process was stopped there:
 * cuts the stored features into cells, says where they overlap each other, and publishes the version.
 * Versions without area come out without cells.
 * @returns how many issues were found on the way
 */
export async function finishImport(
  db: Db,
  sealed: SealedVersion,
  {progress, signal, cutting}: ImportWork,
): Promise<number> {
  const {versionId, map, areaM2} = sealed;
  const isAreal = areaM2 > 0;
  if (isAreal) await indexVersion(db, versionId, cutting, {progress, signal});
  const issues = isAreal ? await findSelfOverlap(db, versionId, map, areaM2) : [];
  await storeIssues(db, versionId, issues);
  signal.throwIfAborted();
  await publishVersion(db, sealed);
  return issues.length;
}
