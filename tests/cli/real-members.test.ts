import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {MemberSummary} from '../../contract/member-summary.ts';
import {sharedData} from '../setup/needs.ts';
import {runLiandong, startService, type RunningService} from '../setup/running-service.ts';

// Nine counties of four states round a bay, with coasts and borders that run along rivers: nothing
// that anybody drew to be cut. On the embedded engine, whose GEOS has no second try of its own.
const COUNTIES = ['10001', '10003', '10005', '24015', '34011', '34015', '34033', '42029', '42045'];

describe.skipIf(!sharedData)('counties of several states in a real basin', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-members-'));
  let service: RunningService;
  const liandong = async (...args: string[]) => {
    const outcome = await runLiandong(...args, '--url', service.url);
    expect(outcome.status, outcome.stderr).toBe(0);
  };
  const load = (file: string, ...args: string[]) =>
    liandong('import', join(sharedData!, 'delaware', file), ...args);

  beforeAll(async () => {
    const settings = {LIANDONG_DATA: join(folder, 'data'), LIANDONG_SAMPLE: 'false'};
    service = await startService(settings);
    const names = ['--map', 'code=GEOID', '--map', 'name=NAME'];
    await load('counties.zip', '--id', 'counties', '--kind', 'unit', ...names);
    await load(
      'hucs.gpkg',
      ...['--id', 'huc12', '--kind', 'basin', '--layer', 'huc12', '--map', 'code=huc12'],
    );
    await load(
      'focus_areas.geojson',
      ...['--id', 'focus', '--kind', 'redline', '--map', 'class=strategy'],
    );
  }, 400_000);
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, {recursive: true, force: true});
  });

  it('sum up by member, state and sub-watershed to the union, within 1e-9', async () => {
    const out = join(folder, 'summary.json');
    const inputs = {
      zone: {members: {collection: 'counties', ids: COUNTIES}},
      basins: 'huc12',
      thresholds: [{number: 'redline', atLeast: 0.05}],
    };
    await liandong('run', 'member-summary', '--inputs', JSON.stringify(inputs), '--out', out);
    const result = JSON.parse(readFileSync(out, 'utf8')) as MemberSummary;
    expect(result.states.map(({id, foundBy}) => [id, foundBy])).toEqual([
      ['10', 'code-prefix'],
      ['24', 'code-prefix'],
      ['34', 'code-prefix'],
      ['42', 'code-prefix'],
    ]);
    expect(result.overlaps).toEqual([]);
    expect(result.reconciliation.largestDifferenceShare).toBeLessThan(1e-9);
    for (const member of result.members) {
      const cells = result.cells!.filter((cell) => cell.member === member.id);
      const sumM2 = cells.reduce((sum, {areaM2}) => sum + areaM2, 0);
      expect(Math.abs(sumM2 - member.areaM2)).toBeLessThan(1e-9 * member.areaM2);
      const heldM2 = cells.reduce((sum, {values}) => sum + values[0]!.heldM2, 0);
      expect(Math.abs(heldM2 - member.values[0]!.heldM2)).toBeLessThan(1e-9 * member.areaM2);
    }
    // the bay and the ocean are in no sub-watershed
    expect(result.cells!.filter(({basin}) => basin === null).length).toBeGreaterThan(3);
    const [verdict] = result.thresholds;
    expect(verdict!.failingCount).toBe(
      verdict!.members.filter((member) => member.verdict === 'fail').length,
    );
  }, 300_000);
});
