import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buildWeb} from '../../scripts/build-web.ts';
import {startService} from '../setup/running-service.ts';

export interface RunningApp {
  url: string;
  stop(): Promise<void>;
}

/** The real service on a free port, with an embedded database of its own and the sample region. */
export async function startApp(): Promise<RunningApp> {
  await buildWeb(() => {});
  const folder = mkdtempSync(join(tmpdir(), 'liandong-e2e-'));
  const remove = () => rmSync(folder, {recursive: true, force: true});
  try {
    const service = await startService({LIANDONG_DATA: folder, LIANDONG_SAMPLE: 'true'});
    return {url: service.url, stop: () => service.stop().finally(remove)};
  } catch (error) {
    remove();
    throw error;
  }
}
