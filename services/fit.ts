/** How well a text fits what a shopper typed, for what the full-text index does not tell. */
import { toTokens } from "../db/search.ts";
import type { Product } from "../types.ts";
import { plain } from "./words.ts";

/**
 * Whether a product has all the words, or longer forms of them. Endings may differ by two letters, as the index's stems do: who is told
 * that a word is missing should not see it there.
 */
export function hasAllWords({ name, category, description }: Product, text: string): boolean {
  const words = plain(`${name} ${category} ${description}`).match(/[\p{L}\p{N}]+/gu) ?? [];
  return toTokens(text).map(plain).every((token) => {
    const stem = token.length >= 5 ? token.slice(0, -2) : token.length === 4 ? token.slice(0, -1) : token;
    return words.some((word) => word.startsWith(stem));
  });
}

/** Whether a name, or a word in it, goes on from what was typed. */
export function startsLike(name: string, typed: string): boolean {
  const [whole, start] = [plain(name), plain(typed)];
  return whole.startsWith(start) || whole.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(start));
}
