/** Mends words that the catalogue does not know, by the nearest one that it does: for searches that found nothing. */
import { toTokens } from "../db/search.ts";
import { plain, type Words, wordsFrom } from "./words.ts";

/** Who writes more unknown words than these looks for something else. */
const mostMended = 4;

/** The text with unknown words replaced; undefined where nothing near enough is known. The last word may be an unfinished one. */
export function correct(words: Words, text: string): string | undefined {
  const tokens = toTokens(text).map(plain);
  let unknown = 0;
  const mended = tokens.map((token, i) => {
    const known = words.positions.has(token) ||
      i === tokens.length - 1 && !wordsFrom(words, token).next().done;
    return known || ++unknown > mostMended ? token : nearest(token, words.positions) ?? token;
  });
  return mended.some((word, i) => word !== tokens[i]) ? mended.join(" ") : undefined;
}

/** The word with the fewest edits, the more frequent of equals; one edit from four letters on, two from eight. */
function nearest(token: string, positions: Words["positions"]): string | undefined {
  let most = token.length >= 8 ? 2 : token.length >= 4 ? 1 : 0;
  if (most === 0) return undefined;
  const { words, letters } = spelledOf(positions);
  const wanted = lettersOf(token);
  let best: string | undefined;
  for (let i = 0; i < words.length; i++) {
    // An edit takes one letter away at most, and brings one in.
    const own = letters[i]!;
    if (countBits(own & ~wanted) > most || countBits(wanted & ~own) > most) continue;
    const word = words[i]!;
    if (Math.abs(word.length - token.length) > most) continue;
    const edits = countEdits(token, word, most);
    if (edits < most || edits === most && (best === undefined || isMoreFrequent(positions, word, best))) {
      best = word;
      most = edits;
    }
  }
  return best;
}

function isMoreFrequent(positions: Words["positions"], word: string, than: string): boolean {
  return positions.get(word)!.length > positions.get(than)!.length;
}

interface Spelled {
  readonly words: readonly string[];
  /** Which letters each has, as bits. */
  readonly letters: Uint32Array;
}

const spelled = new WeakMap<Words["positions"], Spelled>();

/** What most words are told apart by: comparing letter by letter takes a hundred times as long. */
function spelledOf(positions: Words["positions"]): Spelled {
  let known = spelled.get(positions);
  if (!known) {
    const words = [...positions.keys()].filter((word) => word.length >= 3);
    spelled.set(positions, known = { words, letters: Uint32Array.from(words, lettersOf) });
  }
  return known;
}

/** One bit for each letter from a to z; others share them, as digits do and those of other scripts. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31);
  return bits >>> 0;
}

function countBits(bits: number): number {
  bits -= bits >>> 1 & 0x55555555;
  bits = (bits & 0x33333333) + (bits >>> 2 & 0x33333333);
  return Math.imul(bits + (bits >>> 4) & 0x0f0f0f0f, 0x01010101) >>> 24;
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
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, before[j - 2]! + 1);
      }
      row.push(edits);
      if (edits < least) least = edits;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length]!, most + 1);
}
