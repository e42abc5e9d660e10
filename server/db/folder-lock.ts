import {closeSync, ftruncateSync, openSync, readFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {tryLock} from 'fs-native-extensions';

// Far behind what is written: Windows lets nobody read a locked byte, and the holder is to be read.
const LOCKED_BYTE = 2 ** 30;

/**
 * Marks a data folder as in use; two engines on one folder would destroy it. The mark is a lock of
 * the operating system, which lets go of it when its process ends in whatever way, so a number that
 * a process of long ago left in the file, a zombie's or one that now belongs to another program
 * holds nobody up. The number is written for the message alone.
 * @returns the function that takes the mark away
 * @throws Error naming the process that has it
 */
export function lockFolder(folder: string): () => void {
  const file = join(folder, 'in-use-by.pid');
  const descriptor = openSync(file, 'a+');
  if (!isMine(descriptor)) {
    const holder = readFileSync(file, 'utf8').trim();
    closeSync(descriptor);
    throw new Error(
      `${folder} is in use by ${holder === '' ? 'another process' : `process ${holder}`}; ` +
        'stop it, or choose another folder with LIANDONG_DATA',
    );
  }
  write(descriptor, String(process.pid));
  // The file stays: were it deleted, one who has it open and one who makes it anew would both have a lock.
  return () => {
    write(descriptor, '');
    closeSync(descriptor);
  };
}

function isMine(descriptor: number): boolean {
  try {
    return tryLock(descriptor, LOCKED_BYTE, 1);
  } catch (error) {
    // What Windows says of a byte that is locked; the library knows only what the others say.
    if ((error as NodeJS.ErrnoException).code === 'EBUSY') return false;
    throw error;
  }
}

function write(descriptor: number, text: string): void {
  ftruncateSync(descriptor);
  writeSync(descriptor, text);
}
