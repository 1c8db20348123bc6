/**
 * The k rows with the highest base[i] + dot(x[i, :], vec) among rows r0 .. r1 and those found before: what `score` and `topK` give, to
 * the last bit, for about a quarter of the memory traffic
 *
 * bytes, bounds: the rows x as `packBytes` leaves them; query: from `quantizeVector`; x: f32 rows of stride, a multiple of 4
 * base: f32 by row, padded to a multiple of 32, or 0 for none; the rest as in `topKBlocks`.
 *
 * The bytes and their bounds say the most that a row can score; only a row that could beat the worst of the k is scored in f32.
 */
import { errorsOf, productsOf, sumBytes } from "./inline/byte_bounds";
import { scoreRow } from "./inline/dot_rows";
import { isExcluded, makeHeap, offer, sortHeap, valueAt } from "./shared/heap";

export function topKBytes(
  bytes: usize,
  bounds: usize,
  x: usize,
  base: usize,
  query: usize,
  vec: usize,
  stride: i32,
  r0: i32,
  r1: i32,
  excluded: usize,
  k: i32,
  count: i32,
  outItems: usize,
  outScores: usize,
  work: usize,
): i32 {
  if (k <= 0) return 0;
  makeHeap(outItems, outScores, count);
  const rowBytes = <usize> stride << 2;
  for (let first = r0; first < r1; first += 32) {
    // Nothing is at most NaN: a list that is not full takes whatever comes.
    first = scan(bytes, bounds, base, query, stride, first, r1, count == k ? valueAt(outScores, 0) : NaN, work);
    if (first >= r1) break;
    const valid = min(r1 - first, 32);
    for (let j = 0; j < valid; j++) {
      const row = first + j;
      if ((count == k && valueAt(work, j) <= valueAt(outScores, 0)) || isExcluded(excluded, row)) continue;
      count = offer(outItems, outScores, k, count, row, scoreRow(x, base, vec, row, rowBytes));
    }
  }
  sortHeap(outItems, outScores, count);
  return count;
}

/** Looks for a block with rows that may score above `worst`: returns its first row, with the most that each row of it can score in `work`. */
function scan(
  bytes: usize,
  bounds: usize,
  base: usize,
  query: usize,
  stride: i32,
  first: i32,
  r1: i32,
  worst: f32,
  work: usize,
): i32 {
  const bar = f32x4.splat(worst);
  const unit = v128.load32_splat(query, 4), length = v128.load32_splat(query, 8), error = v128.load32_splat(query, 12);
  for (; first < r1; first += 32) {
    const block = <usize> (first >> 5);
    sumBytes(bytes + block * (<usize> stride << 5), query, stride, work);
    const limits = bounds + block * 384, add = base + (<usize> first << 2);
    let inside = f32x4.eq(unit, unit);
    for (let o: usize = 0; o < 128; o += 16) {
      let most = f32x4.add(productsOf(work + o, limits + o, unit), errorsOf(limits + o, length, error));
      if (base) most = f32x4.add(v128.load(add + o), most);
      v128.store(work + o, most);
      inside = v128.and(inside, f32x4.le(most, bar));
    }
    if (!i32x4.all_true(inside)) break;
  }
  return first;
}
