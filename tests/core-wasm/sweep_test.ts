import assert from "node:assert/strict";
import { createStage, type Stage } from "./guarded.ts";
import { createSymmetric } from "./matrices.ts";

const width = 96;

/** The inverse of the n x n matrix by sweeps, padded with ones to a multiple of 8; undefined when a block refuses. */
function invert(stage: Stage, dense: Float64Array, n: number): Float32Array | undefined {
  const size = Math.ceil(n / 8) * 8, stride = size + 8 * (n % 2);
  // What stands above the diagonal must not matter.
  const content = new Float32Array(size * stride).fill(NaN);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) content[i * stride + j] = i < n ? dense[i * n + j]! : Number(i === j);
  }
  const a = stage.f32(content), most = Math.min(width, size);
  const work = stage.f64(most * size + 4 * most * most);
  for (let from = 0; from < size; from += width) {
    const block = Math.min(width, size - from);
    if (!stage.kernels.sweepPivot(a.ptr, size, stride, from, block, work.ptr)) return undefined;
    // Ranges of rows in any order.
    for (let r1 = size; r1 > 0;) {
      const r0 = Math.max(0, r1 - 4 * (1 + stage.random.int(40)));
      stage.kernels.sweepUpdate(a.ptr, size, stride, from, block, work.ptr, r0, r1);
      r1 = r0;
    }
  }
  const half = n >> 1;
  stage.kernels.sweepFinish(a.ptr, stride, half, size);
  stage.kernels.sweepFinish(a.ptr, stride, 0, half);
  work.read();
  const all = a.read(), inverse = new Float32Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) inverse[i * n + j] = all[i * stride + j]!;
  return inverse;
}

Deno.test("sweepPivot(), sweepUpdate() and sweepFinish() give the inverse, whatever the number of blocks", () => {
  const stage = createStage(101);
  for (const n of [1, 2, 7, 8, 9, 33, 64, 95, 96, 97, 104, 150, 192, 193, 257, 300]) {
    stage.clear();
    const dense = createSymmetric(stage.random, n, { shift: n });
    const inverse = invert(stage, dense, n)!;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        assert.equal(inverse[i * n + j], inverse[j * n + i]);
        let product = 0;
        for (let k = 0; k < n; k++) product += dense[i * n + k]! * inverse[k * n + j]!;
        assert.ok(Math.abs(product - Number(i === j)) < 1e-5, `(${i}, ${j}) of ${n}: ${product}`);
      }
    }
  }
});

Deno.test("sweepPivot() refuses a block that is not positive definite", () => {
  const stage = createStage(102);
  const dense = createSymmetric(stage.random, 120, { shift: 1 });
  dense[110 * 120 + 110] = -5;
  assert.equal(invert(stage, dense, 120), undefined);
  dense[5 * 120 + 5] = NaN;
  assert.equal(invert(stage, dense, 120), undefined);
});
