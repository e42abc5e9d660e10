import {readdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build, stop} from 'esbuild';
import {bundleOptions} from './bundle.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const DIST = join(ROOT, 'dist');
/** A service that still runs from an older one may have parts left to load. */
const KEPT_MS = 30 * 24 * 3600_000;

/**
 * Puts a program together as JavaScript in `dist/`, beside a list of the files it was made from, by which
 * run-program.js sees whether it is still good.
 * @param entry path of its first module from the root of the project
 * @returns its address
 * @throws Error where nothing can be written there
 */
export async function buildProgram(entry: string): Promise<string> {
  const startedAt = Date.now();
  const folder = join(DIST, `program-${startedAt}-${process.pid}`);
  const {metafile} = await build({
    ...bundleOptions,
    entryPoints: {program: join(ROOT, entry)},
    absWorkingDir: ROOT,
    outdir: folder,
    splitting: true,
    sourcemap: true,
    metafile: true,
  });
  await stop();
  const program = pathToFileURL(join(folder, 'program.js')).href;
  const sources = [...Object.keys(metafile.inputs), 'package-lock.json'].map((source) => {
    const path = resolve(ROOT, source);
    const {size, mtimeMs} = statSync(path);
    // archives, of which images are made, keep times to the second
    return {path, size, changedS: Math.floor(mtimeMs / 1000)};
  });
  const isEdited = sources.some(({changedS}) => 1000 * changedS >= startedAt - 1000);
  if (!isEdited) {
    // all at once: another process may be reading it
    writeFileSync(join(folder, 'sources.json'), JSON.stringify({program, sources}));
    renameSync(join(folder, 'sources.json'), join(DIST, `${entry.replaceAll('/', '-')}.json`));
  }
  removeOld();
  return program;
}

function removeOld(): void {
  for (const name of readdirSync(DIST)) {
    const path = join(DIST, name);
    if (name.startsWith('program-') && Date.now() - statSync(path).mtimeMs > KEPT_MS)
      rmSync(path, {recursive: true, force: true});
  }
}
