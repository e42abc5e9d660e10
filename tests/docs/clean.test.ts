import {readFileSync, statSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {projectFiles} from '../setup/project-files.ts';

const files = projectFiles();
const texts = files.filter(
  (path) => statSync(path).size < 4 * 1024 * 1024 && !readFileSync(path).includes(0),
);

describe('what is kept in the repository', () => {
  test.each([
    // written with a class of one letter so that this file does not find itself
    ['a path of somebody’s machine', /(?<![\w.-])\/(wor[k]|home\/[a-z]\w*|roo[t]|User[s]\/\w+)\//],
    ['the address of a package registry', /registr[y]\.[a-z.]+\.(org|com)/],
    ['the number of an issue or a request', /\b(issu[e]|PR|pull request) #?\d+\b/i],
    ['a mark of an unresolved merge', /^(<{7}|>{7}) /m],
  ])('%s stands in no file', (_, pattern) => {
    const found = texts.flatMap((path) => {
      const match = pattern.exec(readFileSync(path, 'utf8'));
      return match ? [`${path}: ${match[0]}`] : [];
    });
    expect(found).toEqual([]);
  });

  test('the lock file holds no address to download from, and every package has a checksum', () => {
    const {packages} = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, {resolved?: string; integrity?: string; link?: boolean}>;
    };
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    expect(entries.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(entries.filter(([, entry]) => !entry.integrity && !entry.link)).toEqual([]);
  });

  test('the lock file holds every package that another one names, for every platform', () => {
    const {packages} = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, {optionalDependencies?: Record<string, string>}>;
    };
    const held = new Set(
      Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')),
    );
    const missing = Object.values(packages)
      .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
      .filter((name) => !held.has(name));
    // npm ci refuses such a lock file, on every machine
    expect(missing).toEqual([]);
  });

  test('no source file has more than 400 lines', () => {
    const long = files
      .filter((path) => /\.(ts|js|vue|sql|css|md)$/.test(path))
      .filter((path) => !/(^|\/)(fixtures|generated)\//.test(path))
      .map((path) => [path, readFileSync(path, 'utf8').split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 400);
    expect(long).toEqual([]);
  });

  test('no file is larger than a megabyte', () => {
    const large = files.filter((path) => statSync(path).size > 1024 * 1024);
    expect(large).toEqual([]);
  });

  test('every JSON file is JSON', () => {
    const broken = files
      .filter((path) => /\.(json|geojson)$/.test(path) && !path.startsWith('tests/fixtures/'))
      .filter((path) => {
        try {
          JSON.parse(readFileSync(path, 'utf8'));
          return false;
        } catch {
          return true;
        }
      });
    expect(broken).toEqual([]);
  });
});
