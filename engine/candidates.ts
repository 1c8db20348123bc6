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

/** The same straight from the events, where the matrix has another decay. */
export function demandOf(
  { products, types, at }: Events,
  { itemIds, weights, decayPerDay, asOf }: StrengthOptions & { readonly itemIds: Float64Array },
): Float32Array {
  const columnOf = positionsOf(itemIds);
  const sums = new Float64Array(itemIds.length);
  for (let e = 0; e < products.length; e++) {
    sums[columnOf.get(products[e]!)!]! += weights[interactionTypes[types[e]!]!] *
      decayOf(at[e]!, decayPerDay, asOf);
  }
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
  const baskets = weights.purchase > 0 ? toBaskets(events, itemIds) : emptyBaskets;
  const basketsOf = turn(baskets, n);
  const sizeOf = (item: number) => basketsOf.ptr[item + 1]! - basketsOf.ptr[item]!;

  const ptr = new Int32Array(n + 1);
  const items: number[] = [], scores: number[] = [];
  const both = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const met: number[] = [];
    for (let o = basketsOf.ptr[i]!; o < basketsOf.ptr[i + 1]!; o++) {
      const b = basketsOf.items[o]!;
      for (let e = baskets.ptr[b]!; e < baskets.ptr[b + 1]!; e++) {
        const j = baskets.items[e]!;
        if (j !== i && both[j]!++ === 0) met.push(j);
      }
    }
    const best = met.map((j) => ({
      item: j,
      score: both[j]! / (Math.sqrt(sizeOf(i) * sizeOf(j)) + togetherShrinkage),
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

/** Members of each group: group g has items[ptr[g]] to items[ptr[g + 1] - 1]. */
interface Groups {
  readonly ptr: Int32Array;
  readonly items: Int32Array;
}

const emptyBaskets: Groups = { ptr: new Int32Array(1), items: new Int32Array(0) };

/** Distinct items, ascending, of each basket of at least two and at most `largestBasket`. */
function toBaskets({ users, products, types, at, sessions }: Events, itemIds: Float64Array): Groups {
  const columnOf = positionsOf(itemIds);
  const purchase = interactionTypes.indexOf("purchase");
  const bought = types.reduce((count, type) => count + (type === purchase ? 1 : 0), 0);
  const order = new Uint32Array(bought);
  for (let e = 0, size = 0; e < types.length; e++) if (types[e] === purchase) order[size++] = e;
  const dayOf = (e: number) => Math.floor(at[e]! / msPerDay);
  /** 0 for two purchases of one basket. */
  const compare = (a: number, b: number) =>
    users[a]! - users[b]! || sessions[a]! - sessions[b]! || (sessions[a]! < 0 ? dayOf(a) - dayOf(b) : 0);
  order.sort((a, b) => compare(a, b) || products[a]! - products[b]!);

  const ptr = new Int32Array(bought + 1), items = new Int32Array(bought);
  let baskets = 0, size = 0;
  for (let first = 0, last = 0; first < bought; first = last) {
    const from = size;
    for (last = first; last < bought && compare(order[first]!, order[last]!) === 0; last++) {
      const column = columnOf.get(products[order[last]!]!)!;
      if (size === from || items[size - 1] !== column) items[size++] = column;
    }
    if (size - from >= 2 && size - from <= largestBasket) ptr[++baskets] = size;
    else size = from;
  }
  return { ptr: ptr.subarray(0, baskets + 1), items: items.subarray(0, size) };
}

/** The groups that each of n members is in, ascending. */
function turn({ ptr, items }: Groups, n: number): Groups {
  const turnedPtr = new Int32Array(n + 1), groups = new Int32Array(items.length);
  for (const item of items) turnedPtr[item + 1]!++;
  for (let i = 0; i < n; i++) turnedPtr[i + 1]! += turnedPtr[i]!;
  const fill = turnedPtr.slice(0, -1);
  for (let g = 0; g + 1 < ptr.length; g++) {
    for (let e = ptr[g]!; e < ptr[g + 1]!; e++) groups[fill[items[e]!]!++] = g;
  }
  return { ptr: turnedPtr, items: groups };
}
