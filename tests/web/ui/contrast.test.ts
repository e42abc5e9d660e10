import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

const css = readFileSync(new URL('../../../web/src/ui/theme.css', import.meta.url), 'utf8');
/** WCAG 2.2 AA for text of normal size, and for signs one has to make out. */
const TEXT = 4.5;
const SIGN = 3;

/** Colours of a theme by name. */
function coloursOf(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  );
}

function luminance(colour: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const PAIRS: [ink: string, ground: string, least: number][] = [
  ['ink', 'ground', TEXT],
  ['ink', 'ground-sunk', TEXT],
  ['ink', 'ground-hover', TEXT],
  ['ink', 'ground-chosen', TEXT],
  ['ink', 'warn-ground', TEXT],
  ['ink', 'bad-ground', TEXT],
  ['ink-soft', 'ground', TEXT],
  ['ink-soft', 'ground-hover', TEXT],
  ['ink-faint', 'ground', TEXT],
  ['ink-faint', 'ground-sunk', TEXT],
  ['accent', 'ground', TEXT],
  ['on-accent', 'accent', TEXT],
  ['good', 'ground', TEXT],
  ['warn', 'ground', TEXT],
  ['bad', 'ground', TEXT],
  ['bad', 'bad-ground', TEXT],
  ['accent', 'ground-chosen', SIGN],
];

test.each([':root', 'html.dark'])('every text of theme %s stands out by WCAG AA', (selector) => {
  const colours = coloursOf(selector);
  const weak = PAIRS.filter(
    ([ink, ground, least]) => contrast(colours.get(ink)!, colours.get(ground)!) < least,
  ).map(([ink, ground]) => `${ink} on ${ground}`);
  expect(weak).toEqual([]);
});
