import assert from "node:assert/strict";
import { createStage, everySize } from "./guarded.ts";

for (const accumulate of [0, 1] as const) {
  Deno.test(`combine() gives the bits of a plain f32 loop for every length with accumulate ${accumulate}`, () => {
    const stage = createStage(11 + accumulate);
    const { kernels, random } = stage;
    for (const n of everySize) {
      stage.clear();
      const src = stage.f32(Array.from({ length: n }, () => random.normal()));
      const dest = stage.f32(Array.from({ length: n }, () => random.normal()));
      const scale = Math.fround(random.normal()), offset = Math.fround(random.normal());
      const before = dest.read();
      kernels.combine(dest.ptr, src.ptr, n, scale, offset, accumulate);
      const expected = src.read().map((value, i) => {
        const term = Math.fround(Math.fround(scale * value) + offset);
        return accumulate ? before[i]! + term : term;
      });
      assert.deepEqual(dest.read(), expected, `${n} numbers`);
    }
  });
}

Deno.test("combine() may write over its source", () => {
  const stage = createStage(13);
  const x = stage.f32([1, 2, 3, 4, 5, 6]);
  stage.kernels.combine(x.ptr, x.ptr, 6, 2, 1, 0);
  assert.deepEqual([...x.read()], [3, 5, 7, 9, 11, 13]);
});
