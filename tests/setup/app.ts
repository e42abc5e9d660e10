import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {buildApp, type BuiltApp} from '../../server/app.ts';
import {readConfig} from '../../server/config.ts';
import {openTestDb, type Engine} from './engines.ts';

/** The whole service on an empty database of its own, without a port: use `app.inject`. */
export async function openTestApp(
  engine: Engine,
  settings: Record<string, string> = {},
): Promise<BuiltApp> {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
  const config = readConfig({
    LIANDONG_DATA: folder,
    LIANDONG_SAMPLE: 'false',
    LIANDONG_LOG: 'silent',
    ...settings,
  });
  const built = await buildApp(config, await openTestDb(engine));
  built.app.addHook('onClose', async () => rmSync(folder, {recursive: true, force: true}));
  return built;
}
