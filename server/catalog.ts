import {readFileSync} from 'node:fs';
import {Type} from 'typebox';
import {Value} from 'typebox/value';
import {LayerKind} from '../contract/layer-kind.ts';
import {fail} from './errors.ts';

const FOLDER = new URL('../data/catalog/', import.meta.url);

/** What is data rather than code: read once at the start, the same for everyone. */
export interface Catalog {
  readonly layerKinds: readonly LayerKind[];
}

/** Reads the catalog. @throws Error naming every entry that does not fit its schema */
export function readCatalog(folder: URL = FOLDER): Catalog {
  const file = new URL('layer-kinds.json', folder);
  const entries: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const schema = Type.Array(LayerKind);
  if (!Value.Check(schema, entries)) {
    const wrong = [...Value.Errors(schema, entries)].map(
      ({instancePath, message}) => `${instancePath || '/'} ${message}`,
    );
    throw new Error(`layer-kinds.json is wrong:\n  ${wrong.join('\n  ')}`);
  }
  return Object.freeze({layerKinds: Object.freeze(entries)});
}

/** @throws LAYER_KIND_UNKNOWN */
export function findLayerKind({layerKinds}: Catalog, id: string): LayerKind {
  const kind = layerKinds.find((each) => each.id === id);
  if (kind) return kind;
  throw fail('LAYER_KIND_UNKNOWN', {kind: id, known: layerKinds.map((each) => each.id).join(', ')});
}
