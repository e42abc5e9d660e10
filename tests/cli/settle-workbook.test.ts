import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {AgreementSettlement} from '../../contract/agreement-settlement.ts';
import {makeWorkbook} from '../observations/make-workbook.ts';
import {HEADINGS, lineOf, riverRows} from '../observations/river-workbook.ts';
import {engines, isMissing, openTestDatabaseUrl} from '../setup/engines.ts';
import {runLiandong, startService, type RunningService} from '../setup/running-service.ts';

/** What class II and two percent less come to, in the order of the sum. */
const TERMS_OF_2021 = [
  'Liuzhuang, dissolved-oxygen: 8 mg/L, class I (limit 7.5)',
  'Liuzhuang, permanganate-index: 3 mg/L, class II (limit 4)',
  'Liuzhuang, cod: 11.76 mg/L, class I (limit 15)',
  'Liuzhuang, bod5: 2 mg/L, class I (limit 3)',
  'Liuzhuang, ammonia-nitrogen: 0.392 mg/L, class II (limit 0.5)',
  'Liuzhuang, total-phosphorus: 0.0784 mg/L, class II (limit 0.1)',
  'class II by permanganate-index, ammonia-nitrogen, total-phosphorus, base III: 1 × 60,000,000 = 60,000,000 yuan',
  'cod: C 11.76 mg/L, C of the year before 12 mg/L, ratio 0.98, weight 0.333333333333, term 0.326666666667',
  'ammonia-nitrogen: C 0.392 mg/L, C of the year before 0.4 mg/L, ratio 0.98, weight 0.333333333333, term 0.326666666667',
  'total-phosphorus: C 0.0784 mg/L, C of the year before 0.08 mg/L, ratio 0.98, weight 0.333333333333, term 0.326666666667',
  'index 0.98, change -2 %, counted -2 %',
  '2 × 1,000,000 = 2,000,000 yuan, at most 40,000,000: 2,000,000 yuan',
];

describe.each(engines)('a workbook on the command line, %s engine,', (engine) => {
  describe.skipIf(isMissing(engine))('is', {timeout: 120_000}, () => {
    const folder = mkdtempSync(join(tmpdir(), 'liandong-workbook-'));
    let service: RunningService;
    let database: {url: string; drop: () => Promise<void>} | undefined;
    beforeAll(async () => {
      if (engine === 'server') database = await openTestDatabaseUrl();
      service = await startService({
        LIANDONG_DATA: join(folder, 'data'),
        LIANDONG_SAMPLE: 'false',
        DATABASE_URL: database?.url ?? '',
      });
    }, 300_000);
    afterAll(async () => {
      await service?.stop();
      await database?.drop();
      rmSync(folder, {recursive: true, force: true});
    });

    const settle = async (bytes: Uint8Array) => {
      const [table, out] = [join(folder, '月报.xlsx'), join(folder, 'settled.json')];
      writeFileSync(table, bytes);
      rmSync(out, {force: true});
      const outcome = await runLiandong(
        ...['agreements', 'settle', 'yellow-river-2021', '--observations', table],
        ...['--out', out, '--url', service.url],
      );
      const result =
        outcome.status === 0
          ? (JSON.parse(readFileSync(out, 'utf8')) as AgreementSettlement)
          : undefined;
      return {...outcome, result};
    };

    it('settled with every term written', async () => {
      const {stdout, result} = await settle(await makeWorkbook({月报: [HEADINGS, ...riverRows()]}));
      expect(stdout).toContain('The settlement is complete.');
      for (const line of TERMS_OF_2021) expect(stdout).toContain(`  2021: ${line}\n`);
      expect(result).toMatchObject({complete: true, issues: []});
      expect(result!.payments).toEqual([{from: 'shandong', to: 'henan', amountYuan: 126_000_000}]);
    });

    it('settled as far as it goes, each fault told with its row', async () => {
      const rows = riverRows();
      const of = (indicator: string, month: string) => rows[lineOf(indicator, month) - 2]!;
      of('氨氮', '2021-03')[3] = -0.4;
      of('总磷', '2021-04')[3] = 78.4;
      of('化学需氧量', '2021-05')[2] = 44_331;
      rows.push(['刘庄', '氨氮', '2022-02', 9, 'mg/L']);
      const {status, stdout, stderr} = await settle(
        await makeWorkbook({月报: [HEADINGS, ...rows], 补测: [HEADINGS, ...rows.slice(0, 2)]}),
      );
      expect(status).toBe(0);
      expect(stdout).toContain('The settlement is INCOMPLETE');
      const negative = lineOf('氨氮', '2021-03');
      expect(stdout).toMatch(new RegExp(`error, row ${negative}, value: .*-0\\.4 is negative`));
      const slip = lineOf('总磷', '2021-04');
      expect(stdout).toMatch(new RegExp(`error, row ${slip}, unit: .*check its unit`));
      expect(stdout).toMatch(
        /error, row \d+ and 1 more, value: Rows \d+, 218 give different values/,
      );
      const serial = lineOf('化学需氧量', '2021-05');
      expect(stdout).toMatch(new RegExp(`info, row ${serial}, date: .*read as 2021-05-15`));
      expect(stdout).toContain('Shandong pays Henan');
      expect(stderr).toContain('the 2 values of "补测" are not used');
    });

    it('refused where it is none, with what to do', async () => {
      const good = await makeWorkbook({月报: [HEADINGS, ...riverRows()]});
      expect(await settle(good.subarray(0, 900))).toMatchObject({
        status: 1,
        stdout: '',
        stderr: expect.stringMatching(/月报\.xlsx.*cut off.*save it again as \.xlsx/),
      });
    });
  });
});
