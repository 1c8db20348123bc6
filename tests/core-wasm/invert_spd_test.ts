import assert from "node:assert/strict";
import { strideOf } from "../../core-wasm/layout.ts";
import { assertNear, createStage, someSizes } from "./guarded.ts";
import { createSymmetric, pad } from "./matrices.ts";

Deno.test("invertSpd() gives A^-1 with A A^-1 = I, symmetric, with zero padding, and keeps A", () => {
  const stage = createStage(36);
  for (const n of someSizes) {
    for (const stride of [strideOf(n), strideOf(n) + 4]) {
      stage.clear();
      const dense = createSymmetric(stage.random, n, { shift: n });
      const a = stage.f64(pad(dense, n, stride)), out = stage.f64(new Float64Array(n * stride).fill(NaN));
      assert.equal(stage.kernels.invertSpd(a.ptr, n, stride, out.ptr), 1);
      assert.deepEqual(a.read(), pad(dense, n, stride));
      const inverse = out.read();
      const product = new Float64Array(n * n), identity = new Float64Array(n * n);
      for (let i = 0; i < n; i++) {
        identity[i * n + i] = 1;
        for (let j = 0; j < n; j++) {
          assert.equal(inverse[i * stride + j], inverse[j * stride + i], `(${i}, ${j}) of ${n}`);
          for (let k = 0; k < n; k++) product[i * n + j]! += dense[i * n + k]! * inverse[k * stride + j]!;
        }
        for (let j = n; j < stride; j++) assert.equal(inverse[i * stride + j], 0);
      }
      assertNear(product, identity, 1e-12 * n, `${n}`);
    }
  }
});

Deno.test("invertSpd() returns 0 for a matrix that is singular, indefinite or NaN", () => {
  const stage = createStage(37);
  const out = stage.f64(6 * 8);
  const singular = createSymmetric(stage.random, 6, { rank: 4 });
  assert.equal(stage.kernels.invertSpd(stage.f64(pad(singular, 6, 8)).ptr, 6, 8, out.ptr), 0);
  const indefinite = createSymmetric(stage.random, 6, { shift: 1 });
  indefinite[14] = -1;
  assert.equal(stage.kernels.invertSpd(stage.f64(pad(indefinite, 6, 8)).ptr, 6, 8, out.ptr), 0);
  assert.equal(stage.kernels.invertSpd(stage.f64(pad(new Array(36).fill(NaN), 6, 8)).ptr, 6, 8, out.ptr), 0);
  out.read();
});
