/**
 * scores[j] = base[items[j]] + dot(x[items[j], :], vec) for j < count: the bits of `score`, for a few rows
 *
 * x: f32 rows of stride, a multiple of 4; base: f32 by row, or 0 for none; vec: f32[stride]; items: i32[count]; scores: f32[count]
 * Requires: every item inside x.
 */
import { scoreRow } from "./inline/dot_rows";

export function scoreItems(
  x: usize,
  base: usize,
  vec: usize,
  stride: i32,
  items: usize,
  count: i32,
  scores: usize,
): void {
  const end = <usize> count << 2;
  for (let o: usize = 0; o < end; o += 4) {
    store<f32>(scores + o, scoreRow(x, base, vec, load<i32>(items + o), <usize> stride << 2));
  }
}
