/** What to show without knowing the user, or to fill up with: popular, trending, bought together. Computed at training. */
import { interactionTypes, type InteractionWeights } from "../types.ts";
import { type Events, type Matrix, positionsOf } from "./csr.ts";
import { decayOf, msPerDay, type StrengthOptions } from "./strength.ts";

/** Products often bought together, per item, best first: entries ptr[i] to ptr[i + 1] belong to item i. */
export interface Together {
  readonly ptr: Int32Array;
  readonly items: Int32Array;
  /** Shrunk cosine, in (0, 1]. */
  readonly scores: Float32Array;
}

const trendingDays = 7;
const togetherCount = 20;
/** Orders of a reseller's size say little about pairs, and their cost grows with the square. */
const largestBasket = 200;
/** Pairs seen once or twice are held down by this many imagined baskets without the pair. */
const togetherShrinkage = 3;

/** Decayed strength per item: the column sums of the matrix. */
export function popularityOf({ itemIds, colIdx, values }: Matrix): Float32Array {
  const sums = new Float64Array(itemIds.length);
  for (let e = 0; e < colIdx.length; e++) sums[colIdx[e]!]! += values[e]!;
  return Float32Array.from(sums);
}

/**
 * How far the strength of an item's last seven days exceeds what its share of the time before makes us expect, in units of the
 * expected scatter: (recent - expected) / sqrt(expected + mean), 0 where it does not exceed. The mean recent strength of an item
 * in the root shrinks items with little behind them; without any earlier time the expectation is 0.
 */
export function trendingOf(
  { products, types, at }: Events,
  { itemIds, weights, decayPerDay, asOf }: StrengthOptions & { readonly itemIds: Float64Array },
): Float32Array {
  const columnOf = positionsOf(itemIds);
  const weightOf = interactionTypes.map((type) => weights[type]);
  const n = itemIds.length;
  const recent = new Float64Array(n), before = new Float64Array(n);
  let allRecent = 0, allBefore = 0;
  for (let e = 0; e < products.length; e++) {
    const column = columnOf.get(products[e]!)!;
    const weight = weightOf[types[e]!]!;
    if (asOf - at[e]! < trendingDays * msPerDay) {
      const strength = weight * decayOf(at[e]!, decayPerDay, asOf);
      recent[column]! += strength;
      allRecent += strength;
    } else {
      before[column]! += weight;
      allBefore += weight;
    }
  }
  const mean = allRecent / Math.max(1, n);
  const scores = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const expected = allBefore > 0 ? allRecent * before[i]! / allBefore : 0;
    const excess = recent[i]! - expected;
    if (excess > 0) scores[i] = excess / Math.sqrt(expected + mean);
  }
  return scores;
}

/**
 * Items bought together: a basket is what one user bought in one session, or on one day (UTC) where there is no session. The score
 * of a pair is the cosine of their baskets, both / sqrt(of i x of j), with shrinkage in the denominator. Twenty per item.
 *
 * @param weights only types with a weight count: a shop that gives purchases 0 has no baskets
 */
export function togetherOf(
  events: Events,
  { itemIds, weights }: { readonly itemIds: Float64Array; readonly weights: InteractionWeights },
): Together {
  const n = itemIds.length;
  const baskets = weights.purchase > 0 ? toBaskets(events, itemIds) : [];
  const counts = new Int32Array(n);
  for (const basket of baskets) for (const item of basket) counts[item]!++;
  const basketsOf: number[][] = Array.from({ length: n }, () => []);
  baskets.forEach((basket, b) => basket.forEach((item) => basketsOf[item]!.push(b)));

  const ptr = new Int32Array(n + 1);
  const items: number[] = [], scores: number[] = [];
  const both = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const met: number[] = [];
    for (const b of basketsOf[i]!) {
      for (const j of baskets[b]!) {
        if (j !== i && both[j]!++ === 0) met.push(j);
      }
    }
    const best = met.map((j) => ({
      item: j,
      score: both[j]! / (Math.sqrt(counts[i]! * counts[j]!) + togetherShrinkage),
    })).sort((a, b) => b.score - a.score || a.item - b.item).slice(0, togetherCount);
    for (const { item, score } of best) {
      items.push(item);
      scores.push(score);
    }
    for (const j of met) both[j] = 0;
    ptr[i + 1] = items.length;
  }
  return { ptr, items: Int32Array.from(items), scores: Float32Array.from(scores) };
}

/** Distinct items of each basket of at least two and at most `largestBasket`. */
function toBaskets({ users, products, types, at, sessions }: Events, itemIds: Float64Array): Int32Array[] {
  const columnOf = positionsOf(itemIds);
  const purchase = interactionTypes.indexOf("purchase");
  const byKey = new Map<string, Set<number>>();
  for (let e = 0; e < users.length; e++) {
    if (types[e] !== purchase) continue;
    const part = sessions[e]! >= 0 ? `s${sessions[e]}` : `d${Math.floor(at[e]! / msPerDay)}`;
    const key = `${users[e]}/${part}`;
    const basket = byKey.get(key);
    if (basket) basket.add(columnOf.get(products[e]!)!);
    else byKey.set(key, new Set([columnOf.get(products[e]!)!]));
  }
  return [...byKey.values()].filter(({ size }) => size >= 2 && size <= largestBasket)
    .map((basket) => Int32Array.from(basket).sort());
}
