/** Which products have which words in their names and categories: for what shoppers type, letter by letter. */
import type { Product } from "../types.ts";
import { gradually, type Steps } from "./gradual.ts";

export interface Words {
  /** By product: all its words between spaces, a bar between those of the name and those of the category. */
  readonly texts: readonly string[];
  /** Positions among the products by word. */
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** In the order of their letters. */
  readonly sorted: readonly string[];
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

/** The words of a catalogue, as long work. */
export function* readWords(products: readonly Product[]): Steps<Words> {
  const positions = new Map<string, number[]>();
  const texts: string[] = [];
  yield* gradually(products, ({ name, category }, position) => {
    const own = split(name), shared = split(category);
    for (const word of new Set([...own, ...shared])) {
      const known = positions.get(word);
      if (known) known.push(position);
      else positions.set(word, [position]);
    }
    texts.push(` ${own.join(" ")} | ${shared.join(" ")} `);
  });
  return { texts, positions, sorted: [...positions.keys()].sort() };
}

/** Whether words and kinds stay: a sale replaces the products, and changes none of their names. */
export function haveSameNames(some: readonly Product[], others: readonly Product[]): boolean {
  return some.length === others.length && some.every(({ id, name, category }, i) => {
    const other = others[i]!;
    return id === other.id && name === other.name && category === other.category;
  });
}

function split(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
