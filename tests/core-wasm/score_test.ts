import assert from "node:assert/strict";
import { assertNear, createStage, eps32, everySize, strides } from "./guarded.ts";

Deno.test("score() gives what a plain loop gives for every number of items, with and without base", () => {
  const stage = createStage(7);
  const { kernels, random } = stage;
  for (const n of everySize) {
    for (const stride of [strides[n % strides.length]!, 4, 64]) {
      stage.clear();
      const out = stage.rows(n, stride, stride), vector = stage.rows(1, stride, stride);
      const base = n % 2 ? stage.f32(Array.from({ length: n }, () => random.normal())) : undefined;
      const scores = stage.f32(n);
      kernels.score(out.ptr, base?.ptr ?? 0, vector.ptr, stride, scores.ptr, 0, n);
      const rows = out.view, vec = vector.view, bases = base?.view;
      const expected = new Float64Array(n), bound = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        let sum = bases?.[i] ?? 0, size = Math.abs(sum);
        for (let c = 0; c < stride; c++) {
          sum += rows[i * stride + c]! * vec[c]!;
          size += Math.abs(rows[i * stride + c]! * vec[c]!);
        }
        expected[i] = sum;
        bound[i] = size * (stride + 1) * eps32;
      }
      assertNear(scores.read(), expected, bound, `${n} items, stride ${stride}`);
    }
  }
});

Deno.test("score() gives an item the same bits however the items are split, and touches only its range", () => {
  const stage = createStage(8);
  const { kernels, random } = stage;
  for (const stride of strides) {
    stage.clear();
    const n = 53;
    const out = stage.rows(n, stride, stride), vector = stage.rows(1, stride, stride);
    const base = stage.f32(Array.from({ length: n }, () => random.normal()));
    const whole = stage.f32(n), parts = stage.f32(new Float32Array(n).fill(9));
    kernels.score(out.ptr, base.ptr, vector.ptr, stride, whole.ptr, 0, n);
    const cut = 1 + random.int(n - 1);
    kernels.score(out.ptr, base.ptr, vector.ptr, stride, parts.ptr, cut, n);
    assert.ok(parts.read().subarray(0, cut).every((v) => v === 9));
    for (let i = 0; i < cut; i++) kernels.score(out.ptr, base.ptr, vector.ptr, stride, parts.ptr, i, i + 1);
    assert.deepEqual(parts.read(), whole.read(), `stride ${stride} cut at ${cut}`);
  }
});
