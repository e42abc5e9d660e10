import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {AgreementSettlement} from '../../contract/agreement-settlement.ts';
import type {ObservationTable} from '../../contract/observation.ts';
import type {Problem} from '../../contract/problem.ts';
import type {BuiltApp} from '../../server/app.ts';
import {makeWorkbook, zipWorkbook} from '../observations/make-workbook.ts';
import {HEADINGS, lineOf, riverRows} from '../observations/river-workbook.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {upload} from './upload.ts';

type Rows = ReturnType<typeof riverRows>;

/** The good table with what a case does to it. */
function changed(change: (rows: Rows) => void): Promise<Buffer> {
  const rows = riverRows();
  change(rows);
  return makeWorkbook({月报: [HEADINGS, ...rows]});
}

const rowOf = (rows: Rows, indicator: string, month: string) =>
  rows.find((row) => row[1] === indicator && row[2] === month)!;

const text = (ref: string, value: string) =>
  `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`;

/** A workbook of one value whose cells are given as XML. */
function cells(date: string, value: string): Promise<Buffer> {
  const headings = HEADINGS.map((each, i) => text(`${'ABCDE'[i]}1`, each)).join('');
  const row = `${text('A2', '刘庄')}${text('B2', '氨氮')}${date}${value}${text('E2', 'mg/L')}`;
  return zipWorkbook({月报: `<row r="1">${headings}</row><row r="2">${row}</row>`});
}

/** The same archive with each entry marked as encrypted. */
function locked(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  for (let at = 0; at + 10 < copy.length; at++) {
    const signature = copy.readUInt32LE(at);
    const flags = signature === 0x04034b50 ? at + 6 : signature === 0x02014b50 ? at + 8 : -1;
    if (flags > 0) copy.writeUInt16LE(copy.readUInt16LE(flags) | 1, flags);
  }
  return copy;
}

const CFB = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array(500).fill(0)]);
const notAWorkbook = () =>
  makeWorkbook({a: [['x']]}).then((bytes) =>
    // a name of the same length, so that the archive stays whole
    Buffer.from(
      bytes
        .toString('latin1')
        .replaceAll('xl/workbook.xml<', 'xl/workbook.bin<')
        .replaceAll('xl/workbook.xml', 'xl/workbook.bin'),
      'latin1',
    ),
  );

