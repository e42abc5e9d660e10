import type {RoleMap} from '../../contract/layer-kind.ts';
import type {Issue} from '../../contract/issue.ts';
import {findLayerKind, readCatalog} from '../../server/catalog.ts';
import {LiandongError} from '../../server/errors.ts';
import type {PreparedFeature} from '../../server/ingest/prepare-feature.ts';
import type {FileOptions, ReadHeader} from '../../server/ingest/reader-questions.ts';
import {recogniseFormat} from '../../server/ingest/formats/index.ts';
import {surveyLayer, type Survey} from '../../server/ingest/survey.ts';
import {FileReader} from '../../server/ingest/reader.ts';

export const catalog = readCatalog();
export const kindOf = (id: string) => findLayerKind(catalog, id);

/** Everything the reader makes of a file, without a database. */
export async function readAll(
  file: FileOptions,
  {kind = 'reference', map = {}}: {kind?: string; map?: RoleMap} = {},
): Promise<{header: ReadHeader; features: PreparedFeature[]; issues: Issue[]; rejected: number}> {
  const reader = new FileReader(file);
  try {
    const header = await reader.open(kindOf(kind), map, () => {});
    const features: PreparedFeature[] = [];
    const issues = [...header.issues];
    let rejected = 0;
    for await (const batch of reader.batches()) {
      features.push(...batch.features);
      issues.push(...batch.issues);
      rejected += batch.rejectedCount;
    }
    return {header, features, issues, rejected};
  } finally {
    await reader.close();
  }
}

/** The problem that something fails with; anything else it throws goes through. */
export async function problemOf(work: Promise<unknown>): Promise<LiandongError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof LiandongError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** Reads a file through as the reader's thread does first, in this process: for formats without GDAL. */
export async function surveyHere(file: FileOptions, map: RoleMap = {}): Promise<Survey> {
  const {filePath: path, fileName} = file;
  const gdal = () => Promise.reject(new Error('GDAL lives in the thread'));
  const layer = await recogniseFormat(path, fileName).open({...file, path, scratch: '', gdal});
  const survey = surveyLayer(layer, {fileName, kind: kindOf('reference'), map});
  for (;;) {
    const {value, done} = survey.next();
    if (done) return value;
  }
}
