/**
 * Y[r, :] = sum over e in rowPtr[r] .. rowPtr[r + 1] of values[e] * X[colIdx[e], :], for r0 <= r < r1
 *
 * rowPtr: i32[rows + 1]; colIdx: i32[entries]; values: f32[entries]
 * x: f32[columns x stride]; y: f32[rows x stride], indexed by r (not by r - r0)
 * Requires: stride a multiple of 4, every colIdx inside x, x and y apart. Sums in f32, in the order of the entries.
 * A' X is the same call with the CSR of the transpose.
 */
import { gatherRow } from "./shared/gather_row";

export function spmm(
  rowPtr: usize,
  colIdx: usize,
  values: usize,
  r0: i32,
  r1: i32,
  x: usize,
  y: usize,
  stride: i32,
): void {
  const rowBytes = <usize> stride << 2;
  for (let r = r0; r < r1; r++) {
    const from = load<i32>(rowPtr + (<usize> r << 2));
    const to = load<i32>(rowPtr + (<usize> r << 2), 4);
    const skip = <usize> from << 2;
    gatherRow(colIdx + skip, values + skip, to - from, x, y + <usize> r * rowBytes, rowBytes);
  }
}
