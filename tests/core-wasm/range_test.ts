import assert from "node:assert/strict";
import { createStage, everySize } from "./guarded.ts";

Deno.test("range() finds the least and the greatest of every number of numbers, wherever they stand", () => {
  const stage = createStage(9);
  const { kernels, random } = stage;
  for (const n of everySize) {
    stage.clear();
    const x = stage.f32(Array.from({ length: n }, () => random.normal())), out = stage.f32(2);
    x.view[random.int(n)] = 50 + n;
    kernels.range(x.ptr, n, out.ptr);
    assert.deepEqual([...out.read()], [Math.min(...x.read()), 50 + n], `${n} numbers`);
    x.view[random.int(n)] = -50 - n;
    kernels.range(x.ptr, n, out.ptr);
    assert.deepEqual([...out.read()], [-50 - n, Math.max(...x.read())], `${n} numbers`);
  }
});

Deno.test("range() looks at the first n numbers alone", () => {
  const stage = createStage(8);
  for (const n of everySize) {
    stage.clear();
    const x = stage.f32(new Float32Array(n + 12).map((_, i) => i < n ? 0.5 : i)), out = stage.f32(2);
    x.view[n] = -9;
    stage.kernels.range(x.ptr, n, out.ptr);
    assert.deepEqual([...out.read()], [0.5, 0.5], `${n} numbers`);
  }
});

Deno.test("range() skips NaN, knows infinities, and says when there is no number", () => {
  const stage = createStage(10);
  const { kernels, random } = stage;
  const out = stage.f32(2);
  for (const n of [1, 3, 4, 7, 8, 9, 31, 64]) {
    const x = stage.f32(Array.from({ length: n }, () => NaN));
    kernels.range(x.ptr, n, out.ptr);
    assert.deepEqual([...out.read()], [Infinity, -Infinity]);
    x.view[random.int(n)] = -3;
    kernels.range(x.ptr, n, out.ptr);
    assert.deepEqual([...out.read()], [-3, -3]);
  }
  kernels.range(stage.f32([1, -Infinity, Infinity, NaN, 2]).ptr, 5, out.ptr);
  assert.deepEqual([...out.read()], [-Infinity, Infinity]);
  kernels.range(stage.f32(0).ptr, 0, out.ptr);
  assert.deepEqual([...out.read()], [Infinity, -Infinity]);
});
