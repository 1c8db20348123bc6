import assert from "node:assert/strict";
import { strideOf } from "../../core-wasm/layout.ts";
import { assertNear, createStage, eps32, everySize, type Stage } from "./guarded.ts";

/** A lower triangle with a heavy diagonal, so that solving is well conditioned; `zero` pivots have zero rows and columns. */
function createLower(stage: Stage, n: number, stride: number, zero: readonly number[] = []): Float64Array {
  const l = new Float64Array(n * stride);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      if (zero.includes(i) || zero.includes(j)) continue;
      l[i * stride + j] = i === j ? 1 + stage.random.next() : stage.random.normal() / n;
    }
  }
  return l;
}

function check(stage: Stage, rows: number, n: number, zero: readonly number[] = []): void {
  stage.clear();
  const stride = strideOf(n);
  const l = stage.f64(createLower(stage, n, stride, zero)), x = stage.rows(rows, n, stride);
  const before = x.read();
  stage.kernels.solveTriangularRight(x.ptr, rows, stride, l.ptr, n);
  const after = x.read(), low = l.read();
  const product = new Float64Array(rows * stride), bound = new Float64Array(rows * stride);
  const expected = Float64Array.from(before);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < stride; i++) {
      if (i >= n || zero.includes(i)) {
        assert.equal(after[r * stride + i], 0, `column ${i} of ${n}`);
        expected[r * stride + i] = 0;
        continue;
      }
      for (let j = 0; j <= i; j++) {
        const term = after[r * stride + j]! * low[i * stride + j]!;
        product[r * stride + i]! += term;
        bound[r * stride + i]! += Math.abs(term) * 2 * eps32;
      }
    }
  }
  assertNear(product, expected, bound, `${rows} rows of ${n}`);
}

Deno.test("solveTriangularRight() gives X with X L' = the X before, for every number of rows", () => {
  const stage = createStage(32);
  for (const rows of everySize) check(stage, rows, 1 + rows % 23);
});

Deno.test("solveTriangularRight() serves every number of columns", () => {
  const stage = createStage(33);
  for (let n = 1; n <= 130; n++) check(stage, 5, n);
});

Deno.test("solveTriangularRight() makes the column of a zero pivot zero and goes on behind it", () => {
  const stage = createStage(34);
  for (let pivot = 0; pivot < 13; pivot++) check(stage, 6, 13, [pivot]);
  check(stage, 3, 8, [0, 1, 2, 3, 4, 5, 6, 7]);
  check(stage, 3, 22, [1, 5, 6, 20, 21]);
});

Deno.test("cholesky() of gram(), then solveTriangularRight(), make the columns orthonormal", () => {
  const stage = createStage(35);
  const { kernels } = stage;
  const rows = 700, n = 50, stride = 52;
  const x = stage.rows(rows, n, stride), g = stage.f64(stride * stride);
  kernels.gram(x.ptr, rows, stride, g.ptr);
  assert.equal(kernels.cholesky(g.ptr, n, stride), n);
  kernels.solveTriangularRight(x.ptr, rows, stride, g.ptr, n);
  kernels.gram(x.ptr, rows, stride, g.ptr);
  const identity = new Float64Array(stride * stride);
  for (let i = 0; i < n; i++) identity[i * stride + i] = 1;
  assertNear(g.read(), identity, 1e-6);
});
