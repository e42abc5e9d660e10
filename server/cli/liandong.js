#!/usr/bin/env node
// The command line is TypeScript like the rest. Node would read it file by file through a loader, which takes
// some seconds; so it is put together once (build-program.ts), and again when a file has changed.
import {readFileSync, statSync} from 'node:fs';

process.setSourceMapsEnabled(true);
await import(builtBefore() ?? (await buildNow()));

function builtBefore() {
  try {
    const list = new URL('../../dist/program.json', import.meta.url);
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

async function buildNow() {
  const {register} = await import('tsx/esm/api');
  const unregister = register();
  try {
    const {buildProgram} = await import('./build-program.ts');
    const program = await buildProgram();
    await unregister();
    return program;
  } catch {
    // a folder nobody may write to, or files that do not fit together: as they are, which says what is wrong
    return './main.ts';
  }
}
