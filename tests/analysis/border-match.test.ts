import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {BorderMatch, BorderMismatch} from '../../contract/border-match.ts';
import type {Problem} from '../../contract/problem.ts';
import {borderMatch} from '../../server/analysis/border-match/border-match.ts';
import type {AnalysisContext} from '../../server/analysis/process.ts';
import type {BuiltApp} from '../../server/app.ts';
import {toLegalMultiPolygon} from '../../server/kernel/densify.ts';
import {multiPolygonAreaM2} from '../../server/kernel/area.ts';
import {groundLengthM} from '../../server/kernel/ground-length.ts';
import {wkbOfPolygons} from '../../server/kernel/wkb.ts';
import {openApp, storeFeatures} from '../routes/ready-app.ts';
import {makeSample, polygonsOf, type Sample, type SampleFeature} from '../scripts/region/sample.ts';
import {engines, isMissing} from '../setup/engines.ts';
import {box, type Piece} from './border-cases.ts';

describe.each(engines)('border-match on the %s engine', (engine) => {
  describe.skipIf(isMissing(engine))('of the sample region', () => {
    let built: BuiltApp;
    let sample: Sample;
    let answer: BorderMatch;

    beforeAll(async () => {
      [built, sample] = await Promise.all([openApp(engine), makeSample()]);
      const units = sample.layer('units');
      await storeSample('units', 'unit', units);
      await storeSample('redlines', 'redline', sample.layer('redlines'));
      const isWest = ({id}: SampleFeature) => id.startsWith('91');
      await storeSample('west', 'unit', units.filter(isWest));
      await storeSample(
        'east',
        'unit',
        units.filter((unit) => !isWest(unit)),
      );
      answer = await execute({units: 'units', layer: 'redlines', unitLevel: 'county'});
    });
    afterAll(() => built?.app.close());

    async function storeSample(id: string, kind: string, features: SampleFeature[]): Promise<void> {
      await storeFeatures(
        built,
        {id, kind, map: {code: 'code'}},
        features.map((feature) => {
          const {class: name, level, name_zh, name_en} = feature.properties;
          return {
            id: `f-${feature.id}`,
            name: String(name_zh),
            nameEn: String(name_en),
            class: name === undefined ? null : String(name),
            level: level === undefined ? null : String(level),
            properties: feature.properties,
            areaM2: multiPolygonAreaM2(toLegalMultiPolygon(polygonsOf(feature))),
            wkb: wkbOfPolygons(polygonsOf(feature)),
          };
        }),
      );
    }

    async function execute<T = BorderMatch>(inputs: object, status = 200): Promise<T> {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/border-match/execution',
        payload: {inputs},
      });
      expect(response.statusCode, response.body).toBe(status);
      return response.json<T>();
    }

    const codesOf = ({sides}: BorderMismatch) => sides.map(({unit}) => answer.units[unit]!.code);

    it('finds every mismatch put there on purpose, and nothing else', () => {
      const {borderMismatches} = sample.region.deliberate;
      const kinds = {missing: 'gap', class: 'class-differs', gap: 'gap', offset: 'offset'};
      const expected = borderMismatches.map(
        ({kind, units}) => `${[...units].sort().join(' ')} ${kinds[kind as keyof typeof kinds]}`,
      );
      const found = answer.mismatches.map((one) => `${codesOf(one).join(' ')} ${one.kind}`);
      expect(found.sort()).toEqual(expected.sort());
      expect(answer.mismatchCount).toBe(borderMismatches.length);
    });

    it('measures them as they were made', () => {
      for (const made of sample.region.deliberate.borderMismatches) {
        const found = answer.mismatches
          .filter((one) => made.units.every((code) => codesOf(one).includes(code)))
          .sort((x, y) => distanceTo(made.line, x.at) - distanceTo(made.line, y.at))[0]!;
        const intact = found.sides.find(({unit}) => answer.units[unit]!.code === made.units[0])!;
        expect(intact.features).toEqual(made.redlines.intact.map((code) => `f-${code}`));
        if (made.kind === 'gap') {
          // the strip is 25 m wide where points were moved and tapers to the next one on either side
          expect(found.widthM).toBeCloseTo(made.offsetM, 0);
          expect(found.lengthM).toBeGreaterThan(made.lengthM);
          expect(found.resumesIn).toEqual(made.redlines.altered.map((code) => `f-${code}`));
          expect(found.areaM2).toBeGreaterThan(made.lengthM * made.offsetM * 0.9);
          expect(found.areaM2).toBeLessThan(found.lengthM * made.offsetM);
        } else expect(Math.abs(found.lengthM - made.lengthM)).toBeLessThan(0.1);
        if (made.kind === 'offset') {
          expect(found.offM).toBeCloseTo(made.offsetM, 1);
          expect(found.direction).toBe('along');
        }
        if (made.kind === 'missing') expect(found.offM).toBeNull();
        expect(distanceTo(made.line, found.at)).toBeLessThan(found.lengthM);
      }
    });

    it('finds nothing wrong with borders that share every vertex', () => {
      expect(answer.faults).toEqual([]);
      expect(answer.issues).toEqual([]);
      expect(answer.isComplete).toBe(true);
    });

    it('adds up: matched, mismatched and nothing are the shared length of every pair', () => {
      expect(answer.totals.pairCount).toBe(answer.pairs.length);
      for (const {sharedM, matchedM, mismatchedM, nothingM, byKind} of answer.pairs) {
        expect(Math.abs(sharedM - matchedM - mismatchedM - nothingM)).toBeLessThan(1e-6);
        const kinds = byKind.reduce((sum, {lengthM}) => sum + lengthM, 0);
        expect(Math.abs(mismatchedM - kinds)).toBeLessThan(1e-6);
      }
      const listed = answer.mismatches.reduce((sum, {lengthM}) => sum + lengthM, 0);
      expect(Math.abs(answer.totals.mismatchedM - listed)).toBeLessThan(1e-6);
    });

    it('takes units from several layers as one', async () => {
      const {units, pairs, mismatches} = await execute({
        units: ['east', 'west'],
        layer: 'redlines',
        unitLevel: 'county',
      });
      expect(pairs).toEqual(answer.pairs);
      expect(mismatches).toEqual(answer.mismatches);
      expect(new Set(units.map(({layer}) => layer))).toEqual(new Set(['east', 'west']));
    });

    it('names the unit by its code and both names', () => {
      const [first] = answer.units;
      const made = sample.layer('units').find(({id}) => id === first!.code)!;
      expect(first).toEqual({
        code: made.id,
        name: made.properties.name_zh,
        nameEn: made.properties.name_en,
        layer: 'units',
        featureId: `f-${made.id}`,
      });
    });

    it('says that a unit is there twice', async () => {
      const {issues, isComplete, pairs} = await execute({
        units: ['west', 'units'],
        layer: 'redlines',
        unitLevel: 'county',
      });
      expect(new Set(issues.map(({rule}) => rule))).toEqual(new Set(['unit-repeated']));
      expect(isComplete).toBe(false);
      expect(pairs).toEqual(answer.pairs);
    });

    it('refuses a layer that is named twice', async () => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/border-match/execution',
        payload: {inputs: {units: ['units', 'units'], layer: 'redlines', unitLevel: 'county'}},
      });
      expect(response.json<Problem>()).toMatchObject({
        code: 'INPUT_INVALID',
        detail: 'Input "units" names layer "units" more than once; expected each layer once.',
      });
    });

    it('names units without a level and checks the rest', async () => {
      const [first, ...others] = sample
        .layer('units')
        .filter((unit) => unit.properties.level === 'county');
      const {level: _, ...properties} = first!.properties;
      await storeSample('unlevelled', 'unit', [{...first!, properties}, ...others]);
      const {issues, isComplete, units} = await execute({
        units: 'unlevelled',
        layer: 'redlines',
        unitLevel: 'county',
      });
      expect(issues.map(({rule}) => rule)).toEqual(['level-missing']);
      expect(issues[0]!.detail).toContain(first!.id);
      expect(isComplete).toBe(false);
      expect(units).toHaveLength(others.length);
    });

    it('says that units share no border', async () => {
      const alone = [{code: 'a', multiPolygon: [box(0, 0, 9, 9)]}];
      await storePieces('alone', [...alone, {code: 'b', multiPolygon: [box(50, 0, 59, 9)]}]);
      const {issues, pairs, totals} = await execute({units: 'alone', layer: 'redlines'});
      expect(issues.map(({rule}) => rule)).toEqual(['no-shared-borders']);
      expect(pairs).toEqual([]);
      expect(totals.sharedM).toBe(0);
    });

    it('says that units overlap and still matches the rest', async () => {
      await storePieces('laid-over', [
        {code: 'a', multiPolygon: [box(0, 0, 100, 100)]},
        {code: 'b', multiPolygon: [box(60, 0, 200, 100)]},
        {code: 'c', multiPolygon: [box(200, 0, 300, 100)]},
      ]);
      const {issues, pairs, isComplete} = await execute({units: 'laid-over', layer: 'redlines'});
      expect(issues.map(({rule, units}) => [rule, units])).toEqual([['units-overlap', [0, 1]]]);
      expect(isComplete).toBe(false);
      expect(pairs.map(({units, sharedM}) => [units, Math.round(sharedM)])).toEqual([
        [[1, 2], 100],
      ]);
    });

    async function storePieces(id: string, pieces: Piece[]): Promise<void> {
      await storeFeatures(
        built,
        {id, kind: 'unit'},
        pieces.map(({code, multiPolygon}) => ({
          id: code,
          areaM2: 1,
          wkb: wkbOfPolygons(multiPolygon),
        })),
      );
    }

    it.each([
      [
        {unitLevel: 'village'},
        'has no units of level "village". It has: county, prefecture, province',
      ],
      [{unitLevel: undefined}, 'holds units of several levels: county, prefecture, province'],
      [{toleranceM: -1}, 'toleranceM'],
      [{toleranceM: 1e6}, 'toleranceM'],
      [{toleranceM: 0}, 'expected more than 0.02 m'],
      [{sliverM: 20}, 'noiseM ≤ sliverM ≤ toleranceM'],
    ])('refuses %o and says what fits', async (wrong, sentence) => {
      const inputs = {units: 'units', layer: 'redlines', unitLevel: 'county', ...wrong};
      const problem = await execute<Problem>(inputs, 400);
      expect(problem.code).toBe('INPUT_INVALID');
      expect(problem.detail).toContain(sentence);
    });

    it('refuses a layer without areas', async () => {
      const [river] = sample.layer('rivers');
      const line = river!.geometry.coordinates as [number, number][];
      await storeFeatures(built, {id: 'rivers', kind: 'river', family: 'line'}, [
        {id: 'r', areaM2: 0, wkb: wkbOfLine(line)},
      ]);
      const inputs = {units: 'units', layer: 'rivers', unitLevel: 'county'};
      expect((await execute<Problem>(inputs, 400)).code).toBe('LAYER_NOT_AREAL');
      expect((await execute<Problem>({...inputs, layer: 'none'}, 404)).code).toBe(
        'LAYER_NOT_FOUND',
      );
    });

    it('reports progress that only grows, and stops when it is given up', async () => {
      const shares: number[] = [];
      const stop = new AbortController();
      const inputs = {units: 'units', layer: 'redlines', unitLevel: 'county'};
      const context = (progress: AnalysisContext['progress'], signal: AbortSignal) =>
        ({...built.services, progress, signal, drawing: undefined}) as AnalysisContext;
      const whole = context((share) => void shares.push(share), stop.signal);
      expect(await borderMatch.run(inputs as never, whole)).toEqual(answer);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      expect(new Set(shares).size).toBeGreaterThan(4);
      const givingUp = context((_, step) => {
        if (step.en === 'finding shared borders') stop.abort(new Error('enough'));
      }, stop.signal);
      await expect(borderMatch.run(inputs as never, givingUp)).rejects.toThrow('enough');
    });

    it('runs as a job with progress', async () => {
      const response = await built.app.inject({
        method: 'POST',
        url: '/api/processes/border-match/execution',
        headers: {prefer: 'respond-async'},
        payload: {inputs: {units: 'units', layer: 'redlines', unitLevel: 'county'}},
      });
      expect(response.statusCode).toBe(201);
      const {location} = response.headers;
      const job = async () =>
        (await built.app.inject(String(location))).json<{status: string; progress: number}>();
      await expect
        .poll(async () => (await job()).status, {timeout: 60_000, interval: 500})
        .toBe('successful');
      expect((await job()).progress).toBe(100);
      const results = (await built.app.inject(`${location}/results`)).json<BorderMatch>();
      expect(results).toEqual(answer);
    });
  });
});

function distanceTo(line: [number, number][], at: [number, number]): number {
  return Math.min(...line.map(([lon, lat]) => groundLengthM(lon, lat, ...at)));
}

function wkbOfLine(line: [number, number][]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(9 + 16 * line.length));
  bytes.setUint8(0, 1);
  bytes.setUint32(1, 2, true);
  bytes.setUint32(5, line.length, true);
  line.forEach(([x, y], i) => {
    bytes.setFloat64(9 + 16 * i, x, true);
    bytes.setFloat64(17 + 16 * i, y, true);
  });
  return new Uint8Array(bytes.buffer);
}
