import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {FACILITY_MEASURES} from '../../contract/facility-kind.ts';
import {readCatalog} from '../../server/catalog.ts';

const {layerKinds, facilityKinds} = readCatalog();

test('every file of the catalog is one the service reads', () => {
  expect(readdirSync('data/catalog').filter((name) => name.endsWith('.json'))).toEqual([
    'code-systems.json',
    'facility-costs.json',
    'facility-kinds.json',
    'layer-kinds.json',
    'water-quality.json',
  ]);
});

test('there is a layer kind for everything that can be imported', () => {
  expect(layerKinds.map((kind) => kind.id).sort()).toEqual(
    [
      'unit',
      'redline',
      'function-zone',
      'basin',
      'river',
      'protected-area',
      'land-cover',
      'farmland',
      'park',
      'town-boundary',
      'facility',
      'section',
      'reference',
    ].sort(),
  );
});

test.each(layerKinds)('kind $id can be told apart and has its words in both languages', (kind) => {
  expect(kind.title.zh).toMatch(/\p{Script=Han}/u);
  expect(kind.title.en).toMatch(/^[A-Z]/);
  expect(kind.roles).toEqual(expect.arrayContaining(kind.requiredRoles));

  const classes = kind.classes ?? [];
  expect(new Set(classes.map((entry) => entry.class)).size).toBe(classes.length);
  expect(new Set(classes.map((entry) => entry.colour)).size).toBe(classes.length);
  for (const {title} of classes) {
    expect(title.zh).toMatch(/\p{Script=Han}/u);
    expect(title.en).not.toBe('');
  }
});

test.each(facilityKinds)('every figure of facility kind $id says how sure it is', (kind) => {
  expect(kind.title.zh).toMatch(/\p{Script=Han}/u);
  expect(kind.title.en).toMatch(/^[A-Z]/);
  const figures = [
    ...kind.loadNorms,
    ...kind.serviceRules,
    ...kind.sizes,
    ...[kind.protectionDistance, kind.perHead, kind.plausibleCapacity].filter((f) => f !== null),
  ];
  for (const {source, confidence, isVerified} of figures) {
    expect(source.zh).toMatch(/\p{Script=Han}/u);
    expect(source.en).not.toBe('');
    // what nobody read in the original may not pass for certain
    if (!isVerified) expect(confidence).toBeLessThan(0.95);
  }
  for (const measure of kind.measures) {
    expect(FACILITY_MEASURES[measure].quantity).toBe(kind.quantity);
  }
});

test('an entry that does not fit is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-catalog-'));
  const entries = structuredClone(layerKinds) as unknown as {geometry: string}[];
  entries[1]!.geometry = 'solid';
  writeFileSync(join(folder, 'layer-kinds.json'), JSON.stringify(entries));
  expect(() => readCatalog(pathToFileURL(`${folder}/`))).toThrow(/\/1\/geometry/);
  rmSync(folder, {recursive: true});
});
