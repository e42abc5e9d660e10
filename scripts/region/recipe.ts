import {readFileSync} from 'node:fs';

/** One size of region, from data/sample/recipe.json; its README says what each number does. */
export type SizeRecipe = {
  seed: number;
  columns: number;
  rows: number;
  spacingM: number;
  west: number;
  south: number;
  edgeDetail: number;
  spokeDetail: number;
  outlets: number;
  topM: number;
  provinces: number;
  prefectures: number;
  counties: number;
  basinKm2: number[];
  riverKm2: number;
  lakes: number;
  redlineShare: number;
  redlineGrainCells: number;
  redlineUnevenness: number;
  redlineSmoothing: number;
  redlineFewestCorners: number;
  protectedAreas: number;
  industrialParks: number;
  isDeliberate: boolean;
};

export type Recipe = {
  attribution: {zh: string; en: string};
  sizes: Record<string, SizeRecipe>;
};

/** Characters and their pinyin, from which names are put together. */
export type NameStock = {
  provinces: [string, string][];
  provincePrefixes: number[];
  first: [string, string][];
  second: [string, string][];
  taken: string[];
  riverFirst: [string, string][];
  riverSecond: [string, string][];
  mountains: [string, string][];
};

const FOLDER = new URL('../../data/sample/', import.meta.url);

export function readRecipe(): Recipe {
  return JSON.parse(readFileSync(new URL('recipe.json', FOLDER), 'utf8')) as Recipe;
}

export function readNames(): NameStock {
  const file = new URL('names.json', FOLDER);
  const raw = JSON.parse(readFileSync(file, 'utf8')) as {provincePrefixes: number[]} & {
    [Part in Exclude<keyof NameStock, 'provincePrefixes'>]: string;
  };
  return {
    provincePrefixes: raw.provincePrefixes,
    provinces: spelled(raw.provinces),
    first: spelled(raw.first),
    second: spelled(raw.second),
    taken: raw.taken.split(' '),
    riverFirst: spelled(raw.riverFirst),
    riverSecond: spelled(raw.riverSecond),
    mountains: spelled(raw.mountains),
  };
}

/** "云yun 澜lan" → [["云", "yun"], ["澜", "lan"]] */
function spelled(words: string): [string, string][] {
  return words.split(' ').map((word) => {
    const at = word.search(/[a-z]/i);
    return [word.slice(0, at), word.slice(at)];
  });
}
