import assert from "node:assert/strict";
import { assertNear, createStage, eps32, everySize, strides } from "./guarded.ts";

Deno.test("foldIn() gives what a plain loop gives for every length of history", () => {
  const stage = createStage(3);
  const { kernels, random } = stage;
  for (const count of everySize) {
    stage.clear();
    const stride = strides[count % strides.length]!;
    const fold = stage.rows(40, stride, stride), out = stage.f32(stride);
    const items = stage.i32(Array.from({ length: count }, () => random.int(40)));
    const weights = stage.f32(Array.from({ length: count }, () => random.normal()));
    kernels.foldIn(items.ptr, weights.ptr, count, fold.ptr, stride, out.ptr);
    const expected = new Float64Array(stride), size = new Float64Array(stride);
    for (let j = 0; j < count; j++) {
      for (let c = 0; c < stride; c++) {
        const term = weights.view[j]! * fold.view[items.view[j]! * stride + c]!;
        expected[c]! += term;
        size[c]! += Math.abs(term);
      }
    }
    assertNear(
      out.read(),
      expected,
      size.map((s) => s * (count + 1) * eps32),
      `${count} items, stride ${stride}`,
    );
  }
});

Deno.test("foldIn() of an empty history gives zeros", () => {
  const stage = createStage(4);
  const out = stage.f32(new Float32Array(20).fill(3)), fold = stage.rows(2, 20, 20);
  stage.kernels.foldIn(stage.i32(0).ptr, stage.f32(0).ptr, 0, fold.ptr, 20, out.ptr);
  assert.deepEqual(out.read(), new Float32Array(20));
});
