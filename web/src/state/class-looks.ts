import type {LayerKind} from '../../../contract/layer-kind.ts';
import type {LayerVersion} from '../../../contract/layer.ts';

export type ClassLook = LayerKind['classes'][number];

/**
 * Colours of classes the catalog does not know. Any two, and each and the grey of what has no class,
 * are at least 15 CIE Lab units apart for normal, protan, deutan and tritan sight (Machado 2009);
 * found by taking the farthest colour again and again, with lightness 30–86 and chroma 18–66.
 */
export const SPARE_COLOURS = [
  '#ab3d11',
  '#7f3d95',
  '#edc153',
  '#11533d',
  '#3d95ed',
  '#69edab',
  '#ed7f69',
  '#abd7ed',
  '#c17fc1',
  '#c17f11',
  '#ab3d7f',
  '#53693d',
  '#ed537f',
  '#d7d77f',
  '#7f7f3d',
  '#6953c1',
] as const;

/** What belongs to no class at all. */
export const NO_CLASS_COLOUR = '#9aa3a6';
/** More classes than this are names, not classes: the smaller ones are drawn as the layer is. */
const MOST_CLASSES = 100;
/** Nearer than this to a colour of the catalog it would be taken for it; steps of sRGB. */
const ALIKE = 48;

/** The classes of a version with name and colour: the catalog's in its order, then the file's own. */
export function classLooks(kind: LayerKind, version: LayerVersion): ClassLook[] {
  if (version.classes.length === 0) return kind.classes;
  const present = new Set(version.classes.map((sum) => sum.class));
  const known = kind.classes.filter((look) => present.has(look.class));
  const names = new Set(kind.classes.map((look) => look.class));
  const own = version.classes
    .filter((sum) => sum.class !== null && sum.class !== '' && !names.has(sum.class))
    .toSorted((a, b) => b.areaM2 - a.areaM2)
    .slice(0, MOST_CLASSES)
    .map((sum) => sum.class!);
  return [
    ...known,
    ...spareLooks(
      own,
      known.map(({colour}) => colour),
    ),
  ];
}

/**
 * A colour follows from the name alone, so it stays when a class grows or the next version comes;
 * only where two names want the same one does the later in the alphabet take the next.
 */
function spareLooks(names: readonly string[], taken: readonly string[]): ClassLook[] {
  const free = SPARE_COLOURS.filter((colour) => taken.every((other) => !isAlike(colour, other)));
  const used = new Set<string>();
  const colours = new Map<string, string>();
  for (const name of names.toSorted()) {
    // when all are given out they are given out again
    if (used.size === free.length) used.clear();
    let slot = hash(name) % SPARE_COLOURS.length;
    while (!free.includes(SPARE_COLOURS[slot]!) || used.has(SPARE_COLOURS[slot]!)) {
      slot = (slot + 1) % SPARE_COLOURS.length;
    }
    used.add(SPARE_COLOURS[slot]!);
    colours.set(name, SPARE_COLOURS[slot]!);
  }
  return names.map((name) => ({
    class: name,
    title: {zh: name, en: name},
    colour: colours.get(name)!,
  }));
}

function isAlike(a: string, b: string): boolean {
  const channel = (colour: string, i: number) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  return Math.hypot(...[0, 1, 2].map((i) => channel(a, i) - channel(b, i))) < ALIKE;
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  }
  return value;
}
