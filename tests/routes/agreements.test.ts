import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Agreement, AgreementDraft, AgreementList} from '../../contract/agreement.ts';
import type {AgreementSettlement} from '../../contract/agreement-settlement.ts';
import type {ObservationTable} from '../../contract/observation.ts';
import type {Problem} from '../../contract/problem.ts';
import type {BuiltApp} from '../../server/app.ts';
import {readCatalog} from '../../server/catalog.ts';
import {makeWorkbook} from '../observations/make-workbook.ts';
import {openTestApp} from '../setup/app.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {upload} from './upload.ts';

const draft = structuredClone(readCatalog().agreements.get('yellow-river-2021')!) as AgreementDraft;

/** The parts of any rule that a case takes away or spoils. */
interface Rule {
  k0?: number;
  weights?: {weight?: number}[];
  baseline?: object;
  stepYuan?: number;
  change?: {capYuan: number; yuanPerPercent?: number};
}

describe.each(engines)('on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('agreements', () => {
    let app: BuiltApp['app'];
    beforeAll(async () => {
      app = (await openTestApp(engine, {LIANDONG_UPLOAD_LIMIT: '200000'})).app;
    });
    afterAll(() => app?.close());

    const send = (
      method: 'POST' | 'PUT' | 'DELETE',
      url: string,
      payload?: object,
      match?: string,
    ) =>
      app.inject({
        method,
        url,
        ...(payload ? {payload} : {}),
        headers: match === undefined ? {} : {'if-match': match},
      });
    const save = async () => (await send('POST', '/api/agreements', draft)).json<Agreement>();

    it('come with examples that can be read and not changed', async () => {
      const {agreements} = (await app.inject('/api/agreements')).json<AgreementList>();
      expect(agreements.map(({id}) => id)).toEqual(
        expect.arrayContaining(['chishui-2018', 'xinanjiang-2012', 'yellow-river-2021']),
      );
      expect(agreements.every(({unverifiedCount}) => unverifiedCount > 0)).toBe(true);
      const response = await app.inject('/api/agreements/yellow-river-2021');
      expect(response.headers.etag).toBe('"1"');
      expect(response.json()).toEqual({
        ...draft,
        id: 'yellow-river-2021',
        version: 1,
        latestVersion: 1,
        isExample: true,
        createdAt: null,
      });
      for (const method of ['PUT', 'DELETE'] as const) {
        const changed = await send(
          method,
          '/api/agreements/yellow-river-2021',
          method === 'PUT' ? draft : undefined,
          '"1"',
        );
        expect(changed.json()).toMatchObject({code: 'AGREEMENT_READ_ONLY', status: 409});
      }
    });

    it('are saved, read back as they were given, and listed before older ones', async () => {
      const response = await send('POST', '/api/agreements', draft);
      expect(response.statusCode).toBe(201);
      const saved = response.json<Agreement>();
      expect(response.headers).toMatchObject({
        etag: '"1"',
        location: `/api/agreements/${saved.id}`,
      });
      expect(saved).toMatchObject({...draft, version: 1, isExample: false});
      expect((await app.inject(`/api/agreements/${saved.id}`)).json()).toEqual(saved);
      const second = await save();
      const {agreements} = (await app.inject('/api/agreements')).json<AgreementList>();
      const own = agreements.filter(({isExample}) => !isExample).map(({id}) => id);
      expect(own.indexOf(second.id)).toBeLessThan(own.indexOf(saved.id));
    });

    it('get a next version with each change, and keep the last as it was', async () => {
      const first = await save();
      const url = `/api/agreements/${first.id}`;
      const {etag} = (await app.inject(`${url}/versions/1`)).headers;
      const changed = {...draft, name: {zh: '改', en: 'Changed'}};
      const response = await send('PUT', url, changed, '"1"');
      expect(response.statusCode).toBe(200);
      expect(response.headers.etag).toBe('"2"');
      // who asks whether it is still the same hears that another version has followed
      const asked = {url: `${url}/versions/1`, headers: {'if-none-match': String(etag)}};
      expect((await app.inject(asked)).json()).toEqual({...first, latestVersion: 2});
      const {agreements} = (await app.inject(`${url}/versions`)).json<AgreementList>();
      expect(agreements.map(({version, name}) => [version, name.en])).toEqual([
        [2, 'Changed'],
        [1, draft.name.en],
      ]);
      expect((await app.inject(`${url}/versions/3`)).json().code).toBe(
        'AGREEMENT_VERSION_NOT_FOUND',
      );
    });

    it('are told which number of their rule does not fit, and which rules there are', async () => {
      const pool = structuredClone(readCatalog().agreements.get('chishui-2018')!) as AgreementDraft;
      if (pool.rule.type !== 'contribution-distribution') throw new Error('another rule');
      pool.rule.cuts[0]!.cutShare = 2;
      pool.rule.poolYuan = -5;
      const problemOf = async (url: string, payload: object) =>
        (await send('POST', url, payload)).json<Problem>();
      const detailOf = async (url: string, payload: object) =>
        (await problemOf(url, payload)).detail;
      const saved = await detailOf('/api/agreements', pool);
      expect(saved).toBe(
        'The body does not fit: rule.poolYuan must be >= 0; rule.cuts.0.cutShare must be <= 1.',
      );
      const execution = '/api/processes/agreement-settlement/execution';
      const inline = {inputs: {agreement: pool, observations: []}};
      expect(await detailOf(execution, inline)).toContain('agreement.rule.poolYuan must be >= 0');
      const other = {...pool, rule: {...pool.rule, type: 'lottery'}};
      expect(await detailOf('/api/agreements', other)).toBe(
        'The body does not fit: rule.type must be one of p-index, class-step, contribution-distribution.',
      );
      const {type: _, ...untyped} = pool.rule;
      expect(await detailOf('/api/agreements', {...pool, rule: untyped})).toBe(
        'The body does not fit: rule has no "type".',
      );

      const localOf = async (url: string, payload: object) =>
        (await problemOf(url, payload)).localDetail!.zh;
      expect(await localOf('/api/agreements', pool)).toBe(
        '请求正文不符合要求：rule.poolYuan 必须 >= 0；rule.cuts.0.cutShare 必须 <= 1。',
      );
      expect(await localOf('/api/agreements', {...pool, rule: untyped})).toBe(
        '请求正文不符合要求：rule 缺少 "type"。',
      );
      expect(await localOf('/api/agreements', {...pool, colour: 'red'})).toBe(
        '请求正文不符合要求：整体含有不接受的属性（"colour"）；rule.poolYuan 必须 >= 0；rule.cuts.0.cutShare 必须 <= 1。',
      );
      expect(await localOf(execution, inline)).toMatch(
        /^agreement-settlement 的输入“agreement”为 .*，不符合要求：agreement\.rule\.poolYuan 必须 >= 0。GET/,
      );
    });

    it.each<[id: string, what: string, change: (rule: Rule) => void, told: RegExp]>([
      [
        'yellow-river-2021',
        'a cap',
        (rule) => (rule.change!.capYuan = -1),
        /rule\.change\.capYuan must be >= 0/,
      ],
      [
        'yellow-river-2021',
        'no price',
        (rule) => delete rule.change!.yuanPerPercent,
        /rule\.change (has no "yuanPerPercent"|lacks yuanPerPercent)/,
      ],
      [
        'yellow-river-2021',
        'a step',
        (rule) => (rule.stepYuan = -6e7),
        /rule\.stepYuan must be >= 0/,
      ],
      [
        'xinanjiang-2012',
        'no coefficient',
        (rule) => delete rule.k0,
        /rule (has no "k0"|lacks k0)/,
      ],
      [
        'xinanjiang-2012',
        'no weight',
        (rule) => delete rule.weights![1]!.weight,
        /rule\.weights(\.1 has no "weight"|\[1\] lacks weight)/,
      ],
      [
        'xinanjiang-2012',
        'no baseline',
        (rule) => (rule.baseline = {}),
        /rule\.baseline: It has neither years nor valuesMgPerL/,
      ],
      [
        'xinanjiang-2012',
        'a baseline of 0',
        (rule) => (rule.baseline = {valuesMgPerL: {cod: 0}}),
        /rule\.baseline\.valuesMgPerL\.cod must be > 0/,
      ],
    ])('from %s with %s that cannot be are refused by place', async (id, _what, change, told) => {
      const wrong = structuredClone(readCatalog().agreements.get(id)!) as AgreementDraft;
      change(wrong.rule as Rule);
      const saved = await send('POST', '/api/agreements', wrong);
      const inputs = {agreement: wrong, observations: []};
      const run = await send('POST', '/api/processes/agreement-settlement/execution', {inputs});
      for (const response of [saved, run]) {
        expect(response.statusCode, response.body).toBe(400);
        expect(response.json<{detail: string}>().detail).toMatch(told);
      }
    });

    it('that are the same are two agreements; an id is given and never taken', async () => {
      const [first, second] = [await save(), await save()];
      expect(first.id).not.toBe(second.id);
      const named = await send('POST', '/api/agreements', {...draft, id: first.id});
      expect(named.statusCode).toBe(400);
      expect(named.json<{detail: string}>().detail).toContain('"id"');
      const strange = await send('PUT', '/api/agreements/nowhere', draft, '"1"');
      expect(strange.json()).toMatchObject({status: 404, code: 'AGREEMENT_NOT_FOUND'});
    });

    it('are not changed on top of a version that somebody has changed meanwhile', async () => {
      const {id} = await save();
      const url = `/api/agreements/${id}`;
      expect((await send('PUT', url, draft)).statusCode).toBe(428);
      expect((await send('PUT', url, draft, '"7"')).json().code).toBe('PRECONDITION_FAILED');
      expect((await send('PUT', url, draft, '"1"')).statusCode).toBe(200);
      expect((await send('DELETE', url, undefined, '"1"')).statusCode).toBe(412);
      expect((await send('DELETE', url, undefined, '"2"')).statusCode).toBe(204);
      expect((await app.inject(url)).json().code).toBe('AGREEMENT_NOT_FOUND');
    });

    it('that contradict themselves are refused, all that is wrong named', async () => {
      const wrong = structuredClone(draft);
      if (wrong.rule.type !== 'class-step') throw new Error('another rule');
      wrong.rule.section = 'nowhere';
      wrong.rule.change!.weights = [
        {indicator: 'cod', weight: 0.5},
        {indicator: 'total-phosphorus', weight: 0.4},
      ];
      const problem = (await send('POST', '/api/agreements', wrong)).json();
      expect(problem).toMatchObject({status: 400, code: 'AGREEMENT_INVALID'});
      expect(problem.issues.map(({path}: {path: string}) => path)).toEqual([
        'rule.section',
        'rule.change.weights',
      ]);
      expect(problem.detail).toContain('The weights sum to 0.9, expected 1');
      expect((await send('POST', '/api/agreements', {name: 'x'})).json().code).toBe(
        'INPUT_INVALID',
      );
    });

    it('are settled by a table that was uploaded, as example, as saved one and inline', async () => {
      const months = Array.from(
        {length: 24},
        (_, i) => `${2020 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
      );
      const values = {
        溶解氧: 8,
        高锰酸盐指数: 3,
        五日生化需氧量: 2,
        COD: 12,
        氨氮: 0.4,
        总磷: 0.08,
      };
      const rows = months.flatMap((month) =>
        Object.entries(values).map(([indicator, value]) => [
          '刘庄',
          indicator,
          month,
          value,
          'mg/L',
        ]),
      );
      const workbook = await makeWorkbook({
        月报: [['断面', '指标', '日期', '浓度', '单位'], ...rows],
      });
      const response = await app.inject({
        method: 'POST',
        url: '/api/observations',
        ...upload('月报.xlsx', workbook),
      });
      expect(response.statusCode, response.body).toBe(200);
      const table = response.json<ObservationTable>();
      expect(table).toMatchObject({format: 'xlsx', sheet: '月报', issues: []});
      expect(table.rows).toHaveLength(rows.length);
      const {id} = await save();
      for (const agreement of ['yellow-river-2021', id, `${id}@1`, draft]) {
        const settled = await app.inject({
          method: 'POST',
          url: '/api/processes/agreement-settlement/execution',
          payload: {
            inputs: {agreement, observations: table.rows, period: {from: '2021', to: '2021'}},
          },
        });
        expect(settled.statusCode, settled.body).toBe(200);
        const result = settled.json<AgreementSettlement>();
        expect(result.complete).toBe(true);
        expect(result.payments).toEqual([{from: 'shandong', to: 'henan', amountYuan: 60_000_000}]);
        expect(result.evidence).toEqual(draft.evidence);
      }
    });

    it.each([
      ['no file', upload('a.csv', 'x', 'other'), 'FILE_MISSING'],
      ['an empty file', upload('a.csv', ''), 'FILE_EMPTY'],
      ['a file beyond the limit', upload('a.csv', 'x'.repeat(300_000)), 'FILE_TOO_LARGE'],
      ['a table without columns', upload('a.csv', 'a,b\n1,2\n'), 'TABLE_COLUMN_MISSING'],
      ['JSON', {payload: {a: 1}}, 'MEDIA_TYPE_UNSUPPORTED'],
    ])('a monitoring table is refused that is %s', async (_, request, code) => {
      const response = await app.inject({method: 'POST', url: '/api/observations', ...request});
      expect(response.json().code).toBe(code);
    });

    it.each([
      ['an unknown agreement', {agreement: 'nothing'}, 'AGREEMENT_NOT_FOUND'],
      ['a version there is not', {agreement: 'chishui-2018@2'}, 'AGREEMENT_VERSION_NOT_FOUND'],
      ['a period that runs backwards', {period: {from: '2022', to: '2021'}}, 'INPUT_INVALID'],
      ['a period outside the agreement', {period: {from: '2021', to: '2023'}}, 'INPUT_INVALID'],
      ['baselines where there are none', {baselinesMgPerL: {cod: 1}}, 'INPUT_INVALID'],
      ['rows of another shape', {observations: [{place: 'x'}]}, 'INPUT_INVALID'],
    ])('a settlement of %s is refused with a code', async (_, inputs, code) => {
      const response = await app.inject({
        method: 'POST',
        url: '/api/processes/agreement-settlement/execution',
        payload: {inputs: {agreement: 'yellow-river-2021', observations: [], ...inputs}},
      });
      expect(response.json().code).toBe(code);
    });
  });
});
