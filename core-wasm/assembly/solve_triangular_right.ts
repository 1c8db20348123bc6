/**
 * X <- X L^-T, in place: with L from the Cholesky factor of X' X the columns of X become orthonormal (CholeskyQR)
 *
 * x: f32[rows x stride]; l: f64[n x stride], lower triangular; sums in f64, each result rounded to f32 once
 * Requires: stride a multiple of 4, n <= stride. A zero pivot gives a zero column, and columns from n on become zero.
 * Any number of rows, each independent of the others: call it in chunks by moving x.
 */
import { cell } from "./inline/vector_f64";

export function solveTriangularRight(x: usize, rows: i32, stride: i32, l: usize, n: i32): void {
  const rowBytes = <usize> stride << 2;
  let r = 0;
  for (; r + 2 <= rows; r += 2) {
    solveRows(x, x + rowBytes, stride, l, n);
    x += rowBytes << 1;
  }
  // A last row alone stands for both of the pair: the same numbers are computed and stored twice.
  if (r < rows) solveRows(x, x, stride, l, n);
}

/** Two rows, four columns at a time: what the columns before them take away, then a small triangle in registers. */
function solveRows(x: usize, y: usize, stride: i32, l: usize, n: i32): void {
  const lBytes = <usize> stride << 3;
  for (let j = 0; j < stride; j += 4) {
    const last = n - 1;
    const l0 = cell(l, lBytes, min(j, last), 0), l1 = cell(l, lBytes, min(j + 1, last), 0);
    const l2 = cell(l, lBytes, min(j + 2, last), 0), l3 = cell(l, lBytes, min(j + 3, last), 0);
    let a0 = f64x2.splat(0), a1 = f64x2.splat(0), a2 = f64x2.splat(0), a3 = f64x2.splat(0);
    let b0 = f64x2.splat(0), b1 = f64x2.splat(0), b2 = f64x2.splat(0), b3 = f64x2.splat(0);
    const before = <usize> j << 2;
    for (let o: usize = 0; o < before; o += 8) {
      const p = o << 1;
      const s = f64x2.promote_low_f32x4(v128.load64_zero(x + o));
      const t = f64x2.promote_low_f32x4(v128.load64_zero(y + o));
      const m0 = v128.load(l0 + p), m1 = v128.load(l1 + p), m2 = v128.load(l2 + p), m3 = v128.load(l3 + p);
      a0 = f64x2.add(a0, f64x2.mul(s, m0));
      a1 = f64x2.add(a1, f64x2.mul(s, m1));
      a2 = f64x2.add(a2, f64x2.mul(s, m2));
      a3 = f64x2.add(a3, f64x2.mul(s, m3));
      b0 = f64x2.add(b0, f64x2.mul(t, m0));
      b1 = f64x2.add(b1, f64x2.mul(t, m1));
      b2 = f64x2.add(b2, f64x2.mul(t, m2));
      b3 = f64x2.add(b3, f64x2.mul(t, m3));
    }
    const d = <usize> j << 3;
    const i0 = inverse(l0 + d, j < n), i1 = inverse(l1 + d + 8, j + 1 < n);
    const i2 = inverse(l2 + d + 16, j + 2 < n), i3 = inverse(l3 + d + 24, j + 3 < n);
    const l10 = load<f64>(l1 + d), l20 = load<f64>(l2 + d), l21 = load<f64>(l2 + d, 8);
    const l30 = load<f64>(l3 + d), l31 = load<f64>(l3 + d, 8), l32 = load<f64>(l3 + d, 16);
    const x0 = times(<f64> load<f32>(x + before) - sum(a0), i0);
    const y0 = times(<f64> load<f32>(y + before) - sum(b0), i0);
    const x1 = times(<f64> load<f32>(x + before, 4) - sum(a1) - x0 * l10, i1);
    const y1 = times(<f64> load<f32>(y + before, 4) - sum(b1) - y0 * l10, i1);
    const x2 = times(<f64> load<f32>(x + before, 8) - sum(a2) - x0 * l20 - x1 * l21, i2);
    const y2 = times(<f64> load<f32>(y + before, 8) - sum(b2) - y0 * l20 - y1 * l21, i2);
    const x3 = times(<f64> load<f32>(x + before, 12) - sum(a3) - x0 * l30 - x1 * l31 - x2 * l32, i3);
    const y3 = times(<f64> load<f32>(y + before, 12) - sum(b3) - y0 * l30 - y1 * l31 - y2 * l32, i3);
    v128.store(x + before, pack(x0, x1, x2, x3));
    v128.store(y + before, pack(y0, y1, y2, y3));
  }
}

/** 1 / pivot, and 0 for a zero pivot or a column behind the last: its result then is zero. */
@inline
function inverse(at: usize, inside: bool): f64 {
  if (!inside) return 0;
  const pivot = load<f64>(at);
  return pivot > 0 ? 1 / pivot : 0;
}

/** Rounded as it will be stored, so that the columns behind make up for the rounding. A plain zero without a pivot. */
@inline
function times(difference: f64, inverse: f64): f64 {
  return inverse > 0 ? <f64> (<f32> (difference * inverse)) : 0;
}

@inline
function sum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

@inline
function pack(a: f64, b: f64, c: f64, d: f64): v128 {
  const low = f32x4.replace_lane(f32x4.splat(<f32> a), 1, <f32> b);
  return f32x4.replace_lane(f32x4.replace_lane(low, 2, <f32> c), 3, <f32> d);
}
