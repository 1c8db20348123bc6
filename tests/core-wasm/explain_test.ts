import assert from "node:assert/strict";
import { assertNear, createStage, eps32, everySize, strides } from "./guarded.ts";

Deno.test("explain() adds what a plain loop adds for every length of history", () => {
  const stage = createStage(5);
  const { kernels, random } = stage;
  for (const count of everySize) {
    stage.clear();
    const stride = strides[count % strides.length]!, scale = Math.fround(random.normal());
    const fold = stage.rows(40, stride, stride), row = stage.rows(1, stride, stride);
    const items = stage.i32(Array.from({ length: count }, () => random.int(40)));
    const weights = stage.f32(Array.from({ length: count }, () => random.normal()));
    const dest = stage.f32(Array.from({ length: count }, () => random.normal()));
    const before = dest.read();
    kernels.explain(items.ptr, weights.ptr, count, fold.ptr, row.ptr, stride, scale, dest.ptr);
    const expected = new Float64Array(count), bound = new Float64Array(count);
    for (let j = 0; j < count; j++) {
      let sum = 0, size = 0;
      for (let c = 0; c < stride; c++) {
        const term = fold.view[items.view[j]! * stride + c]! * row.view[c]!;
        sum += term;
        size += Math.abs(term);
      }
      expected[j] = before[j]! + scale * weights.view[j]! * sum;
      bound[j] = (Math.abs(before[j]!) + Math.abs(scale * weights.view[j]!) * size) * (stride + 4) * eps32;
    }
    assertNear(dest.read(), expected, bound, `${count} items, stride ${stride}`);
  }
});

Deno.test("explain() parts sum to the score of the folded history", () => {
  const stage = createStage(6);
  const { kernels, random } = stage;
  const stride = 64, count = 60, n = 200;
  const fold = stage.rows(n, stride, stride), out = stage.rows(n, stride, stride);
  const items = stage.i32(Array.from({ length: count }, () => random.int(n)));
  const weights = stage.f32(Array.from({ length: count }, () => random.next()));
  const vector = stage.f32(stride), scores = stage.f32(n), parts = stage.f32(count);
  kernels.foldIn(items.ptr, weights.ptr, count, fold.ptr, stride, vector.ptr);
  kernels.score(out.ptr, 0, vector.ptr, stride, scores.ptr, 0, n);
  kernels.explain(items.ptr, weights.ptr, count, fold.ptr, out.ptr + 17 * stride * 4, stride, 1, parts.ptr);
  const sum = parts.read().reduce((total, part) => total + part, 0);
  assert.ok(Math.abs(sum - scores.read()[17]!) < 1e-3, `${sum} is not ${scores.view[17]}`);
});
