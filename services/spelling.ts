/** Mends words that the catalogue does not know, by the nearest one that it does: for searches that found nothing. */
import { toTokens } from "../db/search.ts";
import { plain, type Words, wordsFrom } from "./words.ts";

/** The text with unknown words replaced; undefined where nothing near enough is known. The last word may be an unfinished one. */
export function correct(words: Words, text: string): string | undefined {
  const tokens = toTokens(text).map(plain);
  const mended = tokens.map((token, i) => {
    const known = words.positions.has(token) ||
      i === tokens.length - 1 && !wordsFrom(words, token).next().done;
    return known ? token : nearest(token, words.positions) ?? token;
  });
  return mended.some((word, i) => word !== tokens[i]) ? mended.join(" ") : undefined;
}

/** The word with the fewest edits, the more frequent of equals; one edit from four letters on, two from eight. */
function nearest(token: string, positions: Words["positions"]): string | undefined {
  let most = token.length >= 8 ? 2 : token.length >= 4 ? 1 : 0;
  if (most === 0) return undefined;
  let best: string | undefined;
  for (const [word, { length: count }] of positions) {
    if (word.length < 3 || Math.abs(word.length - token.length) > most) continue;
    const edits = countEdits(token, word, most);
    if (edits < most || edits === most && (best === undefined || count > positions.get(best)!.length)) {
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
