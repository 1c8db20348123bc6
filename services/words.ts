/** Which products have which words in their names and categories: for what shoppers type, letter by letter. */
import type { Product } from "../types.ts";

export interface Words {
  readonly products: readonly Product[];
  /** By product: all its words between spaces, a bar between those of the name and those of the category. */
  readonly texts: readonly string[];
  /** Positions in `products` by word. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** In the order of their letters. */
  readonly sorted: readonly string[];
}

/**
 * The words as they are at each call. `products` is asked every time, and the words are read anew only when one has changed: a
 * sale replaces the products too.
 */
export function createWords(products: () => readonly Product[]): () => Words {
  let words: Words | undefined;
  return () => {
    const now = products();
    if (words?.products === now) return words;
    return words = words && haveSameWords(words.products, now) ? { ...words, products: now } : readWords(now);
  };
}

/** Lower case and without accents, as the full-text index compares. */
export function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/** All words that begin so. */
export function* wordsFrom({ sorted }: Words, beginning: string): Generator<string> {
  let from = 0, to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < beginning) from = middle + 1;
    else to = middle;
  }
  for (; sorted[from]?.startsWith(beginning); from++) yield sorted[from]!;
}

function readWords(products: readonly Product[]): Words {
  const positions = new Map<string, number[]>();
  const texts = products.map(({ name, category }, position) => {
    const own = split(name), shared = split(category);
    for (const word of new Set([...own, ...shared])) {
      const known = positions.get(word);
      if (known) known.push(position);
      else positions.set(word, [position]);
    }
    return ` ${own.join(" ")} | ${shared.join(" ")} `;
  });
  return { products, texts, positions, sorted: [...positions.keys()].sort() };
}

function split(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function haveSameWords(some: readonly Product[], others: readonly Product[]): boolean {
  return some.length === others.length && some.every(({ id, name, category }, i) => {
    const other = others[i]!;
    return id === other.id && name === other.name && category === other.category;
  });
}
