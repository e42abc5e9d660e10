import type {FileLayer} from '../../../contract/file-inspection.ts';
import type {Issue} from '../../../contract/issue.ts';
import type {LocalText} from '../../../contract/local-text.ts';
import type {Crs} from '../crs/crs.ts';
import type {Gdal} from '../gdal/gdal.ts';
import type {SourceFeature} from '../source-feature.ts';

/** A file and what the caller said of it. */
export interface SourceFile {
  path: string;
  /** As the caller named it; the file on disk is called otherwise. */
  fileName: string;
  /** An empty folder for what has to be unpacked; taken away afterwards. */
  scratch: string;
  /** GDAL on that folder, opened at the first call. */
  gdal(): Promise<Gdal>;
  layer?: string | undefined;
  crs?: string | undefined;
  encoding?: string | undefined;
}

/** Something to say of the file as a whole. */
export type FileNote = Pick<Issue, 'rule' | 'severity'> & {detail: LocalText};

/** One layer of a file, ready to be read, more than once if need be. */
export interface OpenedLayer {
  layerName: string | null;
  crs: Crs;
  encoding: string | null;
  notes: FileNote[];
  /** How far endByte of the features goes. */
  byteCount: number;
  /** @throws FILE_NOT_JSON, FILE_NOT_GEOJSON, FILE_BROKEN on the way */
  features(): Iterable<SourceFeature>;
}

/** A kind of file. All of it runs in the reader's thread. */
export interface Format {
  id: string;
  title: string;
  /** From the name and the first bytes. */
  recognises(fileName: string, head: Uint8Array): boolean;
  /** What the file holds; `wanted` attributes are looked for beyond the first features. */
  inspect(file: SourceFile, wanted: readonly string[]): Promise<FileLayer[]>;
  /** @throws FILE_LAYER_AMBIGUOUS, FILE_LAYER_NOT_FOUND, CRS_MISSING, CRS_UNKNOWN, ENCODING_UNKNOWN … */
  open(file: SourceFile): Promise<OpenedLayer>;
}
