import {expect, test} from 'vitest';
import type {LayerKind} from '../../../contract/layer-kind.ts';
import type {LayerVersion} from '../../../contract/layer.ts';
import {classLooks, NO_CLASS_COLOUR, SPARE_COLOURS} from '../../../web/src/state/class-looks.ts';

const forest = {class: 'forest', title: {zh: '森林', en: 'Forest'}, colour: '#0f4f2e'};
const kind = {id: 'land-cover', classes: [forest]} as unknown as LayerKind;
const version = (...names: (string | null)[]) =>
  ({
    classes: names.map((name, i) => ({class: name, featureCount: 1, areaM2: 100 - i})),
  }) as unknown as LayerVersion;
const colours = (...names: (string | null)[]) =>
  Object.fromEntries(
    classLooks(kind, version(...names)).map((look) => [look.class, look.colour] as const),
  );

test('the catalog keeps its colours and comes first, the file’s own classes follow by area', () => {
  const looks = classLooks(kind, version('旱地', 'forest', null, '水田'));
  expect(looks.map((look) => look.class)).toEqual(['forest', '旱地', '水田']);
  expect(looks[0]).toEqual(forest);
  expect(looks[1]!.title).toEqual({zh: '旱地', en: '旱地'});
});

test('sixteen classes of a file have sixteen colours', () => {
  const names = Array.from({length: 16}, (_, i) => `class ${i}`);
  expect(new Set(Object.values(colours(...names))).size).toBe(16);
});

test('a class keeps its colour when areas change or a class that wants another colour comes', () => {
  const before = colours('a', 'b', 'c');
  expect(colours('c', 'a', 'b')).toEqual(before);
  expect(colours('a', 'b', 'c', 'zz')).toMatchObject(before);
});

test('more classes than colours repeat them, and hundreds are not all given one', () => {
  const names = Array.from({length: 300}, (_, i) => `parcel ${i}`);
  const given = colours(...names);
  expect(Object.keys(given)).toHaveLength(100);
  expect(new Set(Object.values(given)).size).toBe(16);
});

test('a colour that would be taken for one of the catalog is passed over', () => {
  const rust = {class: 'rust', title: {zh: '锈', en: 'Rust'}, colour: '#ab3d11'};
  const looks = classLooks(
    {...kind, classes: [rust]},
    version('rust', ...Array.from({length: 15}, (_, i) => `class ${i}`)),
  );
  expect(new Set(looks.map(({colour}) => colour)).size).toBe(16);
});

// Matrices of Machado, Oliveira and Fernandes 2009 for full severity, on linear sRGB.
const SIGHT = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deutan: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritan: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
};

test.each(Object.entries(SIGHT))('spare colours are told apart by %s sight', (_, matrix) => {
  const labs = [...SPARE_COLOURS, NO_CLASS_COLOUR].map((colour) => labOf(colour, matrix));
  const nearest = labs.flatMap((a, i) =>
    labs.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  expect(Math.min(...nearest)).toBeGreaterThanOrEqual(15);
});

function labOf(colour: string, matrix: readonly number[]): [number, number, number] {
  const linear = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        linear.reduce((sum, c, i) => sum + c * matrix[row + i]!, 0),
      ),
    ),
  ) as [number, number, number];
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
