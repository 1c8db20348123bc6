/** Turns the ensemble's exact contributions into reasons that can be shown. */
import type { Fold, Ranker } from "../engine/ranker.ts";
import type { Reason } from "../types.ts";
import type { CachedReason } from "./cached_list.ts";

/** As many as a card or a short answer can use. */
const shortList = 3;

export const popularReason: Reason = { kind: "popular", text: "Popular with other shoppers" };
export const newReason: Reason = { kind: "new", text: "New in the shop" };

interface Options {
  /** Every product of the history, also those that speak against the product. */
  readonly all: boolean;
  readonly weights?: { readonly cf: number; readonly mf: number };
}

/**
 * The share of each product of the history in the raw score of each product of a list, strongest first; the strongest three
 * other products unless `all` are wanted. The shares of a whole history sum to 1. Empty when the history as a whole does not speak for
 * the product: then its place in the list comes from what it is to everybody, and no share would be honest.
 */
export function becauseOf(
  ranker: Ranker,
  fold: Fold,
  positions: readonly number[],
  { all, weights }: Options,
): CachedReason[][] {
  const { itemIds } = ranker.model;
  const contributions = ranker.explainAll(fold, positions, weights);
  const count = fold.positions.length;
  const ids = new Float64Array(count);
  for (let j = 0; j < count; j++) ids[j] = itemIds[fold.positions[j]!]!;
  return positions.map((position, r) => {
    const from = r * count;
    let total = 0;
    for (let j = 0; j < count; j++) total += contributions[from + j]!;
    if (!(total > 0)) return [];
    const chosen = all
      ? sortAll(contributions.subarray(from, from + count), ids)
      : chooseStrongest(contributions, from, ids, itemIds[position]!);
    return chosen.map((j) => ({ p: ids[j]!, t: fold.strongest[j]!, s: contributions[from + j]! / total }));
  });
}

function sortAll(parts: Float64Array, ids: Float64Array): number[] {
  return Array.from(parts, (_, j) => j).sort((a, b) => parts[b]! - parts[a]! || ids[a]! - ids[b]!);
}

/**
 * "Because you viewed this" says nothing about why it comes back: other products do, where there are any that speak for it.
 */
function chooseStrongest(parts: Float64Array, from: number, ids: Float64Array, own: number): number[] {
  const best: number[] = [];
  let itself = -1, least = 0;
  for (let j = 0; j < ids.length; j++) {
    const part = parts[from + j]!;
    if (!(part > 0 && part >= least)) continue;
    if (ids[j] === own) {
      itself = j;
      continue;
    }
    let hole = Math.min(best.length, shortList - 1);
    if (best.length === shortList && !isBefore(j, best[hole]!)) continue;
    for (; hole > 0 && isBefore(j, best[hole - 1]!); hole--) best[hole] = best[hole - 1]!;
    best[hole] = j;
    if (best.length === shortList) least = parts[from + best[shortList - 1]!]!;
  }
  return best.length > 0 || itself < 0 ? best : [itself];

  function isBefore(a: number, b: number): boolean {
    const difference = parts[from + a]! - parts[from + b]!;
    return difference > 0 || (difference === 0 && ids[a]! < ids[b]!);
  }
}

/** Joins the names; a product that has left the catalogue cannot be named and is left out. */
export function toReasons(
  cached: readonly CachedReason[],
  nameOf: (productId: number) => string | undefined,
): Reason[] {
  return cached.flatMap(({ p, t, s }) => {
    const productName = nameOf(p);
    return productName === undefined
      ? []
      : [{ kind: "because", productId: p, productName, interactionType: t, share: s }];
  });
}
