import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Agreement} from '../../contract/agreement.ts';
import type {AgreementSettlement} from '../../contract/agreement-settlement.ts';
import {runLiandong, startService, type RunningService} from '../setup/running-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'liandong-settle-'));
let service: RunningService;
beforeAll(async () => {
  service = await startService({
    LIANDONG_DATA: join(folder, 'data'),
    LIANDONG_SAMPLE: 'false',
  });
});
afterAll(async () => {
  await service?.stop();
  rmSync(folder, {recursive: true, force: true});
});

const run = (table: string, agreement = 'chishui-2018') =>
  runLiandong(
    ...['run', 'agreement-settlement', '--observations', table, '--url', service.url],
    ...['--inputs', JSON.stringify({agreement, period: {from: '2018', to: '2018'}})],
  );

test('an agreement is settled by a table in a file', async () => {
  const lines = ['清水铺', '茅台上游', '鲢鱼溪'].flatMap((section) =>
    Array.from({length: 12}, (_, i) => `${section},2018年${i + 1}月,1.5,100,0.05`),
  );
  const table = join(folder, '月报.csv');
  writeFileSync(table, `断面,月份,高锰酸盐指数(mg/L),氨氮(μg/L),总磷(mg/L)\n${lines.join('\n')}\n`);
  const {status, stdout} = await run(table);
  expect(status).toBe(0);
  const result = JSON.parse(stdout) as AgreementSettlement;
  expect(result.complete).toBe(true);
  expect(result.balances.map(({party, netYuan}) => [party, netYuan])).toEqual([
    ['yunnan', 40_000_000],
    ['guizhou', -20_000_000],
    ['sichuan', -20_000_000],
  ]);
});

test('a table that is none, and an agreement there is not, fail with their sentence', async () => {
  const table = join(folder, 'other.csv');
  writeFileSync(table, 'a,b\n1,2\n');
  expect(await run(table)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('has no column for section, date'),
  });
  expect((await run(join(folder, 'none.csv'))).stderr).toContain('There is no file');
});

/** The Yellow River in class II, with three percent less pollution each year. */
function tableOfYellowRiver(): string {
  const heading = '断面,月份,溶解氧,高锰酸盐指数,化学需氧量,五日生化需氧量,氨氮,总磷';
  const lines = [2020, 2021, 2022].flatMap((year, i) =>
    Array.from({length: 12}, (_, month) => {
      const less = 0.97 ** i;
      const values = [8, 2.5, 12 * less, 2, 0.3 * less, 0.08 * less];
      return `刘庄,${year}年${month + 1}月,${values.join(',')}`;
    }),
  );
  const table = join(folder, 'yellow-river.csv');
  writeFileSync(table, `${heading}\n${lines.join('\n')}\n`);
  return table;
}

const agreements = (...args: string[]) => runLiandong('agreements', ...args, '--url', service.url);

test('settle prints who pays whom and why, and writes every term', async () => {
  const out = join(folder, 'settled.json');
  const table = tableOfYellowRiver();
  const {status, stdout} = await agreements(
    ...['settle', 'yellow-river-2021', '--observations', table, '--out', out],
  );
  expect(status).toBe(0);
  expect(stdout).toContain(
    '2021: Shandong to Henan 60,000,000.00 yuan. Class II in 2021 is 1 better than the base III',
  );
  expect(stdout).toContain('Shandong pays Henan 126,000,000.00 yuan');
  const result = JSON.parse(readFileSync(out, 'utf8')) as AgreementSettlement;
  expect(result.payments).toEqual([{from: 'shandong', to: 'henan', amountYuan: 126_000_000}]);
});

test('settle takes a part of the period, and says by row what it did not use', async () => {
  const table = join(folder, 'bad.csv');
  const good = readFileSync(tableOfYellowRiver(), 'utf8');
  writeFileSync(table, good.replace('2021年5月,8,2.5', '2021年5月,8,-2.5'));
  const {status, stdout} = await agreements(
    ...['settle', 'yellow-river-2021', '--observations', table, '--from', '2021', '--to', '2021'],
  );
  expect(status).toBe(0);
  expect(stdout).toContain('The settlement is INCOMPLETE');
  expect(stdout).toMatch(/error, row 18, value: .*-2\.5/);
  // one line for a year of rows of six values each
  expect(stdout.match(/row 26 and 11 more, date: Rows 26, 27/g)).toHaveLength(1);
  const half = await agreements(
    ...['settle', 'yellow-river-2021', '--observations', table, '--from', '2021'],
  );
  expect(half).toMatchObject({status: 1, stderr: expect.stringContaining('go together')});
});

test('an example is shown, saved as an own one, changed, settled before it is saved, deleted', async () => {
  const {stdout: list} = await agreements('list');
  expect(list).toMatch(/^yellow-river-2021@1 +example +class-step +2021–2022 /m);
  const file = join(folder, 'agreement.json');
  const show = async (reference: string) => {
    const {stdout} = await agreements('show', reference);
    writeFileSync(file, stdout);
    return JSON.parse(stdout) as Agreement;
  };
  await show('yellow-river-2021');
  const {stdout: saved} = await agreements('put', file);
  const [, id] = /^([0-9a-f-]{36})@1: .*, a new agreement$/m.exec(saved)!;

  // what show printed of a saved one becomes its next version
  const own = await show(id!);
  if (own.rule.type === 'class-step') own.rule.stepYuan = 50_000_000;
  writeFileSync(file, JSON.stringify(own));
  const unsaved = await agreements('settle', file, '--observations', tableOfYellowRiver());
  expect(unsaved.stdout).toContain('Shandong pays Henan 106,000,000.00 yuan');
  expect((await agreements('put', file)).stdout).toMatch(new RegExp(`^${id}@2: `));
  expect((await agreements('list')).stdout).toMatch(new RegExp(`^${id}@2 +saved`, 'm'));
  expect((await show(`${id}@1`)).rule).toMatchObject({stepYuan: 60_000_000});

  // nobody's change is overwritten or deleted unseen
  expect(await agreements('put', file)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('It is at version 2 now, you have version 1'),
  });
  expect((await agreements('delete', id!)).stderr).toContain('expected id@version');
  expect((await agreements('delete', `${id}@1`)).status).toBe(1);
  expect((await agreements('delete', `${id}@2`)).status).toBe(0);
  expect((await agreements('show', id!)).stderr).toContain('AGREEMENT_NOT_FOUND');
}, 240_000);

test('a file that is no agreement is refused with its sentence', async () => {
  const file = join(folder, 'wrong.json');
  writeFileSync(file, '{"name": ');
  expect((await agreements('put', file)).stderr).toContain('is not JSON');
  writeFileSync(file, '[]');
  expect((await agreements('put', file)).stderr).toContain('expected one object');
  const draft = JSON.parse((await agreements('show', 'xinanjiang-2012')).stdout) as Agreement;
  if (draft.rule.type === 'p-index') draft.rule.weights[0]!.weight = 0.5;
  writeFileSync(file, JSON.stringify(draft));
  expect((await agreements('put', file)).stderr).toContain('The weights sum to 1.25, expected 1');
});
