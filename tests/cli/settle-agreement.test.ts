import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
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
