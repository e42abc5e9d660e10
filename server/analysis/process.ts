import type {TSchema} from 'typebox';
import type {LocalText} from '../../contract/local-text.ts';
import type {Catalog} from '../catalog.ts';
import type {Db} from '../db/db.ts';
import type {LayerBounds, Measuring} from '../layers/measuring.ts';

/** What an analysis is given besides its inputs. */
export interface AnalysisContext {
  db: Db;
  measuring: Measuring;
  catalog: Catalog;
  progress(share: number, step: LocalText): void;
  signal: AbortSignal;
  /** Name of the drawing in progress, when the caller gave one. */
  drawing: string | undefined;
  /** Called when what is certain is known before the exact answer. */
  onBounds?: (bounds: LayerBounds[]) => void;
}

/** An analysis as OGC API Processes shows it. One folder each; the registry is index.ts. */
export interface AnalysisProcess {
  id: string;
  version: string;
  title: LocalText;
  description: LocalText;
  inputs: TSchema;
  outputs: TSchema;
  run(inputs: never, context: AnalysisContext): Promise<unknown>;
}
