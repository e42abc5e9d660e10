import {accessSync, constants} from 'node:fs';
import {delimiter, isAbsolute, join} from 'node:path';

/** The first of these programs that can be run: absolute paths as they are, bare names looked up on PATH. */
export function findProgram(...candidates: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return candidates
    .flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
