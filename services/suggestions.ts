/** Products for a text that is still being typed, from memory: the full-text index would rank every product that has the letters. */
import { toTokens } from "../db/search.ts";
import type { Product } from "../types.ts";
import { correct } from "./spelling.ts";
import { plain, type Words, wordsFrom } from "./words.ts";

interface Options {
  /** Those that the words are of. */
  readonly products: readonly Product[];
  readonly limit: number;
  /** From 0 up. */
  readonly popularity: (productId: number) => number;
}

/**
 * The products whose names and categories have the words of `text`: unknown words are mended, the last may be unfinished, and what
 * no product has beside the words before it is passed over. What can be bought comes first; then what begins with the first
 * word, names that have all words, and the rest; the more popular of equals.
 */
export function suggest(
  words: Words,
  text: string,
  { products, limit, popularity }: Options,
): readonly Product[] {
  const typed = toTokens(correct(words, text) ?? text).map(plain);
  const { positions, tokens } = match(words, typed);
  const score = (position: number) => {
    const { id, stock } = products[position]!;
    const one = words.texts[position]!;
    const fit = one.startsWith(` ${typed[0]}`) ? 2 : isNamed(one, tokens) ? 1 : 0;
    const popular = popularity(id);
    return (stock > 0 ? 3 : 0) + fit + popular / (1 + popular);
  };
  return best(positions, limit, score).map((position) => products[position]!);
}

interface Match {
  readonly positions: readonly number[];
  /** Those that were not passed over, with the spaces around them. */
  readonly tokens: readonly string[];
}

function match(words: Words, tokens: readonly string[]): Match {
  let found: Match = { positions: [], tokens: [] };
  tokens.forEach((token, i) => {
    const unfinished = i === tokens.length - 1;
    const wanted = unfinished ? ` ${token}` : ` ${token} `;
    const positions = found.tokens.length > 0
      ? found.positions.filter((position) => words.texts[position]!.includes(wanted))
      : unfinished
      ? startWith(words, token)
      : words.positions.get(token) ?? [];
    if (positions.length > 0) found = { positions, tokens: [...found.tokens, wanted] };
  });
  return found;
}

/** One letter would fit half of the shop. */
const leastLetters = 2;

/** Where a word begins so. */
function startWith(words: Words, beginning: string): readonly number[] {
  if (beginning.length < leastLetters) return [];
  const found = new Set<number>();
  for (const word of wordsFrom(words, beginning)) {
    for (const position of words.positions.get(word)!) found.add(position);
  }
  return [...found];
}

/** Whether the name itself has all of them, and not the category. */
function isNamed(text: string, tokens: readonly string[]): boolean {
  const end = text.indexOf("|");
  return tokens.every((token) => text.indexOf(token) < end);
}

/** The few with the highest scores, the former of equals, without sorting all. */
function best(
  positions: readonly number[],
  limit: number,
  score: (position: number) => number,
): readonly number[] {
  const kept: { readonly position: number; readonly score: number }[] = [];
  for (const position of positions) {
    const one = { position, score: score(position) };
    if (kept.length === limit && one.score < kept[limit - 1]!.score) continue;
    const at = kept.findLastIndex((other) =>
      other.score > one.score || other.score === one.score && other.position < position
    ) + 1;
    kept.splice(at, 0, one);
    kept.length = Math.min(kept.length, limit);
  }
  return kept.map(({ position }) => position);
}
