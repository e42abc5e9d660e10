import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {FileInspection} from '../../contract/file-inspection.ts';
import type {LayerKind, RoleMap} from '../../contract/layer-kind.ts';
import type {Problem} from '../../contract/problem.ts';
import {fail, fromProblem} from '../errors.ts';
import {Thread} from '../thread.ts';
import type {
  Batch,
  FileOptions,
  ReaderQuestions,
  ReaderStart,
  ReadHeader,
} from './reader-questions.ts';

/** Reads a file in a thread of its own, with a folder of its own; both are gone after `close`. */
export class FileReader {
  private readonly scratch = mkdtempSync(join(tmpdir(), 'liandong-'));
  private readonly thread: Thread<ReaderQuestions>;

  constructor(private readonly file: FileOptions) {
    const start: ReaderStart = {file: optionsOf(file), scratch: this.scratch};
    this.thread = new Thread(new URL('./reader-thread.ts', import.meta.url), start);
    // whoever asks gets the same error
    this.thread.opened.catch(() => {});
  }

  inspect(wanted: string[]): Promise<FileInspection> {
    return this.ask('inspect', wanted);
  }

  /** Opens the layer that is meant and reads it through once. */
  async open(
    kind: LayerKind,
    map: RoleMap,
    progress: (share: number) => void,
  ): Promise<ReadHeader> {
    await this.ask('open', {kind, map});
    for (;;) {
      const {share, header} = await this.ask('survey', null);
      progress(share);
      if (header !== null) return header;
    }
  }

  /** The features in batches; the next is made while the caller works on this one. */
  async *batches(): AsyncGenerator<Batch> {
    let next = this.ask('batch', null);
    for (;;) {
      const batch = await next;
      if (batch === null) return;
      next = this.ask('batch', null);
      // it may fail while the caller is busy; whoever waits for it hears of it
      next.catch(() => {});
      yield batch;
    }
  }

  /** Stops the thread, whatever it does, and takes its folder away. */
  async close(): Promise<void> {
    await this.thread.stop();
    rmSync(this.scratch, {recursive: true, force: true});
  }

  private async ask<N extends keyof ReaderQuestions>(
    name: N,
    question: ReaderQuestions[N][0],
  ): Promise<ReaderQuestions[N][1]> {
    try {
      return await this.thread.ask(name, question);
    } catch (error) {
      const {problem, code} = error as {problem?: Problem; code?: string | null};
      if (problem) throw fromProblem(problem);
      if (code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      const reason = {
        zh: '其中单个要素所需的内存超过可用内存',
        en: 'a single feature of it needs more memory than there is',
      };
      const format = {zh: '图层', en: 'a layer'};
      throw fail('FILE_BROKEN', {fileName: this.file.fileName, format, reason});
    }
  }
}

function optionsOf({filePath, fileName, layer, crs, encoding}: FileOptions): FileOptions {
  return {filePath, fileName, layer, crs, encoding};
}
