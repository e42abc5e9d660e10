// Programs are TypeScript. Node would read them file by file through a loader, which takes some seconds; so a
// program is put together once (build-program.ts), and again when a file of it has changed.
import {readFileSync, statSync} from 'node:fs';

/** Runs the program whose first module this is, a path from the root of the project. */
export async function runProgram(entry) {
  process.setSourceMapsEnabled(true);
  await import(builtBefore(entry) ?? (await buildNow(entry)));
}

function builtBefore(entry) {
  try {
    const list = new URL(`../dist/${entry.replaceAll('/', '-')}.json`, import.meta.url);
    const {program, sources} = JSON.parse(readFileSync(list, 'utf8'));
    const isSame = ({path, size, changedS}) => {
      const stat = statSync(path);
      return stat.size === size && Math.floor(stat.mtimeMs / 1000) === changedS;
    };
    return sources.every(isSame) ? program : null;
  } catch {
    // never built, or a file is gone
    return null;
  }
}

async function buildNow(entry) {
  const {register} = await import('tsx/esm/api');
  const unregister = register();
  try {
    const {buildProgram} = await import('./build-program.ts');
    const program = await buildProgram(entry);
    await unregister();
    return program;
  } catch {
    // a folder nobody may write to, or files that do not fit together: as they are, which says what is wrong
    return `../${entry}`;
  }
}
