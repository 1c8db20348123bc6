import { cell, clearF64 } from "../inline/vector_f64";
import { dotF64 } from "./vector_f64";

/**
 * Turns the lower triangle of A (f64, n x n in rows of `rowBytes`) into L with L L' = A, row by row, and clears what
 * is right of the diagonal. A pivot that is not above `tolerance` makes its row and its column zero. Returns how many
 * pivots were above it.
 */
export function factorRows(a: usize, n: i32, rowBytes: usize, tolerance: f64): i32 {
  let rank = 0;
  for (let i = 0; i < n; i++) {
    rank += factorRow(a, i, rowBytes, tolerance);
    clearF64(cell(a, rowBytes, i, i + 1), <i32> (rowBytes >> 3) - i - 1);
  }
  return rank;
}

/** n x machine epsilon x the largest diagonal element: below it a pivot is rounding noise. NaN stays NaN. */
export function pivotTolerance(a: usize, n: i32, rowBytes: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) largest = max(largest, load<f64>(cell(a, rowBytes, i, i)));
  return <f64> n * f64.EPSILON * largest;
}

function factorRow(a: usize, i: i32, rowBytes: usize, tolerance: f64): i32 {
  const row = cell(a, rowBytes, i, 0);
  let above = a;
  for (let j = 0; j < i; j++) {
    const at = row + (<usize> j << 3);
    const pivot = load<f64>(above + (<usize> j << 3));
    store<f64>(at, pivot > 0 ? (load<f64>(at) - dotF64(row, above, j)) / pivot : 0);
    above += rowBytes;
  }
  const diagonal = row + (<usize> i << 3);
  const square = load<f64>(diagonal) - dotF64(row, row, i);
  if (square > tolerance) {
    store<f64>(diagonal, sqrt(square));
    return 1;
  }
  clearF64(row, i + 1);
  return 0;
}
