/**
 * For rows r0 .. r1 of a sparse matrix: the k other rows with the largest inner products. With rows of length 1 that is the cosine.
 *
 * rowPtr: i32[rows + 1]; entries: {i32 column, f32 value} by entry; turnedPtr, turned: the transpose, likewise
 * sums: f32[ceil(rows / 32) x 32], zero, and zero again afterwards
 * outItems: i32[rows x k]; outScores: f32[rows x k]; counts: i32[rows], all indexed by row (not by row - r0): descending, of equal
 * products the lower row first. Only products above 0 count; counts[r] tells how many there are.
 *
 * Row by row (Gustavson, "Two fast algorithms for sparse matrices", ACM TOMS 4(3), 1978): one pass adds the products of a row with all
 * others, a second reads the sums and clears them.
 */
import { siftDown, siftUp, sortHeap, valueAt } from "./shared/heap";

export function itemNeighbours(
  rowPtr: usize,
  entries: usize,
  turnedPtr: usize,
  turned: usize,
  rows: i32,
  r0: i32,
  r1: i32,
  sums: usize,
  k: i32,
  outItems: usize,
  outScores: usize,
  counts: usize,
): void {
  if (k <= 0) return;
  for (let r = r0; r < r1; r++) {
    const from = entries + (<usize> load<i32>(rowPtr + (<usize> r << 2)) << 3);
    const to = entries + (<usize> load<i32>(rowPtr + (<usize> r << 2), 4) << 3);
    for (let e = from; e < to; e += 8) {
      const column = <usize> load<u32>(e) << 2;
      const start = turned + (<usize> load<i32>(turnedPtr + column) << 3);
      const end = turned + (<usize> load<i32>(turnedPtr + column, 4) << 3);
      addRow(start, end, load<f32>(e, 4), sums);
    }
    store<f32>(sums + (<usize> r << 2), 0);
    const skip = <usize> (r * k) << 2;
    const count = select(sums, rows, k, outItems + skip, outScores + skip);
    store<i32>(counts + (<usize> r << 2), count);
  }
}

/** sums[column] += scale * value for the entries from `e` to `end`. */
function addRow(e: usize, end: usize, scale: f32, sums: usize): void {
  for (; e + 16 <= end; e += 16) {
    const a = sums + (<usize> load<u32>(e) << 2), b = sums + (<usize> load<u32>(e, 8) << 2);
    store<f32>(a, load<f32>(a) + scale * load<f32>(e, 4));
    store<f32>(b, load<f32>(b) + scale * load<f32>(e, 12));
  }
  if (e < end) {
    const a = sums + (<usize> load<u32>(e) << 2);
    store<f32>(a, load<f32>(a) + scale * load<f32>(e, 4));
  }
}

/** The best k of the sums, which become zero. */
function select(sums: usize, n: i32, k: i32, items: usize, scores: usize): i32 {
  const zero = f32x4.splat(0);
  let count = 0;
  let bar = zero;
  for (let i = 0; i < n; i += 16) {
    const p = sums + (<usize> i << 2);
    const m0 = f32x4.gt(v128.load(p), bar), m1 = f32x4.gt(v128.load(p, 16), bar);
    const m2 = f32x4.gt(v128.load(p, 32), bar), m3 = f32x4.gt(v128.load(p, 48), bar);
    if (v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) {
      let mask = i32x4.bitmask(m0) | (i32x4.bitmask(m1) << 4) | (i32x4.bitmask(m2) << 8) |
        (i32x4.bitmask(m3) << 12);
      for (; mask; mask &= mask - 1) {
        const item = i + ctz(mask);
        const value = valueAt(sums, item);
        if (count < k) siftUp(items, scores, count++, item, value);
        else if (value > valueAt(scores, 0)) siftDown(items, scores, k, item, value);
      }
      if (count == k) bar = v128.load32_splat(scores);
    }
    v128.store(p, zero);
    v128.store(p, zero, 16);
    v128.store(p, zero, 32);
    v128.store(p, zero, 48);
  }
  sortHeap(items, scores, count);
  return count;
}
