import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import {LiandongError, toProblem} from '../errors.ts';
import {answerQuestions, threadData} from '../thread.ts';
import type {OpenedLayer, SourceFile} from './formats/format.ts';
import {recogniseFormat} from './formats/index.ts';
import type {Gdal} from './gdal/gdal.ts';
import {makeBatches} from './make-batches.ts';
import type {Batch, ReaderQuestions, ReaderStart} from './reader-questions.ts';
import {surveyLayer, type Survey} from './survey.ts';

const {file: options, scratch} = threadData<ReaderStart>();
const {filePath: path, fileName, layer, crs, encoding} = options;

let gdal: Promise<Gdal> | undefined;
const openGdal = () =>
  (gdal ??= import('./gdal/gdal.ts').then((module) => module.Gdal.open(scratch)));
const file: SourceFile = {path, fileName, scratch, gdal: openGdal, layer, crs, encoding};

/** What a reading has come to; each answer goes a step further. */
interface Reading {
  kind: LayerKind;
  map: RoleMap;
  format: string;
  layer: OpenedLayer;
  survey: Generator<number, Survey>;
  batches: Generator<Batch> | null;
}
let reading: Reading;

answerQuestions<ReaderQuestions>({
  inspect: (wanted) =>
    withProblem(async () => {
      const format = recogniseFormat(path, fileName);
      return {format: format.title, layers: await format.inspect(file, wanted)};
    }),

  open: ({kind, map}) =>
    withProblem(async () => {
      const format = recogniseFormat(path, fileName);
      const opened = await format.open(file);
      const survey = surveyLayer(opened, {fileName, kind, map});
      reading = {kind, map, format: format.title, layer: opened, survey, batches: null};
      return null;
    }),

  survey: () =>
    withProblem(async () => {
      const {value, done} = reading.survey.next();
      if (!done) return {share: value, header: null};
      const {ids, ...told} = value;
      const {layerName, crs: fileCrs, encoding: fileEncoding} = reading.layer;
      const transform = fileCrs.isTakenAsIs
        ? null
        : (await openGdal()).transform(fileCrs.definition);
      const {kind, map} = reading;
      reading.batches = makeBatches(reading.layer, {kind, map, ids, transform});
      const source = {layerName, crs: fileCrs.label, encoding: fileEncoding};
      return {share: 1, header: {format: reading.format, ...source, ...told}};
    }),

  batch: () => withProblem(async () => reading.batches!.next().value ?? null),
});

/** A problem crosses the thread boundary as the body it would be told with. */
async function withProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LiandongError) Object.assign(error, {problem: toProblem(error)});
    throw error;
  }
}
