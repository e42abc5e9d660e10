import {rm} from 'node:fs/promises';
import {Type} from 'typebox';
import {Value} from 'typebox/value';
import {FileInspection} from '../../contract/file-inspection.ts';
import {Job} from '../../contract/job.ts';
import type {LayerKind} from '../../contract/layer-kind.ts';
import {LayerId} from '../../contract/layer.ts';
import {LocalText} from '../../contract/local-text.ts';
import {findLayerKind} from '../catalog.ts';
import {fail} from '../errors.ts';
import {importLayer, type ImportDraft} from '../ingest/import-layer.ts';
import {checkBeforeImport, inspectFile} from '../ingest/inspect-file.ts';
import {readRoleMap} from '../ingest/read-role-map.ts';
import type {FileReader} from '../ingest/reader.ts';
import {dropLayer, listLayers, readLayer, resolveLayer} from '../layers/layer-store.ts';
import type {App, Services} from '../services.ts';
import {receiveUpload, uploadFolder, type Upload} from './uploads.ts';

const LayerPath = Type.Object({layerId: Type.String()});

const FILE_FIELDS = ['layer', 'crs', 'encoding'] as const;
const IMPORT_FIELDS = ['id', 'kind', 'title', 'map', 'attribution', 'isInvented', ...FILE_FIELDS];
const tags = ['layers'];

/** Importing files as layers, and the DELETE that must not come between an import and its layer. */
export function layerImportRoutes(app: App, services: Services): void {
  const {config, db, jobs, measuring, tiles} = services;
  // what a stopped process left behind
  app.addHook('onReady', () => rm(uploadFolder(config), {recursive: true, force: true}));

  /** Layers that an import is making a version of, and its job. */
  const importing = new Map<string, string>();

  app.post(
    '/api/layers/inspect',
    {
      schema: {
        tags,
        summary: 'What a file holds (multipart: file, crs, encoding); nothing is stored',
        consumes: ['multipart/form-data'],
        response: {200: FileInspection},
      },
    },
    async (request) => {
      const upload = await receiveUpload(request, config, FILE_FIELDS);
      try {
        return await inspectFile(fileOf(upload));
      } finally {
        await rm(upload.path, {force: true});
      }
    },
  );

  app.post(
    '/api/layers',
    {
      schema: {
        tags,
        summary:
          'Import a file as the next version of a layer (multipart: file, id, kind, title, map, ' +
          'layer, crs, encoding, attribution, isInvented); answers the job that does it',
        consumes: ['multipart/form-data'],
        response: {201: Job},
      },
    },
    async (request, reply) => {
      const upload = await receiveUpload(request, config, IMPORT_FIELDS);
      let reader: FileReader | undefined;
      const putAway = async () => {
        await reader?.close();
        await rm(upload.path, {force: true});
      };
      try {
        const given = await draftOf(upload, services);
        const checked = await checkBeforeImport(given, given.kind, given.map);
        const draft = {...given, map: checked.map, notes: checked.notes};
        reader = checked.reader;
        // a job that has to wait would keep the reader's memory meanwhile
        if (jobs.counts().running > 1) {
          await reader.close();
          reader = undefined;
        }
        const {fileName, id, kind, map, layer} = draft;
        const job = await jobs.start(
          {
            processID: 'import-layer',
            subject: id,
            inputs: {fileName, id, kind: kind.id, map, layer: layer ?? null},
          },
          async ({progress, signal, jobId}) => {
            const work = {progress, signal, cutting: measuring.cutting};
            const result = await importLayer(db, {...draft, jobId}, work, reader);
            // the map would do it at its first look; by then it is done
            resolveLayer(db, `${id}@${result.version}`)
              .then((version) => tiles.prepare(version))
              .catch((err: unknown) => app.log.warn({err}, 'tiles were not prepared'));
            return result;
          },
        );
        importing.set(id, job.jobID);
        jobs.watch(job.jobID, ({finished}) => {
          if (finished === null) return;
          if (importing.get(id) === job.jobID) importing.delete(id);
          putAway().catch((err: unknown) => app.log.warn({err}, 'an upload was not removed'));
        });
        return await reply.code(201).header('location', `/api/jobs/${job.jobID}`).send(job);
      } catch (error) {
        await putAway();
        throw error;
      }
    },
  );

  app.delete(
    '/api/layers/:layerId',
    {schema: {tags, summary: 'Delete a layer with all its versions', params: LayerPath}},
    async (request, reply) => {
      const {layerId} = request.params;
      const jobId = importing.get(layerId);
      if (jobId !== undefined) {
        const reason = {
          zh: `任务 ${jobId} 正在导入它的一个版本，请等待其完成或取消它`,
          en: `job ${jobId} is importing a version of it; wait for it or dismiss it`,
        };
        throw fail('LAYER_IN_USE', {layerId, reason});
      }
      const {versions} = await readLayer(db, layerId);
      const ids = await Promise.all(
        versions.map(({version}) => resolveLayer(db, `${layerId}@${version}`)),
      );
      await dropLayer(db, layerId);
      for (const {versionId} of ids) measuring.forget(versionId);
      return reply.code(204).send();
    },
  );
}

