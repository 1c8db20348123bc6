/**
 * X <- X L^-T, in place: with L from the Cholesky factor of X' X the columns of X become orthonormal (CholeskyQR)
 *
 * x: f32[rows x stride]; l: f64[n x stride], lower triangular; sums in f64, each result rounded to f32 once
 * Requires: stride a multiple of 4, n <= stride. A zero pivot gives a zero column, and columns from n on become zero.
 * Any number of rows, each independent of the others: call it in chunks by moving x.
 */
export function solveTriangularRight(x: usize, rows: i32, stride: i32, l: usize, n: i32): void {
  const rowBytes = <usize> stride << 2, lBytes = <usize> stride << 3;
  for (let r = 0; r < rows; r++) {
    solveRow(x, n, l, lBytes);
    memory.fill(x + (<usize> n << 2), 0, rowBytes - (<usize> n << 2));
    x += rowBytes;
  }
}

/** A result is rounded as it is stored, so that the columns behind make up for the rounding. */
function solveRow(x: usize, n: i32, l: usize, lBytes: usize): void {
  for (let j = 0; j < n; j++) {
    const own = x + (<usize> j << 2);
    let rest = <f64> load<f32>(own), p = l;
    for (let at = x; at < own; at += 4) {
      rest -= <f64> load<f32>(at) * load<f64>(p);
      p += 8;
    }
    const pivot = load<f64>(p);
    store<f32>(own, pivot > 0 ? <f32> (rest / pivot) : 0);
    l += lBytes;
  }
}
