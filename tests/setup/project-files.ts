import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';

/** Paths of all files of the project that are in git or on their way into it (not git-ignored). */
export function projectFiles(): string[] {
  const list = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    {encoding: 'utf8', maxBuffer: 16 * 1024 * 1024},
  );
  return list.split('\0').filter((path) => path !== '' && existsSync(path));
}
