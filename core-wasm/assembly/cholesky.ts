/**
 * A = L L', in place: the lower triangle becomes L, all right of the diagonal becomes zero
 *
 * a: f64[n x stride], symmetric positive semi-definite; only its lower triangle is read
 * A pivot of at most n * epsilon * (largest diagonal element) counts as zero: its row and column of L become zero, so the
 * product leaves that row and column out. Without pivoting; O(n^3 / 3). Returns the rank: the number of other pivots.
 */
import { factorRows, pivotTolerance } from "./shared/factor_rows";

export function cholesky(a: usize, n: i32, stride: i32): i32 {
  const rowBytes = <usize> stride << 3;
  return factorRows(a, n, rowBytes, pivotTolerance(a, n, rowBytes));
}
