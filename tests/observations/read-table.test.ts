import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {readCatalog} from '../../server/catalog.ts';
import {readObservationTable} from '../../server/observations/read-table.ts';
import {makeWorkbook, zipWorkbook} from './make-workbook.ts';

const folder = mkdtempSync(join(tmpdir(), 'liandong-tables-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const {waterQuality} = readCatalog();

let serial = 0;
function read(content: string | Uint8Array, fileName = 'table.csv') {
  const path = join(folder, `${++serial}`);
  writeFileSync(path, content);
  return readObservationTable(path, fileName, waterQuality);
}

const LONG = '断面,指标,日期,浓度,单位\n街口,氨氮,2021-05,0.3,mg/L\n街口,总磷,2021-05,0.04,mg/L\n';
const ROWS = [
  {row: 2, section: '街口', indicator: '氨氮', date: '2021-05', value: '0.3', unit: 'mg/L'},
  {row: 3, section: '街口', indicator: '总磷', date: '2021-05', value: '0.04', unit: 'mg/L'},
];

// 断面,指标,日期,浓度,单位 / 街口,氨氮,2021-05,0.3,mg/L in GBK
const GBK = Buffer.from(
  'b6cfc3e62cd6b8b1ea2cc8d5c6da2cc5a8b6c82cb5a5cebb0abdd6bfda2cb0b1b5aa2c323032312d30352c302e332c6d672f4c0a',
  'hex',
);

describe('a CSV', () => {
  test('with Chinese or English headings is read with the lines of the file', async () => {
    const table = await read(LONG);
    expect(table).toMatchObject({format: 'csv', encoding: 'utf-8', sheet: null, issues: []});
    expect(table.rows).toEqual(ROWS);
    const english = await read(
      'Date;Section;Parameter;Result;Unit;Note\n2021-05;a;TP;0.1;mg/L;x\n',
    );
    expect(english.columns).toEqual({
      section: 'Section',
      indicator: 'Parameter',
      date: 'Date',
      value: 'Result',
      unit: 'Unit',
    });
    expect(english.ignoredColumns).toEqual(['Note']);
    expect(english.rows[0]).toMatchObject({section: 'a', indicator: 'TP', value: '0.1'});
  });

  test('is read in UTF-8 with a byte order mark, in UTF-16 and in GBK', async () => {
    expect((await read(`\ufeff${LONG}`)).rows).toEqual(ROWS);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LONG, 'utf16le')]);
    expect(await read(utf16)).toMatchObject({encoding: 'utf-16le', rows: ROWS});
    expect(await read(GBK)).toMatchObject({encoding: 'gb18030', rows: [ROWS[0]]});
  });

  test('may have titles above its header, quoted cells over lines, and empty lines', async () => {
    const text = `新安江水质月报,,,,\n\n断面,指标,日期,浓度,单位\n"街\n口",氨氮,2021-05,0.3,mg/L\n,,,,\n街口,总磷,2021-05,0.04,mg/L\n`;
    const {rows} = await read(text);
    expect(rows.map(({row}) => row)).toEqual([4, 7]);
    expect(rows[0]!.section).toBe('街\n口');
  });

  test('may be wide, with a column and a unit for each indicator, and year and month apart', async () => {
    const text =
      '断面,年份,月份,氨氮(mg/L),总磷（μg/L）\n街口,2021,5,0.3,40\n街口,2021年,6月,,50\n';
    const table = await read(text);
    expect(table.rows).toEqual([
      {row: 2, section: '街口', date: '2021-5', indicator: '氨氮', value: '0.3', unit: 'mg/L'},
      expect.objectContaining({row: 2, indicator: '总磷', value: '40'}),
      expect.objectContaining({row: 3, date: '2021-6', indicator: '总磷', value: '50'}),
    ]);
    expect(table.issues.map(({rule, rows}) => [rule, rows])).toEqual([['unit-converted', [2, 3]]]);
  });

  test('says of a heading with a unit that is none of concentration that its rows are not used', async () => {
    const {rows, issues, ignoredColumns} = await read(
      '断面,月份,氨氮(kg),化学需氧量(COD),备注\n街口,2021-05,0.3,12,\n',
    );
    expect(rows.map(({indicator, unit}) => [indicator, unit])).toEqual([
      ['氨氮', 'kg'],
      ['化学需氧量(COD)', null],
    ]);
    expect(issues.find(({rule}) => rule === 'unit-unknown')).toMatchObject({
      row: 2,
      column: 'unit',
    });
    expect(ignoredColumns).toEqual(['备注']);
  });

  test('without a column that is needed is refused with the headings it has', async () => {
    await expect(read('断面,指标,备注\na,b,c\n')).rejects.toMatchObject({
      code: 'TABLE_COLUMN_MISSING',
      values: {missing: {zh: '日期、数值', en: 'date, value'}, seen: '断面, 指标, 备注'},
    });
  });
});

