/** Products for a text that is still being typed, from memory: the full-text index would rank every product that has the letters. */
import { toTokens } from "../db/search.ts";
import type { Product } from "../types.ts";
import { plain, type Words, wordsFrom } from "./words.ts";

/**
 * The products whose names and categories have all words of `text`, the last of which may be unfinished. What can be bought comes
 * first; then names that begin with the first word, names that have all of them, and the rest; the more popular of equals.
 */
export function suggest(
  words: Words,
  text: string,
  { limit, popularity }: { readonly limit: number; readonly popularity: (productId: number) => number },
): readonly Product[] {
  const tokens = toTokens(text).map(plain);
  const score = (position: number) => {
    const { id, stock } = words.products[position]!;
    const popular = popularity(id);
    return (stock > 0 ? 3 : 0) + fitOf(words.names[position]!, tokens) + popular / (1 + popular);
  };
  return best(matches(words, tokens), limit, score).map((position) => words.products[position]!);
}

function matches(words: Words, tokens: readonly string[]): ReadonlySet<number> {
  const last = tokens.at(-1);
  if (last === undefined) return new Set();
  let found = new Set<number>();
  for (const word of wordsFrom(words, last)) {
    for (const position of words.positions.get(word)!) found.add(position);
  }
  for (const token of tokens.slice(0, -1)) {
    found = found.intersection(new Set(words.positions.get(token)));
  }
  return found;
}

/** 2 for a name that begins with the first word, 1 for one that has all, 0 where the category has some of them. */
function fitOf(name: string, tokens: readonly string[]): number {
  if (!tokens.every((token) => name.includes(` ${token}`))) return 0;
  return name.startsWith(` ${tokens[0]}`) ? 2 : 1;
}

/** The few with the highest scores, the former of equals, without sorting all. */
function best(
  positions: Iterable<number>,
  limit: number,
  score: (position: number) => number,
): readonly number[] {
  const kept: { readonly position: number; readonly score: number }[] = [];
  for (const position of positions) {
    const one = { position, score: score(position) };
    const at = kept.findLastIndex((other) =>
      other.score > one.score || other.score === one.score && other.position < position
    ) + 1;
    if (at >= limit) {
      continue;
    }
    kept.splice(at, 0, one);
    kept.length = Math.min(kept.length, limit);
  }
  return kept.map(({ position }) => position);
}
