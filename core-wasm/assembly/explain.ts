/**
 * dest[j, r] += scale * weights[j] * dot(fold[items[j], :], rows[r, :]), for j < count and r < rowCount: what each act of a history adds
 * to the scores of some items
 *
 * items: i32[count]; weights: f32[count]; fold: f32[n x stride]; rows: f32[rowCount x stride]; scale: f32; dest: f32[count x rowCount]
 * Requires: stride a multiple of 4, every item inside fold. A part has the same bits whatever the other rows are.
 */
import { dotFourRows, dotRow } from "./inline/dot_rows";

export function explain(
  items: usize,
  weights: usize,
  count: i32,
  fold: usize,
  rows: usize,
  rowCount: i32,
  stride: i32,
  scale: f32,
  dest: usize,
): void {
  const rowBytes = <usize> stride << 2;
  const bytes = <usize> count << 2;
  for (let o: usize = 0; o < bytes; o += 4) {
    const vec = fold + <usize> load<u32>(items + o) * rowBytes;
    addParts(rows, rowCount, vec, rowBytes, scale * load<f32>(weights + o), dest);
    dest += <usize> rowCount << 2;
  }
}

/** A function of its own, so that V8 takes its optimised form at the next call. */
function addParts(row: usize, rowCount: i32, vec: usize, rowBytes: usize, weight: f32, dest: usize): void {
  const factor = f32x4.splat(weight);
  const end = dest + (<usize> rowCount << 2);
  for (; dest + 16 <= end; dest += 16) {
    const parts = f32x4.mul(factor, dotFourRows(row, vec, rowBytes));
    v128.store(dest, f32x4.add(v128.load(dest), parts));
    row += rowBytes << 2;
  }
  for (; dest < end; dest += 4) {
    store<f32>(dest, load<f32>(dest) + weight * dotRow(row, vec, rowBytes));
    row += rowBytes;
  }
}
