/** Drawing by weight, and sharing out whole numbers. */
import type { Random } from "../../engine/random.ts";

/** Running sums of weights, for `drawIndex`. */
export function toSums(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sums[i] = sum += weights[i]!;
  return sums;
}

/** An index with probability in proportion to its weight, -1 where all weights are 0. */
export function drawIndex(random: Random, sums: Float64Array): number {
  const total = sums.length === 0 ? 0 : sums[sums.length - 1]!;
  if (!(total > 0)) return -1;
  const wanted = random.next() * total;
  let low = 0, high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.int(from.length)]!;
}

/** Whole numbers that sum to `total`, as near to proportion as whole numbers can be (largest remainders, then lower index). */
export function shareOut(total: number, weights: ArrayLike<number>): Int32Array {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]!;
  const counts = new Int32Array(weights.length);
  const remainders = new Float64Array(weights.length);
  let left = total;
  for (let i = 0; i < weights.length; i++) {
    const exact = total * weights[i]! / sum;
    counts[i] = Math.floor(exact);
    remainders[i] = exact - counts[i]!;
    left -= counts[i]!;
  }
  const order = Array.from(remainders.keys()).sort((a, b) => remainders[b]! - remainders[a]! || a - b);
  for (let i = 0; i < left; i++) counts[order[i % order.length]!]!++;
  return counts;
}
