/**
 * scores[i] = base[i] + dot(out[i, :], vec), for r0 <= i < r1
 *
 * out: f32[n x stride]; base: f32[n] or 0 for none; vec: f32[stride]; scores: f32[n], indexed by i (not by i - r0)
 * Requires: stride a multiple of 4, scores apart from the rest. A score has the same bits however the rows are split.
 */
import { dotRow } from "./inline/dot_rows";
import { dotFourRows } from "./shared/dot_four_rows";

export function score(
  out: usize,
  base: usize,
  vec: usize,
  stride: i32,
  scores: usize,
  r0: i32,
  r1: i32,
): void {
  const rowBytes = <usize> stride << 2;
  let i = <usize> r0 << 2;
  const end = <usize> r1 << 2;
  let row = out + <usize> r0 * rowBytes;
  for (; i + 16 <= end; i += 16) {
    const row1 = row + rowBytes, row2 = row1 + rowBytes, row3 = row2 + rowBytes;
    let sum = dotFourRows(row, row1, row2, row3, vec, rowBytes);
    if (base) sum = f32x4.add(v128.load(base + i), sum);
    v128.store(scores + i, sum);
    row += rowBytes << 2;
  }
  for (; i < end; i += 4) {
    let sum = dotRow(row, vec, rowBytes);
    if (base) sum = load<f32>(base + i) + sum;
    store<f32>(scores + i, sum);
    row += rowBytes;
  }
}