describe.each(engines)('a workbook of monitoring values on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('sent as a client does', () => {
    let app: BuiltApp['app'];
    beforeAll(async () => {
      app = (await openTestApp(engine)).app;
    });
    afterAll(() => app?.close());

    const send = (bytes: Uint8Array, fileName = '月报.xlsx') =>
      app.inject({method: 'POST', url: '/api/observations', ...upload(fileName, bytes)});
    const read = async (bytes: Uint8Array) => {
      const response = await send(bytes);
      expect(response.statusCode, response.body).toBe(200);
      return response.json<ObservationTable>();
    };
    const settle = async (bytes: Uint8Array) => {
      const {rows: observations} = await read(bytes);
      const response = await app.inject({
        method: 'POST',
        url: '/api/processes/agreement-settlement/execution',
        payload: {inputs: {agreement: 'yellow-river-2021', observations}},
      });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<AgreementSettlement>();
    };

    it('settles the agreement it is about: 126 million yuan', async () => {
      const workbook = await changed(() => {});
      expect(await read(workbook)).toMatchObject({format: 'xlsx', sheet: '月报', issues: []});
      const result = await settle(workbook);
      expect(result).toMatchObject({complete: true, issues: []});
      expect(result.payments).toEqual([{from: 'shandong', to: 'henan', amountYuan: 126_000_000}]);
    });

    const COD = lineOf('化学需氧量', '2021-05');
    it.each<[what: string, change: (rows: Rows) => void, told: [string, number, RegExp, RegExp]]>([
      [
        'a value labelled mg/L that is in µg/L',
        (rows) => void (rowOf(rows, '化学需氧量', '2021-05')[3] = 11_760),
        ['unit-implausible', COD, /11760 mg\/L.*thousand times.*check its unit/, /µg\/L.*核对单位/],
      ],
      [
        'a negative value',
        (rows) => void (rowOf(rows, '化学需氧量', '2021-05')[3] = -12),
        ['value-negative', COD, /-12 is negative.*not used/, /-12 为负/],
      ],
      [
        'a value that stands there twice, differently',
        (rows) => void rows.push(['刘庄', '化学需氧量', '2021-05', 13, 'mg/L']),
        ['duplicate-different', 218, new RegExp(`Rows ${COD}, 218 .*Keep the one`), /保留正确/],
      ],
      [
        'an empty cell, as a formula without its result leaves',
        (rows) => void (rowOf(rows, '化学需氧量', '2021-05')[3] = null),
        ['cell-empty', COD, /has no value \(a formula/, /缺少数值/],
      ],
      [
        'a date that is none',
        (rows) => void (rowOf(rows, '化学需氧量', '2021-05')[2] = '2021-13'),
        [
          'date-unreadable',
          COD,
          /"2021-13" cannot be read; expected 2021-05-14/,
          /应为 2021-05-14/,
        ],
      ],
      [
        'a section that the agreement does not have',
        (rows) => void (rowOf(rows, '化学需氧量', '2021-05')[0] = '小浪底'),
        ['section-unknown', COD, /小浪底/, /小浪底/],
      ],
    ])('names %s by its row and settles the rest, incomplete', async (_what, change, told) => {
      const [rule, row, en, zh] = told;
      const result = await settle(await changed(change));
      expect(result.complete).toBe(false);
      const issue = result.issues.find((each) => each.rule === rule)!;
      expect(issue).toMatchObject({row});
      expect(issue.detail.en).toMatch(en);
      expect(issue.detail.zh).toMatch(zh);
      // class II and both years stay; the mean of eleven months is that of twelve here
      const [payment] = result.payments;
      expect(payment).toMatchObject({from: 'shandong', to: 'henan'});
      expect(payment!.amountYuan).toBeCloseTo(126_000_000, 0);
    });

    it('in µg/L with its unit is converted, said to be, and complete', async () => {
      const result = await settle(
        await changed((rows) => {
          const row = rowOf(rows, '化学需氧量', '2021-05');
          [row[3], row[4]] = [11_760, 'µg/L'];
        }),
      );
      expect(result.complete).toBe(true);
      expect(result.issues.map(({rule, row}) => [rule, row])).toEqual([['unit-converted', COD]]);
      expect(result.payments[0]!.amountYuan).toBeCloseTo(126_000_000, 0);
    });

    it('without its section pays nobody and says which section of the agreement is missing', async () => {
      const rows = riverRows().map(([, ...others]) => ['花园口', ...others]);
      const result = await settle(await makeWorkbook({月报: [HEADINGS, ...rows]}));
      expect(result).toMatchObject({complete: false, payments: []});
      const missing = result.issues.find(({rule}) => rule === 'section-missing')!;
      expect(missing.detail.en).toContain('Liuzhuang');
      expect(missing.detail.zh).toContain('刘庄');
      expect(result.issues.filter(({rule}) => rule === 'section-unknown')[0]!.row).toBe(2);
    });

    it.each([
      ['a day, formatted as one', '<c r="C2" s="1"><v>44330</v></c>', []],
      ['the number of a day', '<c r="C2"><v>44330</v></c>', ['date-day-number']],
    ])('reads a date cell that is %s', async (_what, cell, rules) => {
      const {rows, issues} = await read(await cells(cell, '<c r="D2"><v>0.3</v></c>'));
      expect(rows).toHaveLength(1);
      expect(issues.map(({rule}) => rule)).toEqual(rules);
      for (const {row, detail} of issues) {
        expect(row).toBe(2);
        expect(detail.en).toContain('it is read as 2021-05-14');
      }
    });

    const month = text('C2', '2021-05');
    it.each([
      ['its result', '<c r="D2"><f>0.1+0.2</f><v>0.3</v></c>', 0.3, []],
      ['no result', '<c r="D2"><f>0.1+0.2</f></c>', null, ['cell-empty']],
      ['no text for a result', '<c r="D2" t="str"><f>"0.3"</f></c>', null, ['cell-empty']],
      ['an error', '<c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', null, ['cell-empty']],
    ])('takes of a formula cell with %s what was saved', async (_what, cell, value, rules) => {
      const {rows, issues} = await read(await cells(month, cell));
      expect(rows[0]!.value).toBe(value);
      expect(issues.map(({rule}) => rule)).toEqual(rules);
    });

    it('with two sheets of values reads the first and says what of the other is left out', async () => {
      const [first, second] = [riverRows().slice(0, 72), riverRows().slice(72)];
      const table = await read(
        await makeWorkbook({
          说明: [['本表由监测中心编制']],
          上年: [HEADINGS, ...first],
          当年: [HEADINGS, ...second],
        }),
      );
      expect(table.sheet).toBe('上年');
      expect(table.rows).toHaveLength(72);
      expect(table.issues.map(({rule, severity}) => [rule, severity])).toEqual([
        ['sheet-not-used', 'warning'],
      ]);
      expect(table.issues[0]!.detail.en).toContain('the 144 values of "当年" are not used');
    });

    it('with an empty sheet before the table is read; with headings alone it says so', async () => {
      const table = await read(await makeWorkbook({空: [], 月报: [HEADINGS, ...riverRows()]}));
      expect(table).toMatchObject({sheet: '月报', issues: []});
      const empty = await read(await makeWorkbook({月报: [HEADINGS]}));
      expect(empty.issues.map(({rule, severity}) => [rule, severity])).toEqual([
        ['table-empty', 'error'],
      ]);
      const result = await settle(await makeWorkbook({月报: [HEADINGS]}));
      expect(result).toMatchObject({complete: false, payments: []});
    });

    const good = () => makeWorkbook({月报: [HEADINGS, ...riverRows()]});
    it.each<[what: string, bytes: () => Promise<Buffer> | Buffer, code: string, zh: RegExp]>([
      [
        'an empty sheet',
        () => makeWorkbook({空: []}),
        'TABLE_COLUMN_MISSING',
        /没有断面.*列名应如/,
      ],
      [
        'an .xls under another name',
        () => CFB,
        'TABLE_FORMAT_UNKNOWN',
        /2007.*另存为 \.csv 或 \.xlsx/,
      ],
      [
        'a page saved as .xls',
        () => Buffer.from('<html><table></table></html>'),
        'TABLE_FORMAT_UNKNOWN',
        /网页.*另存为/,
      ],
      ['a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj\n'), 'TABLE_FORMAT_UNKNOWN', /PDF/],
      [
        'a cut-off archive',
        async () => (await good()).subarray(0, 900),
        'TABLE_BROKEN',
        /截断.*重新存为/,
      ],
      [
        'an archive with damaged parts',
        async () => (await good()).fill(0xff, 700, 760),
        'TABLE_BROKEN',
        /损坏.*重新存为/,
      ],
      [
        'an encrypted archive',
        async () => locked(await good()),
        'TABLE_FORMAT_UNKNOWN',
        /密码.*另存为/,
      ],
      [
        'an archive that is no workbook',
        notAWorkbook,
        'TABLE_FORMAT_UNKNOWN',
        /xl\/workbook\.xml.*另存为/,
      ],
    ])('refuses %s with what to do', async (_what, bytes, code, zh) => {
      const response = await send(await bytes());
      expect(response.statusCode, response.body).toBe(400);
      const problem = response.json<Problem>();
      expect(problem.code).toBe(code);
      expect(problem.localDetail!.zh).toMatch(zh);
      expect(problem.detail).toContain('月报.xlsx');
      expect(problem.detail).toMatch(/Save it as|save it again|Expected headings/);
      // of what only our reader understands nothing is passed on
      expect(problem.localDetail!.zh).not.toMatch(/signature|unzip/);
    });
  });
});
