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
 * The share of each product of the history in the raw score of the product at `position`, strongest first; the strongest
 * three other products unless `all` are wanted. The shares of the whole history sum to 1. Empty when the history as a whole does not speak for the product: then its place in the
 * list comes from what it is to everybody, and no share would be honest.
 */
export function becauseOf(
  ranker: Ranker,
  fold: Fold,
  position: number,
  { all, weights }: Options,
): CachedReason[] {
  const contributions = ranker.explain(fold, position, weights);
  let total = 0;
  for (const contribution of contributions) total += contribution;
  if (!(total > 0)) return [];
  const reasons: CachedReason[] = [];
  for (let i = 0; i < contributions.length; i++) {
    reasons.push({
      p: ranker.model.itemIds[fold.positions[i]!]!,
      t: fold.strongest[i]!,
      s: contributions[i]! / total,
    });
  }
  reasons.sort((a, b) => b.s - a.s || a.p - b.p);
  if (all) return reasons;
  // "Because you viewed this" says nothing about why it comes back: other products do, where there are any.
  const positive = reasons.filter(({ s }) => s > 0);
  const own = ranker.model.itemIds[position];
  const others = positive.filter(({ p }) => p !== own);
  return (others.length > 0 ? others : positive).slice(0, shortList);
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
