/**
 * Measures of a ranked list against the items that were withheld, as docs/reference.md defines them: binary gains, log2
 * discount, means over users with at least one test item. All take positions (or ids) and look at the first `k`.
 */

/** Whether one of the first k is relevant: 1 or 0. */
export function hr(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  return countHits(ranked, relevant, k) > 0 ? 1 : 0;
}

/** Hits in the first k over all relevant items; 0 if there are none. */
export function recall(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  return relevant.size === 0 ? 0 : countHits(ranked, relevant, k) / relevant.size;
}

/** Hits in the first k over the most that could be hit, min(k, relevant items): 1 is always within reach. */
export function recallCapped(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  const possible = Math.min(k, relevant.size);
  return possible === 0 ? 0 : countHits(ranked, relevant, k) / possible;
}

/**
 * Normalised discounted cumulative gain: the sum of 1 / log2(rank + 1) over the hits, ranks from 1, over the same sum for an ideal
 * list of min(k, relevant items) hits (Järvelin and Kekäläinen, TOIS 2002).
 */
export function ndcg(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  const possible = Math.min(k, relevant.size);
  if (possible === 0) return 0;
  let gain = 0;
  for (let i = 0; i < Math.min(k, ranked.length); i++) {
    if (relevant.has(ranked[i]!)) gain += 1 / Math.log2(i + 2);
  }
  let ideal = 0;
  for (let i = 0; i < possible; i++) ideal += 1 / Math.log2(i + 2);
  return gain / ideal;
}

function countHits(ranked: ArrayLike<number>, relevant: ReadonlySet<number>, k: number): number {
  let hits = 0;
  for (let i = 0; i < Math.min(k, ranked.length); i++) if (relevant.has(ranked[i]!)) hits++;
  return hits;
}
