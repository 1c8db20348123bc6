/**
 * scores[j] = base[items[j]] + dot(x[items[j], :], vec) for j < count, then both lists sorted: descending, of equal scores the
 * lower row first
 *
 * x: f32 rows of stride; base: f32 by row, or 0 for none; vec: f32[stride]; items: i32[count]; scores: f32[count]
 * Requires: stride a multiple of 4, every item inside x, no item twice. NaN comes last in no order of its own.
 */
import { dot } from "./inline/dot";
import { makeHeap, sortHeap } from "./shared/heap";

export function rescore(
  x: usize,
  base: usize,
  vec: usize,
  stride: i32,
  items: usize,
  count: i32,
  scores: usize,
): void {
  const rowBytes = <usize> stride << 2;
  const end = <usize> count << 2;
  for (let o: usize = 0; o < end; o += 4) {
    const row = <usize> load<u32>(items + o);
    let score = dot(x + row * rowBytes, vec, rowBytes);
    if (base) score = load<f32>(base + (row << 2)) + score;
    store<f32>(scores + o, score);
  }
  makeHeap(items, scores, count);
  sortHeap(items, scores, count);
}
