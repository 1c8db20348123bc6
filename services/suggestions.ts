/** Products for a text that is still being typed, from memory: the full-text index would rank every product that has the letters. */
import { toTokens } from "../db/search.ts";
import type { Product } from "../types.ts";
import { correct } from "./spelling.ts";
import { plain, type Words, wordsFrom } from "./words.ts";

interface Options {
  readonly limit: number;
  /** From 0 up. */
  readonly popularity: (productId: number) => number;
}

/**
 * The products whose names and categories have the words of `text`: unknown words are mended, the last may be unfinished, and what
 * no product has beside the words before it is passed over. What can be bought comes first; then names that begin with the first
 * word, names that have all words, and the rest; the more popular of equals.
 */
export function suggest(words: Words, text: string, { limit, popularity }: Options): readonly Product[] {
  const { positions, tokens } = match(words, toTokens(correct(words, text) ?? text).map(plain));
  const score = (position: number) => {
    const { id, stock } = words.products[position]!;
    const popular = popularity(id);
    return (stock > 0 ? 3 : 0) + fitOf(words.texts[position]!, tokens) + popular / (1 + popular);
  };
  return best(positions, limit, score).map((position) => words.products[position]!);
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

/** Where a word begins so. */
function startWith(words: Words, beginning: string): readonly number[] {
  const found = new Set<number>();
  for (const word of wordsFrom(words, beginning)) {
    for (const position of words.positions.get(word)!) found.add(position);
  }
  return [...found];
}

/** 2 for a name that begins with the first word, 1 for one that has all, 0 where the category has some of them. */
function fitOf(text: string, tokens: readonly string[]): number {
  const end = text.indexOf("|");
  if (tokens.some((token) => text.indexOf(token) > end)) return 0;
  return text.startsWith(tokens[0]!) ? 2 : 1;
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
