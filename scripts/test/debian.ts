import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** True where we may install packages: root on Debian itself (Ubuntu's chromium is a snap, which needs a daemon). */
export function canInstallPackages(): boolean {
  return (
    process.getuid?.() === 0 &&
    existsSync('/usr/bin/apt-get') &&
    existsSync('/etc/os-release') &&
    /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  );
}

/** Installs Debian packages in one go; throws with the last lines apt-get printed. */
export async function installPackages(names: string[]): Promise<void> {
  await aptGet('update');
  await aptGet('install', '--yes', '--no-install-recommends', ...names);
}

async function aptGet(...words: string[]): Promise<void> {
  try {
    await run(
      'apt-get',
      [
        '-q',
        '-o',
        'Acquire::Retries=3',
        // another apt-get may hold the lock on a machine that has just booted
        '-o',
        'DPkg::Lock::Timeout=300',
        '-o',
        'Dpkg::Options::=--force-confold',
        ...words,
      ],
      {
        env: {...process.env, DEBIAN_FRONTEND: 'noninteractive'},
        maxBuffer: 64 * 1024 * 1024,
      },
    );
  } catch (error) {
    const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
    const lastLines = `${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n');
    throw new Error(`apt-get ${words.join(' ')} failed:\n${lastLines}`, {cause: error});
  }
}
