/**
 * The k best of scores that are not excluded: descending, of equal scores the lower position first
 *
 * scores: f32[n]; excluded: u32[ceil(n / 32)], bit i of word i >> 5 leaves position i out, or 0 for none
 * outItems: i32[k]; outScores: f32[k]
 * NaN is never chosen; -Infinity may be. Returns how many were found: less than k when fewer are left.
 *
 * One pass with a heap of the k best, the worst of them on top: sixteen scores are compared with it at once, and the
 * exclusion is looked up only for those that would enter.
 */
import { isExcluded, siftDown, siftUp, sortHeap, valueAt } from "./shared/heap";

export function topK(
  scores: usize,
  n: i32,
  excluded: usize,
  k: i32,
  outItems: usize,
  outScores: usize,
): i32 {
  if (k <= 0) return 0;
  let count = 0;
  let i = 0;
  for (; i < n && count < k; i++) {
    const value = load<f32>(scores + (<usize> i << 2));
    if (value != value || isExcluded(excluded, i)) continue;
    siftUp(outItems, outScores, count++, i, value);
  }
  if (count == k) i = scan(scores, i, n, excluded, k, outItems, outScores);
  sortHeap(outItems, outScores, count);
  return count;
}

/** Offers positions i .. n to the full heap. */
function scan(
  scores: usize,
  i: i32,
  n: i32,
  excluded: usize,
  k: i32,
  outItems: usize,
  outScores: usize,
): i32 {
  let worst = valueAt(outScores, 0);
  let bar = f32x4.splat(worst);
  for (; i + 16 <= n; i += 16) {
    const p = scores + (<usize> i << 2);
    const m0 = f32x4.gt(v128.load(p), bar), m1 = f32x4.gt(v128.load(p, 16), bar);
    const m2 = f32x4.gt(v128.load(p, 32), bar), m3 = f32x4.gt(v128.load(p, 48), bar);
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) continue;
    let mask = i32x4.bitmask(m0) | (i32x4.bitmask(m1) << 4) | (i32x4.bitmask(m2) << 8) |
      (i32x4.bitmask(m3) << 12);
    for (; mask; mask &= mask - 1) {
      const candidate = i + ctz(mask);
      const value = valueAt(scores, candidate);
      // An equal score never enters: its position is higher than all in the heap.
      if (!(value > worst) || isExcluded(excluded, candidate)) continue;
      siftDown(outItems, outScores, k, candidate, value);
      worst = valueAt(outScores, 0);
    }
    bar = f32x4.splat(worst);
  }
  for (; i < n; i++) {
    const value = valueAt(scores, i);
    if (!(value > worst) || isExcluded(excluded, i)) continue;
    siftDown(outItems, outScores, k, i, value);
    worst = valueAt(outScores, 0);
  }
  return i;
}
