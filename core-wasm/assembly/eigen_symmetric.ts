/**
 * A = V diag(values) V', for a symmetric A
 *
 * a: f64[n x stride]; only its lower triangle is read, and it is destroyed
 * values: f64[n], descending; vectors: f64[n x stride], the j-th eigenvector in column j, orthonormal, padding zero
 * Requires: stride a multiple of 4, 1 <= n <= stride, the three arrays apart. O(9 n^3) at most.
 * Returns the number of QL iterations, or -1 when one value needs more than 60 (only numbers that are not finite do that).
 *
 * Householder reduction to a tridiagonal matrix and implicit QL (Martin, Reinsch and Wilkinson, Numerische Mathematik 11,
 * 1968; Golub and Van Loan, "Matrix Computations", 8.3). Eigenvectors are kept as rows until the end: a rotation then works
 * on two contiguous rows.
 */
import { cell, clearF64 } from "./inline/vector_f64";
import { gatherReflectors, reduce } from "./shared/tridiagonal";
import { iterate } from "./shared/implicit_ql";

export function eigenSymmetric(a: usize, n: i32, stride: i32, values: usize, vectors: usize): i32 {
  const rowBytes = <usize> stride << 3;
  reduce(a, n, rowBytes, values, vectors);
  gatherReflectors(a, n, rowBytes, vectors);
  // The reduction left the numbers beside the diagonal in row 0 of a, from column 1 on.
  const iterations = iterate(values, a + 8, n, vectors, rowBytes);
  if (iterations < 0) return -1;
  sort(values, n, vectors, rowBytes);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) swap(cell(vectors, rowBytes, i, j), cell(vectors, rowBytes, j, i));
    clearF64(cell(vectors, rowBytes, i, n), stride - n);
  }
  return iterations;
}

/** Largest value first, each with its row of vectors. */
function sort(values: usize, n: i32, vectors: usize, rowBytes: usize): void {
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let j = i + 1; j < n; j++) {
      if (load<f64>(values + (<usize> j << 3)) > load<f64>(values + (<usize> best << 3))) best = j;
    }
    if (best == i) continue;
    swap(values + (<usize> i << 3), values + (<usize> best << 3));
    for (let k = 0; k < n; k++) swap(cell(vectors, rowBytes, i, k), cell(vectors, rowBytes, best, k));
  }
}

@inline
function swap(a: usize, b: usize): void {
  const kept = load<f64>(a);
  store<f64>(a, load<f64>(b));
  store<f64>(b, kept);
}
