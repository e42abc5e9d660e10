import type {FileInspection} from '../../contract/file-inspection.ts';
import type {Issue} from '../../contract/issue.ts';
import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import type {PreparedFeature} from './prepare-feature.ts';

/** What the caller says of a file. */
export interface FileOptions {
  filePath: string;
  fileName: string;
  layer?: string | undefined;
  crs?: string | undefined;
  encoding?: string | undefined;
}

/** What a reader's thread is started with. */
export interface ReaderStart {
  file: FileOptions;
  scratch: string;
}

/** What is known of a file once it has been read through. */
export interface ReadHeader {
  format: string;
  layerName: string | null;
  crs: string;
  encoding: string | null;
  featureCount: number;
  attributes: {name: string; type: string}[];
  issues: Issue[];
}

/** Features ready to be stored, and what was found in them and in those that are left out. */
export interface Batch {
  features: PreparedFeature[];
  issues: Issue[];
  rejectedCount: number;
  /** Share of the file that has been read. */
  share: number;
}

/**
 * What a reader's thread can be asked. `open` comes first, then `survey` until it has a header, then
 * `batch` until it has none; or `inspect` alone.
 */
export type ReaderQuestions = {
  inspect: [wanted: string[], FileInspection];
  open: [{kind: LayerKind; map: RoleMap}, null];
  survey: [null, {share: number; header: ReadHeader | null}];
  batch: [null, Batch | null];
};
