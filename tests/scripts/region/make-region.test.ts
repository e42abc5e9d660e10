import {execFile} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {makeRegion} from '../../../scripts/region/make-region.ts';

const run = promisify(execFile);
let outDir: string;
beforeAll(() => {
  outDir = mkdtempSync(join(tmpdir(), 'liandong-region-'));
});
afterAll(() => rmSync(outDir, {recursive: true, force: true}));

describe('makeRegion', () => {
  it('tells how far it is, never backwards, and ends at 1', async () => {
    const shares: number[] = [];
    await makeRegion(
      {size: 'sample', outDir, layers: ['units']},
      {progress: (_, share) => shares.push(share)},
    );
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it('makes only the layers asked for, with the bytes they have among all', async () => {
    const some = await makeRegion({size: 'sample', outDir, layers: ['units', 'sections']});
    const all = await makeRegion({size: 'sample', outDir});
    expect(some.layers).toEqual(all.layers.filter(({id}) => ['units', 'sections'].includes(id)));
  });

  it('leaves no manifest when it is given up half-way, not even the last one', async () => {
    await makeRegion({size: 'sample', outDir, layers: ['sections']});
    const control = new AbortController();
    const made = makeRegion(
      {size: 'sample', outDir},
      {signal: control.signal, progress: (_, share) => share > 0.4 && control.abort()},
    );
    await expect(made).rejects.toThrow('aborted');
    expect(existsSync(join(outDir, 'region.json'))).toBe(false);
  });

  it('names what it knows when asked for what it does not', async () => {
    await expect(makeRegion({size: 'village', outDir})).rejects.toThrow(
      'Size "village" is not one of sample, province, nation',
    );
    await expect(makeRegion({size: 'sample', outDir, layers: ['roads']})).rejects.toThrow(
      '"roads"',
    );
  });
});

describe('make-region on the command line', () => {
  const command = ['--import', 'tsx', 'scripts/make-region.ts'];

  it('writes the region and its manifest, which says that it is invented', async () => {
    const {stdout, stderr} = await run(process.execPath, [...command, '--out', outDir]);
    expect(stdout).toContain('redlines');
    expect(stderr).toContain('100 %');
    const region = JSON.parse(readFileSync(join(outDir, 'region.json'), 'utf8')) as object;
    expect(region).toMatchObject({size: 'sample', invented: true, crs: 'EPSG:4490'});
  });

  it('fails with one sentence on an unknown size', async () => {
    const made = run(process.execPath, [...command, '--size', 'village', '--out', outDir]);
    await expect(made).rejects.toMatchObject({
      code: 1,
      stderr: 'Size "village" is not one of sample, province, nation\n',
    });
  });
});
