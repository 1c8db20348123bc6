import { cell, clearF64 } from "../inline/vector_f64";
import { addScaledF64, dotF64 } from "./vector_f64";

/**
 * Householder reduction Q' A Q = T of a symmetric matrix, from its last row up.
 *
 * a: f64 rows of `rowBytes`, lower triangle read. After it, row i holds the vector v of its reflection I - v v' / h in
 * columns 0 .. i - 1 and h in column i (0 for no reflection), and row 0 holds T[i - 1, i] in column i.
 * diagonal: f64[n] takes T[i, i]; scratch: f64[n].
 */
export function reduce(a: usize, n: i32, rowBytes: usize, diagonal: usize, scratch: usize): void {
  for (let i = n - 1; i > 0; i--) {
    const v = cell(a, rowBytes, i, 0);
    const own = v + (<usize> i << 3);
    const beside = cell(a, rowBytes, 0, i);
    store<f64>(diagonal + (<usize> i << 3), load<f64>(own));
    store<f64>(own, 0);
    // Scaled, so that the squares of very small or large numbers neither vanish nor overflow.
    let scale: f64 = 0;
    for (let k = 0; k < i; k++) scale = max(scale, abs(load<f64>(v + (<usize> k << 3))));
    const last = v + (<usize> (i - 1) << 3);
    if (i == 1 || scale == 0) {
      store<f64>(beside, load<f64>(last));
      continue;
    }
    for (let k = 0; k < i; k++) store<f64>(v + (<usize> k << 3), load<f64>(v + (<usize> k << 3)) / scale);
    const square = dotF64(v, v, i);
    const f = load<f64>(last);
    const g = f >= 0 ? -sqrt(square) : sqrt(square);
    const h = square - f * g;
    store<f64>(beside, scale * g);
    store<f64>(last, f - g);
    store<f64>(own, h);
    for (let j = 0; j < i; j++) {
      const row = cell(a, rowBytes, j, 0);
      store<f64>(scratch + (<usize> j << 3), timesRow(row, v, scratch, j));
    }
    const half = dotF64(scratch, v, i) / (2 * h * h);
    for (let j = 0; j < i; j++) {
      const at = scratch + (<usize> j << 3);
      store<f64>(at, load<f64>(at) / h - half * load<f64>(v + (<usize> j << 3)));
    }
    for (let j = 0; j < i; j++) subtractRank2(cell(a, rowBytes, j, 0), v, scratch, j);
  }
  store<f64>(diagonal, load<f64>(a));
}

/** rows of f64: out becomes Q', the product of the reflections that `reduce` left in a. */
export function gatherReflectors(a: usize, n: i32, rowBytes: usize, out: usize): void {
  for (let i = 0; i < n; i++) {
    clearF64(cell(out, rowBytes, i, 0), n);
    store<f64>(cell(out, rowBytes, i, i), 1);
  }
  for (let i = 1; i < n; i++) {
    const v = cell(a, rowBytes, i, 0);
    const h = load<f64>(v + (<usize> i << 3));
    if (h == 0) continue;
    for (let r = 0; r < i; r++) reflect(cell(out, rowBytes, r, 0), v, h, i);
  }
}

/** A symmetric matrix times v, by its lower triangle: returns what row j gives to element j, adds what it gives before. */
function timesRow(row: usize, v: usize, product: usize, j: i32): f64 {
  const own = load<f64>(v + (<usize> j << 3));
  addScaledF64(product, row, own, j);
  return dotF64(row, v, j + 1);
}

/** row[0 .. j] -= v[j] q[0 .. j] + q[j] v[0 .. j] */
function subtractRank2(row: usize, v: usize, q: usize, j: i32): void {
  const end = <usize> (j + 1) << 3;
  const fv = f64x2.splat(load<f64>(v + end - 8)), fq = f64x2.splat(load<f64>(q + end - 8));
  let o: usize = 0;
  for (; o + 16 <= end; o += 16) {
    const both = f64x2.add(f64x2.mul(fv, v128.load(q + o)), f64x2.mul(fq, v128.load(v + o)));
    v128.store(row + o, f64x2.sub(v128.load(row + o), both));
  }
  if (o < end) {
    const both = f64x2.extract_lane(fv, 0) * load<f64>(q + o) + f64x2.extract_lane(fq, 0) * load<f64>(v + o);
    store<f64>(row + o, load<f64>(row + o) - both);
  }
}

/** row -= (row . v / h) v over n numbers. */
function reflect(row: usize, v: usize, h: f64, n: i32): void {
  addScaledF64(row, v, -dotF64(row, v, n) / h, n);
}
