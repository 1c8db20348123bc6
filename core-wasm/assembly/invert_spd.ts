/**
 * out = A^-1 by way of A = L L' and A^-1 = L^-T L^-1
 *
 * a: f64[n x stride], symmetric positive definite; only its lower triangle is read, and it is kept
 * out: f64[n x stride], symmetric, padding zero; apart from a
 * Requires: stride a multiple of 4, n <= stride. O(n^3).
 * Returns 1, or 0 when a pivot is at most n * epsilon * (largest diagonal element): out then holds nothing of use.
 */
import { cell, clearF64 } from "./inline/vector_f64";
import { factorRows, pivotTolerance } from "./shared/factor_rows";

export function invertSpd(a: usize, n: i32, stride: i32, out: usize): i32 {
  const rowBytes = <usize> stride << 3;
  memory.copy(out, a, <usize> n * rowBytes);
  if (factorRows(out, n, rowBytes, pivotTolerance(out, n, rowBytes)) < n) return 0;
  for (let i = 0; i < n; i++) invertRow(out, i, rowBytes);
  for (let i = 0; i < n; i++) productRow(out, i, n, rowBytes);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      store<f64>(cell(out, rowBytes, j, i), load<f64>(cell(out, rowBytes, i, j)));
    }
    clearF64(cell(out, rowBytes, i, n), stride - n);
  }
  return 1;
}

/**
 * Row i of L becomes row i of L^-1; the rows above are inverted already. Four columns at a time from the left: the
 * numbers of L that a later column needs stand to its right, so they are still there.
 */
function invertRow(l: usize, i: i32, rowBytes: usize): void {
  const row = cell(l, rowBytes, i, 0);
  const inverse = 1 / load<f64>(row + (<usize> i << 3));
  const minus = f64x2.splat(-inverse);
  for (let j = 0; j < i; j += 4) {
    let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
    let p = cell(l, rowBytes, j, j);
    for (let k = j; k < i; k++) {
      const w = v128.load64_splat(row + (<usize> k << 3));
      s0 = f64x2.add(s0, f64x2.mul(w, v128.load(p)));
      s1 = f64x2.add(s1, f64x2.mul(w, v128.load(p, 16)));
      p += rowBytes;
    }
    v128.store(row + (<usize> j << 3), f64x2.mul(s0, minus));
    v128.store(row + (<usize> j << 3), f64x2.mul(s1, minus), 16);
  }
  store<f64>(row + (<usize> i << 3), inverse);
}

/** Row i of L^-1 becomes row i, up to the diagonal, of L^-T L^-1, which takes only rows i and below of L^-1. */
function productRow(l: usize, i: i32, n: i32, rowBytes: usize): void {
  const row = cell(l, rowBytes, i, 0);
  const own = load<f64>(row + (<usize> i << 3));
  for (let j = 0; j <= i; j += 4) {
    const from = row + (<usize> j << 3);
    let s0 = f64x2.mul(f64x2.splat(own), v128.load(from));
    let s1 = f64x2.mul(f64x2.splat(own), v128.load(from, 16));
    let p = from + rowBytes, q = cell(l, rowBytes, i + 1, i);
    for (let k = i + 1; k < n; k++) {
      const w = v128.load64_splat(q);
      s0 = f64x2.add(s0, f64x2.mul(w, v128.load(p)));
      s1 = f64x2.add(s1, f64x2.mul(w, v128.load(p, 16)));
      p += rowBytes;
      q += rowBytes;
    }
    v128.store(from, s0);
    v128.store(from, s1, 16);
  }
}
