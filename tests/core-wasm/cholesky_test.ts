import assert from "node:assert/strict";
import { strideOf } from "../../core-wasm/layout.ts";
import { assertNear, createStage, someSizes } from "./guarded.ts";
import { createSymmetric, largest, pad } from "./matrices.ts";

function multiplyByTranspose(l: Float64Array, n: number, stride: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) out[i * n + j]! += l[i * stride + k]! * l[j * stride + k]!;
    }
  }
  return out;
}

Deno.test("cholesky() gives L with L L' = A, full rank, and zeros right of the diagonal, at many sizes", () => {
  const stage = createStage(27);
  for (const n of someSizes) {
    for (const stride of [strideOf(n), strideOf(n) + 4]) {
      stage.clear();
      const dense = createSymmetric(stage.random, n, { shift: 0.1 });
      const a = stage.f64(pad(dense, n, stride));
      assert.equal(stage.kernels.cholesky(a.ptr, n, stride), n, `${n}`);
      const l = a.read();
      for (let i = 0; i < n; i++) {
        for (let j = i + 1; j < stride; j++) assert.equal(l[i * stride + j], 0, `(${i}, ${j}) of ${n}`);
      }
      assertNear(multiplyByTranspose(l, n, stride), dense, 1e-14 * largest(dense) * n, `${n}`);
    }
  }
});

Deno.test("cholesky() reads the lower triangle alone", () => {
  const stage = createStage(28);
  const dense = createSymmetric(stage.random, 10, { shift: 0.1 });
  const whole = stage.f64(pad(dense, 10, 12)), lower = stage.f64(pad(dense, 10, 12, NaN));
  for (let i = 0; i < 10; i++) lower.view.fill(NaN, i * 12 + i + 1, (i + 1) * 12);
  stage.kernels.cholesky(whole.ptr, 10, 12);
  stage.kernels.cholesky(lower.ptr, 10, 12);
  assert.deepEqual(lower.read(), whole.read());
});

Deno.test("cholesky() returns the rank and clears row and column of each missing pivot", () => {
  const stage = createStage(29);
  for (const [n, rank] of [[2, 1], [8, 3], [17, 16], [40, 25], [64, 10]] as const) {
    stage.clear();
    const dense = createSymmetric(stage.random, n, { rank });
    const stride = strideOf(n);
    const a = stage.f64(pad(dense, n, stride));
    assert.equal(stage.kernels.cholesky(a.ptr, n, stride), rank, `${n} of rank ${rank}`);
    const l = a.read();
    for (let i = rank; i < n; i++) {
      for (let k = 0; k < n; k++) assert.equal(l[i * stride + k], 0);
      for (let k = 0; k < n; k++) assert.equal(l[k * stride + i], 0);
    }
    const product = multiplyByTranspose(l, n, stride);
    for (let i = 0; i < rank; i++) {
      for (let j = 0; j < rank; j++) {
        assert.ok(Math.abs(product[i * n + j]! - dense[i * n + j]!) < 1e-12 * largest(dense));
      }
    }
  }
});

Deno.test("cholesky() goes on behind a zero row, as padding gives it", () => {
  const stage = createStage(30);
  // Row and column 1 are zero.
  const a = stage.f64([4, 0, 2, 0, 0, 0, 0, 0, 2, 0, 10, 0]);
  assert.equal(stage.kernels.cholesky(a.ptr, 3, 4), 2);
  assert.deepEqual([...a.read()], [2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 3, 0]);
  const zero = stage.f64(16);
  assert.equal(stage.kernels.cholesky(zero.ptr, 4, 4), 0);
  assert.deepEqual(zero.read(), new Float64Array(16));
});

Deno.test("cholesky() counts no pivot where there is NaN", () => {
  const stage = createStage(31);
  const a = stage.f64(pad([NaN, NaN, NaN, NaN], 2, 4));
  assert.equal(stage.kernels.cholesky(a.ptr, 2, 4), 0);
});
