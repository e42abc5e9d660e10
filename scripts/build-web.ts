import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

const root = resolve(import.meta.dirname, '..');
/** Where web/vite.config.ts puts it; asking Vite takes a second of every start. */
const outFolder = join(root, 'dist/web');
/** Everything the built files depend on. */
const sources = ['web', 'contract', 'data/catalog', 'package-lock.json', 'tsconfig.json'];

/** Builds the web application unless the one that stands was built from these very sources; says which it was. */
export async function buildWeb(say: (line: string) => void): Promise<string> {
  const stampFile = join(root, 'dist', 'web-sources.sha256');
  const stamp = fingerprint();
  const isCurrent =
    existsSync(join(outFolder, 'index.html')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp;
  if (isCurrent) return 'web application: built before, nothing changed since';

  say('building the web application');
  const startedAt = performance.now();
  try {
    await run('npm', ['run', 'build'], {cwd: root, maxBuffer: 64 * 1024 * 1024});
  } catch (error) {
    const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
    const lastLines = `${stdout}\n${stderr}`.trim().split('\n').slice(-25).join('\n');
    throw new Error(`The web application does not build:\n${lastLines}`, {cause: error});
  }
  mkdirSync(dirname(stampFile), {recursive: true});
  writeFileSync(stampFile, stamp);
  return `web application: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/** Path, size and time of change of every source: enough to notice an edit without reading megabytes. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    if (existsSync(path)) addToHash(path);
  }
  return hash.digest('hex');

  function addToHash(path: string): void {
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) addToHash(join(path, name));
    } else {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  }
}
