/**
 * What a product is, in a word, read from the names alone: "Gooseneck Kettle 0.9 L, Steel" is a kettle. A name says so with the last word
 * before what it is made of or comes with, once sizes and words that only vary a thing ("Fleece Jacket Long") are taken off.
 */
import type { Product } from "../types.ts";
import { gradually, type Steps } from "./gradual.ts";

export interface Kinds {
  /** The key of a product's kind, undefined where its name gives none that others share. */
  of(product: Product): string | undefined;
  /** How shoppers read a key; undefined for one that no product has. */
  name(key: string): string | undefined;
}

/** Fewer products of one kind are a coincidence of words. */
const leastOfKind = 3;
/** Where fewer of a category's names give a kind, they are not made this way: titles of films, codes. */
const leastShare = 0.5;
const longestWord = 24;
const longestName = 300;

/** The kinds of a catalogue, as long work: it reads every name. */
export function* findKinds(products: readonly Product[]): Steps<Kinds> {
  const heads: (readonly Word[])[] = [];
  yield* gradually(products, ({ name }) => heads.push(toHead(name)));
  const varying = yield* findVarying(heads);

  const words = new Map<Product, Word>();
  yield* gradually(products, (product, at) => {
    const head = heads[at]!;
    const word = head.findLast(({ key }) => !varying.has(key)) ?? head.at(-1);
    if (word) words.set(product, word);
  });
  const singulars = new Set([...words.values()].map(({ key }) => key));
  const names = new Map<string, string>();
  const keys = new Map<number, string>();
  for (const category of groupByCategory(products)) {
    yield;
    const counts = new Map<string, Product[]>();
    for (const product of category) {
      const word = words.get(product);
      if (word) append(counts, toSingular(word.key, singulars), product);
    }
    const shared = [...counts].filter(([, some]) => some.length >= leastOfKind);
    const covered = shared.reduce((sum, [, some]) => sum + some.length, 0);
    if (covered < leastShare * category.length) continue;
    for (const [key, some] of shared) {
      for (const { id } of some) keys.set(id, key);
      if (!names.has(key)) names.set(key, nameOf(key, some.map((product) => words.get(product)!)));
    }
  }
  return { of: ({ id }) => keys.get(id), name: (key) => names.get(key) };
}

interface Word {
  readonly text: string;
  readonly key: string;
}

/** Where the name goes on to colour, material or what comes with it. */
const headEnd = /[,;:(\[|/]|\s[-–—]\s|\s(?:with|for|mit|für|aus|avec|pour|con|para|de|en)\s/iu;
const units = /^(?:mm|cm|m|in|inch|ft|ml|cl|l|oz|g|kg|lb|lbs|w|v|ah|mah|lm|mb|gb|tb|hz|pcs|pack)$/;
const clothing = /^(?:xxs|xs|xl|xxl|xxxl|\p{L})$/u;

/** The words that say what a thing is, without numbers and sizes. */
function toHead(name: string): readonly Word[] {
  const head = name.slice(0, longestName).split(headEnd)[0] ?? "";
  const words = head.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu) ?? [];
  return words.flatMap((text, i) => {
    const key = text.toLowerCase();
    const measures = units.test(key) && /\d$/.test(words[i - 1] ?? "");
    if (/\p{N}/u.test(text) || measures || clothing.test(key) || key.length > longestWord) return [];
    return [{ text, key }];
  });
}

/** Last words that vary a thing more often than not: the two words before them end other names ("Pencil Cup Tall"). */
function* findVarying(heads: readonly (readonly Word[])[]): Steps<ReadonlySet<string>> {
  const endings = new Set<string>();
  yield* gradually(heads, (head) => endings.add(textOf(head.slice(-2))));
  const votes = new Map<string, number>();
  const seen = new Set<string>();
  yield* gradually(heads, (head) => {
    const text = textOf(head);
    if (head.length < 3 || seen.has(text)) return;
    seen.add(text);
    const last = head.at(-1)!.key;
    votes.set(last, (votes.get(last) ?? 0) + (endings.has(textOf(head.slice(-3, -1))) ? 1 : -1));
  });
  return new Set([...votes].filter(([, sum]) => sum > 0).map(([word]) => word));
}

function textOf(words: readonly Word[]): string {
  return words.map(({ key }) => key).join(" ");
}

/** "mugs" where there are mugs and a mug. */
function toSingular(key: string, known: ReadonlySet<string>): string {
  return key.endsWith("s") && known.has(key.slice(0, -1)) ? key.slice(0, -1) : key;
}

/** As the merchant writes it, with a capital at its beginning. */
function nameOf(key: string, words: readonly Word[]): string {
  const text = words.find((word) => word.key === key)?.text ?? key;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function groupByCategory(products: readonly Product[]): Iterable<readonly Product[]> {
  const groups = new Map<string, Product[]>();
  for (const product of products) append(groups, product.category, product);
  return groups.values();
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
