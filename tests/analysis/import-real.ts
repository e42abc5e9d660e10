import {join} from 'node:path';
import type {RoleMap} from '../../contract/layer-kind.ts';
import {findLayerKind, readCatalog} from '../../server/catalog.ts';
import type {Db} from '../../server/db/db.ts';
import {importLayer} from '../../server/ingest/import-layer.ts';
import {cutting} from '../setup/cutting.ts';

/** Imports a layer of a real file as its owner publishes it. */
export async function importReal(
  db: Db,
  folder: string,
  fileName: string,
  {id, kind, map, layer}: {id: string; kind: string; map: RoleMap; layer?: string},
): Promise<void> {
  const text = {zh: id, en: id};
  await importLayer(
    db,
    {
      id,
      kind: findLayerKind(readCatalog(), kind),
      title: text,
      map,
      attribution: text,
      isInvented: false,
      jobId: null,
      filePath: join(folder, fileName),
      fileName,
      layer,
    },
    {progress() {}, signal: new AbortController().signal, cutting},
  );
}
