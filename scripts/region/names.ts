import {hash} from './random.ts';
import type {NameStock} from './recipe.ts';

export type Name = {zh: string; en: string};

/** Hands out invented names, each place name once; the same seed gives the same names in order. */
export class Names {
  private readonly places: Name[];
  private readonly rivers: Name[];
  private placeCount = 0;
  private riverCount = 0;

  constructor(
    private readonly stock: NameStock,
    private readonly seed: number,
  ) {
    const taken = new Set(stock.taken);
    this.places = shuffle(pairs(stock.first, stock.second), seed).filter((n) => !taken.has(n.zh));
    this.rivers = shuffle(pairs(stock.riverFirst, stock.riverSecond), seed + 1);
    // single characters are for the great rivers, which come first
    this.rivers.unshift(...stock.riverFirst.map(([zh, pinyin]) => ({zh, en: capital(pinyin)})));
  }

  province(index: number): Name {
    const fixed = this.stock.provinces[index];
    return fixed ? {zh: fixed[0], en: fixed[1]} : this.place();
  }

  place(): Name {
    const name = this.places[this.placeCount++];
    if (!name) throw new Error('The stock of place names is used up');
    return name;
  }

  /** Rivers may share a name once the stock is used up, as real ones do. */
  river(): Name {
    return this.rivers[this.riverCount++ % this.rivers.length]!;
  }

  mountain(number: number): Name {
    const {mountains} = this.stock;
    const [zh, en] = mountains[hash(this.seed, number, 5) % mountains.length]!;
    return {zh, en};
  }
}

function pairs(first: [string, string][], second: [string, string][]): Name[] {
  return first.flatMap(([a, pinyinA]) =>
    second.map(([b, pinyinB]) => ({zh: a + b, en: capital(pinyinA) + pinyinB})),
  );
}

function shuffle(names: Name[], seed: number): Name[] {
  const shuffled = names.slice();
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = hash(seed, i, 9) % (i + 1);
    const held = shuffled[i]!;
    shuffled[i] = shuffled[j]!;
    shuffled[j] = held;
  }
  return shuffled;
}

function capital(pinyin: string): string {
  return pinyin.charAt(0).toUpperCase() + pinyin.slice(1);
}