/** What the form says, checked as far as it can be without looking into the file. */
async function draftOf(
  upload: Upload,
  {db, catalog}: Services,
): Promise<Omit<ImportDraft, 'jobId'>> {
  const {fields, fileName, sha256} = upload;
  const {id = '', kind: kindId = ''} = fields;
  const layer = fields.layer?.trim();
  rejectMissing({id, kind: kindId}, catalog);
  if (!Value.Check(LayerId, id)) throw fail('LAYER_ID_INVALID', {layerId: id});
  const kind = findLayerKind(catalog, kindId);
  const map = readRoleMap(fields.map, kind);
  await checkKindStays(db, id, kind);
  return {
    ...fileOf(upload),
    id,
    kind,
    map,
    // layers of one file are told apart by their names in it
    title: localText(fields.title) ?? sameText(layer || fileName.replace(/\.[^.]*$/, '')),
    attribution: localText(fields.attribution) ?? sameText(''),
    isInvented: fields.isInvented === 'true',
    sha256,
  };
}

/** @throws INPUT_INVALID naming what the form has to say and does not */
function rejectMissing(
  fields: {id: string; kind: string},
  {layerKinds}: Services['catalog'],
): void {
  const kinds = layerKinds.map((kind) => kind.id).join(', ');
  const wanted = {
    id: {
      zh: '要新建的图层，或要增加版本的图层，例如 id=counties',
      en: 'the layer to make or to add a version to, for instance id=counties',
    },
    kind: {
      zh: `图层的类型，可为 ${kinds}`,
      en: `what the layer holds, one of ${kinds}`,
    },
  };
  const missing = (['id', 'kind'] as const).filter((name) => fields[name].trim() === '');
  if (missing.length === 0) return;
  const sentences = missing.map((name) => ({
    zh: `缺少表单字段“${name}”：${wanted[name].zh}。`,
    en: `Form field "${name}" is missing: ${wanted[name].en}.`,
  }));
  const reason = {
    zh: sentences.map(({zh}) => zh).join(''),
    en: sentences.map(({en}) => en).join(' '),
  };
  throw fail(
    'INPUT_INVALID',
    {reason},
    sentences.map(({en}) => en),
  );
}

/** Told at once, though storing would find it too. */
async function checkKindStays(db: Services['db'], layerId: string, {id}: LayerKind): Promise<void> {
  const layers = await listLayers(db);
  const layer = layers.find((each) => each.id === layerId);
  if (layer === undefined || layer.kind === id) return;
  throw fail('LAYER_KIND_CHANGED', {layerId, kind: layer.kind, seen: id});
}

function fileOf({path, fileName, fields}: Upload) {
  const given = FILE_FIELDS.map((name) => [name, fields[name]?.trim() || undefined] as const);
  return {filePath: path, fileName, ...Object.fromEntries(given)};
}

/** A text of the form: JSON of both languages, or one text for both. */
function localText(text: string | undefined): LocalText | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    if (Value.Check(LocalText, value)) return value;
  } catch {
    // a plain text
  }
  return sameText(text.trim());
}

function sameText(text: string): LocalText {
  return {zh: text, en: text};
}
