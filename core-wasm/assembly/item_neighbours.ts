/**
 * For each row of a sparse matrix the k other rows with the largest inner products. With rows of length 1 that is the cosine.
 *
 * rowPtr: i32[rows + 1]; entries: {i32 column, f32 value} by entry
 * turnedPtr: i32[columns + 1]; turnedIdx, turnedValues: i32, f32 by entry: the transpose, rows ascending within a column
 * cursors: i32[columns], at first as turnedPtr
 * sums, bars: f32[ceil(rows / 16) x 16], at first zero; sums are zero again afterwards
 * outItems: i32[rows x k]; outScores: f32[rows x k]; counts: i32[rows], at first zero: descending, of equal products the lower row first.
 * Only products above 0 count; counts[r] tells how many there are.
 *
 * The ranges r0 .. r1 come one after another, from row 0 on; a row is finished when its range is. Each pair is computed once, at the turn
 * of its lower row, and offered to both: a cursor tells how far the rows of a column have had theirs. Row by row (Gustavson, "Two fast
 * algorithms for sparse matrices", ACM TOMS 4(3), 1978): one pass adds the products of a row with all later ones, a second reads the
 * sums and clears them. bars[r] is what a product must exceed to enter the list of row r.
 */
import { siftDown, siftUp, sortHeap, valueAt } from "./shared/heap";

export function itemNeighbours(
  rowPtr: usize,
  entries: usize,
  turnedPtr: usize,
  turnedIdx: usize,
  turnedValues: usize,
  cursors: usize,
  rows: i32,
  r0: i32,
  r1: i32,
  sums: usize,
  bars: usize,
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
      const start = load<i32>(cursors + column) + 1, end = load<i32>(turnedPtr + column, 4);
      store<i32>(cursors + column, start);
      addScaled(
        turnedIdx + (<usize> start << 2),
        turnedValues + (<usize> start << 2),
        end - start,
        load<f32>(e, 4),
        sums,
      );
    }
    offer(r, rows, sums, bars, k, outItems, outScores, counts);
    const skip = <usize> (r * k) << 2;
    sortHeap(outItems + skip, outScores + skip, load<i32>(counts + (<usize> r << 2)));
  }
}

/** sums[idx[e]] += scale * values[e] for `count` entries. */
function addScaled(idx: usize, values: usize, count: i32, scale: f32, sums: usize): void {
  const scales = f32x4.splat(scale), end = idx + (<usize> count << 2);
  for (; idx + 16 <= end; idx += 16, values += 16) {
    const products = f32x4.mul(scales, v128.load(values));
    const a = cellOf(sums, idx),
      b = cellOf(sums, idx + 4),
      c = cellOf(sums, idx + 8),
      d = cellOf(sums, idx + 12);
    store<f32>(a, load<f32>(a) + f32x4.extract_lane(products, 0));
    store<f32>(b, load<f32>(b) + f32x4.extract_lane(products, 1));
    store<f32>(c, load<f32>(c) + f32x4.extract_lane(products, 2));
    store<f32>(d, load<f32>(d) + f32x4.extract_lane(products, 3));
  }
  for (; idx < end; idx += 4, values += 4) {
    const a = cellOf(sums, idx);
    store<f32>(a, load<f32>(a) + scale * load<f32>(values));
  }
}

@inline
function cellOf(sums: usize, idx: usize): usize {
  return sums + (<usize> load<u32>(idx) << 2);
}

/** Offers the sums of row r with those behind it to both rows; the sums become zero. */
function offer(
  r: i32,
  n: i32,
  sums: usize,
  bars: usize,
  k: i32,
  items: usize,
  scores: usize,
  counts: usize,
): void {
  const zero = f32x4.splat(0);
  for (let i = r & ~15; i < n; i += 16) {
    const p = sums + (<usize> i << 2), q = bars + (<usize> i << 2);
    const bar = v128.load32_splat(bars + (<usize> r << 2));
    const s0 = v128.load(p), s1 = v128.load(p, 16), s2 = v128.load(p, 32), s3 = v128.load(p, 48);
    // Above the lower of the two bars.
    const m0 = f32x4.gt(s0, f32x4.pmin(bar, v128.load(q))),
      m1 = f32x4.gt(s1, f32x4.pmin(bar, v128.load(q, 16)));
    const m2 = f32x4.gt(s2, f32x4.pmin(bar, v128.load(q, 32))),
      m3 = f32x4.gt(s3, f32x4.pmin(bar, v128.load(q, 48)));
    if (v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) {
      let mask = i32x4.bitmask(m0) | (i32x4.bitmask(m1) << 4) | (i32x4.bitmask(m2) << 8) |
        (i32x4.bitmask(m3) << 12);
      for (; mask; mask &= mask - 1) {
        const other = i + ctz(mask), value = valueAt(sums, other);
        enter(r, other, value, bars, k, items, scores, counts);
        enter(other, r, value, bars, k, items, scores, counts);
      }
    }
    v128.store(p, zero);
    v128.store(p, zero, 16);
    v128.store(p, zero, 32);
    v128.store(p, zero, 48);
  }
}

/** Puts an item into the list of row r if it is better than the worst there. */
function enter(
  r: i32,
  item: i32,
  value: f32,
  bars: usize,
  k: i32,
  items: usize,
  scores: usize,
  counts: usize,
): void {
  const at = <usize> r << 2;
  if (!(value > load<f32>(bars + at))) return;
  const skip = <usize> (r * k) << 2;
  const count = load<i32>(counts + at);
  if (count < k) {
    siftUp(items + skip, scores + skip, count, item, value);
    store<i32>(counts + at, count + 1);
    if (count + 1 < k) return;
  } else siftDown(items + skip, scores + skip, k, item, value);
  store<f32>(bars + at, load<f32>(scores + skip));
}
