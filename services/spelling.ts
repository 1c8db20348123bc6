/** Mends words that the catalogue does not know, by the nearest one that it does: for searches that found nothing. */
import { toTokens } from "../db/search.ts";
import type { Product } from "../types.ts";

export interface Spelling {
  /** The text with unknown words replaced; undefined where nothing near enough is known. */
  correct(text: string): string | undefined;
}

interface Words {
  readonly products: readonly Product[];
  /** How often each word stands in names and categories. */
  readonly counts: ReadonlyMap<string, number>;
}

/** `products` is asked at each call: words are counted anew when the catalogue has changed. */
export function createSpelling(products: () => readonly Product[]): Spelling {
  let words: Words | undefined;

  return {
    correct(text) {
      const now = products();
      if (words?.products !== now) words = { products: now, counts: countWords(now) };
      const { counts } = words;
      const tokens = toTokens(text).map(plain);
      const mended = tokens.map((token) => counts.has(token) ? token : nearest(token, counts) ?? token);
      return mended.some((word, i) => word !== tokens[i]) ? mended.join(" ") : undefined;
    },
  };
}

function countWords(products: readonly Product[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name, category } of products) {
    for (const match of plain(`${name} ${category}`).matchAll(/[\p{L}\p{N}]+/gu)) {
      counts.set(match[0], (counts.get(match[0]) ?? 0) + 1);
    }
  }
  return counts;
}

/** Lower case and without accents, as the full-text index compares. */
function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/** The word with the fewest edits, the more frequent of equals; one edit from four letters on, two from eight. */
function nearest(token: string, counts: ReadonlyMap<string, number>): string | undefined {
  let most = token.length >= 8 ? 2 : token.length >= 4 ? 1 : 0;
  if (most === 0) return undefined;
  let best: string | undefined;
  for (const [word, count] of counts) {
    if (word.length < 3 || Math.abs(word.length - token.length) > most) continue;
    const edits = countEdits(token, word, most);
    if (edits < most || edits === most && (best === undefined || count > counts.get(best)!)) {
      best = word;
      most = edits;
    }
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment, Damerau 1964); anything
 * above `most` is given as `most + 1`.
 */
export function countEdits(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2]! + 1);
      }
      row.push(edits);
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length]!, most + 1);
}
