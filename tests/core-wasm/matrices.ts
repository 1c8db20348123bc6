import type { Random } from "../../engine/random.ts";

/** f64[n x stride] with the n x n part of `dense` (row-major, n wide), padding `fill`. */
export function pad(dense: ArrayLike<number>, n: number, stride: number, fill = 0): Float64Array {
  const out = new Float64Array(n * stride).fill(fill);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * stride + j] = dense[i * n + j]!;
  return out;
}

/**
 * B B' + shift I for an n x rank matrix B of normal numbers, heavy on its diagonal: positive definite when shift > 0 or
 * rank is n, otherwise singular with a well-conditioned leading block.
 */
export function createSymmetric(random: Random, n: number, { rank = n, shift = 0 } = {}): Float64Array {
  const b = new Float64Array(n * rank).map(() => random.normal());
  for (let i = 0; i < rank; i++) b[i * rank + i]! += 4 * Math.sqrt(rank);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? shift : 0;
      for (let k = 0; k < rank; k++) sum += b[i * rank + k]! * b[j * rank + k]!;
      out[i * n + j] = sum;
    }
  }
  return out;
}

/** rows x columns with orthonormal columns (Gram-Schmidt, twice), row-major. */
export function createOrthonormal(random: Random, rows: number, columns: number): Float64Array {
  const q = new Float64Array(rows * columns).map(() => random.normal());
  for (let c = 0; c < columns; c++) {
    for (let again = 0; again < 2; again++) {
      for (let b = 0; b < c; b++) {
        let along = 0;
        for (let r = 0; r < rows; r++) along += q[r * columns + b]! * q[r * columns + c]!;
        for (let r = 0; r < rows; r++) q[r * columns + c]! -= along * q[r * columns + b]!;
      }
      let length = 0;
      for (let r = 0; r < rows; r++) length += q[r * columns + c]! ** 2;
      for (let r = 0; r < rows; r++) q[r * columns + c]! /= Math.sqrt(length);
    }
  }
  return q;
}

/** U diag(sigma) V' with U (rows x k) and V (columns x k), row-major. */
export function createFromSpectrum(
  { u, sigma, v, rows, columns }: {
    u: Float64Array;
    sigma: readonly number[];
    v: Float64Array;
    rows: number;
    columns: number;
  },
): Float64Array {
  const k = sigma.length;
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      for (let f = 0; f < k; f++) out[r * columns + c]! += u[r * k + f]! * sigma[f]! * v[c * k + f]!;
    }
  }
  return out;
}

/** The largest |x|. */
export function largest(values: ArrayLike<number>): number {
  let out = 0;
  for (let i = 0; i < values.length; i++) out = Math.max(out, Math.abs(values[i]!));
  return out;
}
