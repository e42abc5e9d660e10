import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Marks a data folder as in use by this process; two engines on one folder would destroy it. A mark
 * left by a process that is gone is taken over.
 * @returns the function that takes the mark away
 * @throws Error naming the process that has it
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'in-use-by.pid');
  const holder = readHolder(file);
  if (holder !== null && holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `${folder} is in use by process ${holder}; stop it, or choose another folder with LIANDONG_DATA`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, {force: true});
}

function readHolder(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