describe('an XLSX', () => {
  test('is read from the sheet whose columns are understood', async () => {
    const table = await read(
      await makeWorkbook({
        封面: [['说明']],
        数据: [
          ['断面', '指标', '日期', '浓度', '单位'],
          ['街口', '氨氮', '2021-05', 0.3, 'mg/L'],
          [],
          ['街口', '总磷', 202105, '<0.01', 'mg/L'],
        ],
      }),
      'table.xlsx',
    );
    expect(table).toMatchObject({format: 'xlsx', sheet: '数据', encoding: null});
    expect(table.rows).toEqual([
      {...ROWS[0], value: 0.3},
      {...ROWS[1], row: 4, date: 202105, value: '<0.01'},
    ]);
    expect(table.issues.map(({rule}) => rule)).toEqual(['below-detection-limit']);
  });
});

test('a date cell of a workbook is its day, in no time zone', async () => {
  const heading = (text: string, ref: string) =>
    `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const header = ['断面', '指标', '日期', '浓度'].map((text, i) => heading(text, `${'ABCD'[i]}1`));
  // 44317 is the first of May 2021; style 1 is the built-in date format 14
  const cells = `${heading('街口', 'A2')}${heading('氨氮', 'B2')}<c r="C2" s="1"><v>44317</v></c><c r="D2"><v>0.3</v></c>`;
  const bytes = await zipWorkbook({
    a: `<row r="1">${header.join('')}</row><row r="2">${cells}</row>`,
  });
  const {rows} = await read(bytes, 'dates.xlsx');
  expect(rows[0]).toMatchObject({date: '2021-05-01', value: 0.3});
});

describe('a file that is no table', () => {
  test.each([
    ['nothing but bytes', Buffer.from([0x81, 0x00, 0xff, 0xff, 0xff]), 'TABLE_FORMAT_UNKNOWN'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 'TABLE_FORMAT_UNKNOWN'],
    ['an archive that ends early', Buffer.from('PK\x03\x04 and no more'), 'TABLE_BROKEN'],
    [
      'one endless line',
      Buffer.from(`断面,指标,日期,浓度\n${'x'.repeat(200_000)}`),
      'TABLE_BROKEN',
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'TABLE_FORMAT_UNKNOWN'],
    ['an empty one', Buffer.from('\n\n'), 'TABLE_COLUMN_MISSING'],
  ])('is refused: %s', async (_, bytes, code) => {
    await expect(read(bytes)).rejects.toMatchObject({code});
  });

  test('is refused where it would unpack to gigabytes', async () => {
    const bomb = await zipWorkbook({a: ''});
    // the size an entry says it unpacks to, in the directory at the end of the archive
    bomb.writeUInt32LE(0xf0000000, bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
    await expect(read(bomb, 'bomb.xlsx')).rejects.toMatchObject({code: 'TABLE_TOO_LARGE'});
  });

  test('is given up where a cell pretends to lie in row ten to the twelfth', async () => {
    const far = '<row r="1000000000000"><c r="A1000000000000"><v>1</v></c></row>';
    await expect(read(await zipWorkbook({a: far}), 'far.xlsx')).rejects.toMatchObject({
      code: 'TABLE_TOO_LARGE',
    });
  });

  test('expands no entity of its own', async () => {
    const zip = await makeWorkbook({
      a: [
        ['断面', '指标', '日期', '浓度'],
        ['&x;', '氨氮', '2021-05', 1],
      ],
    });
    const {rows} = await read(zip, 'entity.xlsx');
    expect(rows[0]!.section).toBe('&x;');
  });

  test('has at most so many rows', async () => {
    const line = 'a,氨氮,2021-05,1\n';
    await expect(read(`断面,指标,日期,浓度\n${line.repeat(50_101)}`)).rejects.toMatchObject({
      code: 'TABLE_TOO_LARGE',
    });
  });
});
