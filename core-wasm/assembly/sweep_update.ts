/**
 * Second half of a step of the inverse by blocks, after `sweepPivot` with the same arguments: rows r0 .. r1 of
 *
 *     A_RR <- A_RR - A_RK A_KK^-1 A_KR,   lower triangle
 *
 * a, n, stride, from, width, work as there; r0 and r1 multiples of 4. Rows are independent of each other. Nearly all operations of an
 * inverse are here: tiles of 4 x 8 sums in registers over packed numbers.
 */
import { subtractTile } from "./inline/tile_f32";

/** Rows whose columns serve all rows below while they are in the nearer cache; a multiple of 8, so that tiles do not cross it. */
const chunk = 240;

export function sweepUpdate(
  a: usize,
  n: i32,
  stride: i32,
  from: i32,
  width: i32,
  work: usize,
  r0: i32,
  r1: i32,
): void {
  const rowBytes = <usize> stride << 2;
  const products = work + (<usize> (n * width) << 2);
  for (let c0 = 0; c0 < r1; c0 += chunk) {
    for (let r = max(r0, c0); r < r1; r += 4) {
      if (r >= from && r < from + width) continue;
      const left = products + <usize> (r * width << 2);
      updateRows(a + <usize> r * rowBytes, rowBytes, left, work, width, from, c0, min(c0 + chunk, r + 4));
    }
  }
}

/** Columns c0 .. c1 of four rows; a tile on the diagonal reaches over it, where nothing counts. */
function updateRows(
  row: usize,
  rowBytes: usize,
  left: usize,
  columns: usize,
  width: i32,
  from: i32,
  c0: i32,
  c1: i32,
): void {
  for (let c = c0; c < c1; c += 8) {
    if (c >= from && c < from + width) continue;
    subtractTile(left, columns + <usize> c * (<usize> width << 2), width, row + (<usize> c << 2), rowBytes);
  }
}
