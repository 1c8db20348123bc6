import { isExcluded, siftDown, siftUp, valueAt } from "./heap";

/**
 * Offers positions first .. first + valid (at most 32), whose scores are f32[32] at `scores`, to a heap of at most k entries that
 * holds `count`. Positions must rise from call to call: an equal score then never displaces. NaN never enters. Returns
 * the new count.
 */
export function offerBlock(
  scores: usize,
  first: i32,
  valid: i32,
  excluded: usize,
  k: i32,
  count: i32,
  outItems: usize,
  outScores: usize,
): i32 {
  let i = 0;
  for (; i < valid && count < k; i++) {
    const value = valueAt(scores, i);
    if (value != value || isExcluded(excluded, first + i)) continue;
    siftUp(outItems, outScores, count++, first + i, value);
  }
  const offered = i;
  for (i &= ~3; i < valid && count == k; i += 4) {
    const bar = v128.load32_splat(outScores);
    let mask = i32x4.bitmask(f32x4.gt(v128.load(scores + (<usize> i << 2)), bar));
    for (; mask; mask &= mask - 1) {
      const j = i + ctz(mask);
      const value = valueAt(scores, j);
      if (j < offered || j >= valid || !(value > valueAt(outScores, 0)) || isExcluded(excluded, first + j)) continue;
      siftDown(outItems, outScores, k, first + j, value);
    }
  }
  return count;
}
