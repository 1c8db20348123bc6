/**
 * dest[r, j] += scale * weights[j] * dot(fold[items[j], :], out[rows[r], :]), for r < rowCount and j < count: what each act of a history
 * adds to the scores of some items
 *
 * items: i32[count]; weights: f32[count]; rows: i32[rowCount]; fold, out: f32 rows of stride, a multiple of 4; dest: f32[rowCount x count]
 * Requires: every item inside fold, every row inside out. A part has the same bits whatever the other items and rows are.
 */
import { dotRow } from "./inline/dot_rows";
import { dotFourRows } from "./shared/dot_four_rows";

export function explain(
  items: usize,
  weights: usize,
  count: i32,
  fold: usize,
  rows: usize,
  rowCount: i32,
  out: usize,
  stride: i32,
  scale: f32,
  dest: usize,
): void {
  const rowBytes = <usize> stride << 2;
  for (const end = rows + (<usize> rowCount << 2); rows < end; rows += 4) {
    const vec = out + <usize> load<u32>(rows) * rowBytes;
    addParts(items, weights, count, fold, vec, rowBytes, scale, dest);
    dest += <usize> count << 2;
  }
}

/** A function of its own, so that V8 takes its optimised form at the next call. */
function addParts(
  items: usize,
  weights: usize,
  count: i32,
  fold: usize,
  vec: usize,
  rowBytes: usize,
  scale: f32,
  dest: usize,
): void {
  const factor = f32x4.splat(scale);
  const bytes = <usize> count << 2;
  let o: usize = 0;
  for (; o + 16 <= bytes; o += 16) {
    const row = rowAt(fold, items + o, rowBytes), row1 = rowAt(fold, items + o + 4, rowBytes);
    const row2 = rowAt(fold, items + o + 8, rowBytes), row3 = rowAt(fold, items + o + 12, rowBytes);
    const weight = f32x4.mul(factor, v128.load(weights + o));
    const parts = f32x4.mul(weight, dotFourRows(row, row1, row2, row3, vec, rowBytes));
    v128.store(dest + o, f32x4.add(v128.load(dest + o), parts));
  }
  for (; o < bytes; o += 4) {
    const weight = scale * load<f32>(weights + o);
    const part = weight * dotRow(rowAt(fold, items + o, rowBytes), vec, rowBytes);
    store<f32>(dest + o, load<f32>(dest + o) + part);
  }
}

@inline
function rowAt(rows: usize, item: usize, rowBytes: usize): usize {
  return rows + <usize> load<u32>(item) * rowBytes;
}
