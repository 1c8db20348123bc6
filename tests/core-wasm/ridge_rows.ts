import assert from "node:assert/strict";
import { type Guarded, type Stage } from "./guarded.ts";
import { createSparse, placeSparse } from "./sparse.ts";

/** Rows of a ridge problem in a stage, with fences around everything. */
export interface RidgeProblem {
  readonly rows: number;
  readonly factors: number;
  readonly stride: number;
  /** The arguments of the kernels up to x, for rows 1 to rows - 1. */
  readonly system: readonly [
    ...[number, number, number, number, number],
    ...[number, number, number, number, number],
  ];
  readonly x: Guarded<Float32Array>;
  readonly ridge: Guarded<Float32Array>;
  /** Fails if x is not the solution of every row of the system within `share` of 1 and its length, or if anything else was touched. */
  check(share: number): void;
}

/** Rows of 0 to 2 x perRow entries, some of them of weight 0. */
export function createRidgeProblem(
  stage: Stage,
  { rows, columns, stride, perRow }: { rows: number; columns: number; stride: number; perRow: number },
): RidgeProblem {
  const { random } = stage, factors = stride - stride % 3;
  const matrix = createSparse(random, { rows, columns, perRow });
  const { rowPtr, colIdx } = placeSparse(stage, matrix);
  const weights = stage.f32(Float32Array.from(matrix.colIdx, (_, e) => e % 7 ? 0.5 + random.next() : 0));
  const y = stage.rows(columns, factors, stride), x = stage.rows(rows, factors, stride);
  const before = x.read(), ys = y.read();
  const diagonal = stage.f32(Float32Array.from({ length: stride }, (_, f) => f < factors ? 40 / (f + 1) : 0));
  const ridge = stage.f32(Float32Array.from({ length: rows }, () => 0.5 + random.next()));
  return {
    rows,
    factors,
    stride,
    x,
    ridge,
    system: [
      ...[rowPtr.ptr, colIdx.ptr, weights.ptr, 1, rows - 1] as const,
      ...[y.ptr, stride, diagonal.ptr, ridge.ptr, x.ptr] as const,
    ],
    check(share) {
      const solved = x.read();
      for (const row of [0, rows - 1]) {
        const range = [row * stride, (row + 1) * stride] as const;
        assert.deepEqual(solved.subarray(...range), before.subarray(...range));
      }
      for (let r = 1; r < rows - 1; r++) {
        const a = new Float64Array(factors * factors), b = new Float64Array(factors);
        for (let f = 0; f < factors; f++) a[f * factors + f] = diagonal.view[f]! + ridge.view[r]!;
        for (let e = matrix.rowPtr[r]!; e < matrix.rowPtr[r + 1]!; e++) {
          const other = ys.subarray(matrix.colIdx[e]! * stride), weight = weights.view[e]!;
          for (let f = 0; f < factors; f++) {
            b[f]! += weight * other[f]!;
            for (let g = 0; g < factors; g++) a[f * factors + g]! += weight * other[f]! * other[g]!;
          }
        }
        const exact = solvePlainly(a, b);
        const own = solved.subarray(r * stride, (r + 1) * stride);
        const off = Math.hypot(...exact.map((value, f) => own[f]! - value)), size = Math.hypot(...exact);
        assert.ok(off <= share * (1 + size), `row ${r} of stride ${stride}: off by ${off} of ${size}`);
        for (let f = factors; f < stride; f++) assert.equal(own[f], 0);
      }
      rowPtr.read(), colIdx.read(), weights.read(), y.read(), diagonal.read(), ridge.read();
    },
  };
}

/** a^-1 b by elimination in double precision; a is positive definite. Both are destroyed. */
function solvePlainly(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const share = a[i * n + k]! / a[k * n + k]!;
      for (let j = k; j < n; j++) a[i * n + j]! -= share * a[k * n + j]!;
      b[i]! -= share * b[k]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) b[i]! -= a[i * n + j]! * b[j]!;
    b[i]! /= a[i * n + i]!;
  }
  return b;
}
