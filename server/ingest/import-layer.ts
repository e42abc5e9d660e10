import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import type {Issue} from '../../contract/issue.ts';
import type {ImportResult, LayerSource} from '../../contract/layer.ts';
import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import type {LocalText} from '../../contract/local-text.ts';
import type {Db} from '../db/db.ts';
import {appendFeatures} from '../layers/feature-store.ts';
import {storeIssues} from '../layers/issue-store.ts';
import {
  createVersion,
  dropVersion,
  sealVersion,
  type VersionHandle,
} from '../layers/layer-store.ts';
import type {CuttingThreads} from '../layers/cells/cutting-threads.ts';
import {finishImport} from './finish-import.ts';
import {IssueList} from './issue-list.ts';
import {mendInvalid} from './mend-invalid.ts';
import {nothingUsable} from './nothing-usable.ts';
import type {FileOptions, ReadHeader} from './reader-questions.ts';
import {FileReader} from './reader.ts';
import {VersionSums} from './version-sums.ts';

/** What is to become of a file. */
export interface ImportDraft extends FileOptions {
  id: string;
  kind: LayerKind;
  title: LocalText;
  map: RoleMap;
  attribution: LocalText;
  isInvented: boolean;
  jobId: string | null;
  /** What was found in the file before the import, for its report. */
  notes?: readonly Issue[];
  /** Where it is known from the upload; else it is reckoned. */
  sha256?: string;
}

export interface ImportWork {
  progress(share: number, step: LocalText): void;
  signal: AbortSignal;
  /** Threads that cut the layer into cells. */
  cutting: CuttingThreads;
}

// Shares of the whole, so that the time left comes out right
const READ_SHARE = 0.1;
const STORED_SHARE = 0.5;

/**
 * Reads a file, checks and repairs its features and stores them as the next version of a layer, which
 * becomes current when all of it is there. If it fails or is stopped on the way nothing is left.
 * @param reader one that has looked at the file already; closed in the end
 * @throws the problem with the file; the reason of `signal`
 */
export async function importLayer(
  db: Db,
  draft: ImportDraft,
  {progress, signal, cutting}: ImportWork,
  reader = new FileReader(draft),
): Promise<ImportResult> {
  const stop = () => void reader.close();
  signal.addEventListener('abort', stop, {once: true});
  let version: VersionHandle | null = null;
  try {
    progress(0, {zh: '正在读取', en: 'reading'});
    const header = await stoppable(
      reader.open(draft.kind, draft.map, (share) =>
        progress(share * READ_SHARE, {zh: '正在读取', en: 'reading'}),
      ),
      signal,
    );
    const source = await sourceOf(draft, header);
    signal.throwIfAborted();
    version = await createVersion(db, {...draft, layerId: draft.id, kind: draft.kind.id, source});
    const result = await storeVersion(db, version, draft, header, reader, {
      progress,
      signal,
      cutting,
    });
    return {...result, source};
  } catch (error) {
    if (version !== null) await dropVersion(db, version.versionId);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await reader.close();
  }
}

async function storeVersion(
  db: Db,
  version: VersionHandle,
  draft: ImportDraft,
  header: ReadHeader,
  reader: FileReader,
  {progress, signal, cutting}: ImportWork,
): Promise<Omit<ImportResult, 'source'>> {
  const issues = new IssueList();
  const sums = new VersionSums();
  let repairedCount = 0;
  let rejectedCount = 0;
  issues.add([...(draft.notes ?? []), ...header.issues]);
  const batches = reader.batches();
  for (;;) {
    const {value: batch, done} = await stoppable(batches.next(), signal);
    if (done) break;
    const mended = await mendInvalid(db, batch.features);
    signal.throwIfAborted();
    await appendFeatures(db, version.versionId, mended.features);
    signal.throwIfAborted();
    // what was said of the shape of an invalid polygon is said anew of the mended one
    issues.add(batch.issues.filter((issue) => !mended.isOutdated(issue)));
    issues.add(mended.issues);
    sums.add(mended.features);
    repairedCount += mended.repairedCount;
    rejectedCount += batch.rejectedCount + mended.rejectedCount;
    progress(READ_SHARE + batch.share * (STORED_SHARE - READ_SHARE), {
      zh: '正在存储',
      en: 'storing',
    });
  }
  if (sums.featureCount === 0) {
    throw nothingUsable(draft.fileName, header.featureCount, draft.kind, issues);
  }

  const found = issues.list();
  repairedCount += found.filter(({rule}) => rule === 'ring-not-closed').length;
  await storeIssues(db, version.versionId, found);
  signal.throwIfAborted();
  await sealVersion(db, version, {
    featureCount: sums.featureCount,
    vertexCount: sums.vertexCount,
    areaM2: sums.areaM2,
    bbox: sums.bbox,
    geometryFamily: sums.geometryFamily,
    classes: sums.classes,
    attributes: header.attributes,
    rejectedCount,
    title: draft.title,
  });
  const indexing = (share: number) =>
    progress(STORED_SHARE + share * (1 - STORED_SHARE), {
      zh: '切分网格单元',
      en: 'cutting into cells',
    });
  const overlapCount = await finishImport(
    db,
    {...version, map: draft.map, areaM2: sums.areaM2},
    {progress: indexing, signal, cutting},
  );
  progress(1, {zh: '完成', en: 'done'});
  return {
    layer: version.layerId,
    version: version.version,
    featureCount: sums.featureCount,
    repairedCount,
    rejectedCount,
    issueCount: found.length + overlapCount,
    areaM2: sums.areaM2,
  };
}

async function sourceOf(draft: ImportDraft, header: ReadHeader): Promise<LayerSource> {
  const {fileName, filePath} = draft;
  const {format, layerName, crs, encoding} = header;
  const {size: bytes} = await stat(filePath);
  const sha256 = draft.sha256 ?? (await sha256Of(filePath));
  return {fileName, format, layerName, crs, encoding, bytes, sha256};
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Waits for something that a stop may keep from ever coming. */
async function stoppable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, {once: true});
  });
  try {
    return await Promise.race([stopped, promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
