import assert from "node:assert/strict";
import { assertNear, createStage, eps32 } from "./guarded.ts";

Deno.test("scoreTile() gives what a plain loop gives for every number of rows, factors and panels", () => {
  const stage = createStage(3);
  const { kernels, random } = stage;
  for (const rows of [0, 1, 2, 3, 8, 37]) {
    for (const [inner, strideA] of [[1, 4], [3, 4], [8, 8], [30, 32]] as const) {
      for (const width of [16, 32, 48]) {
        stage.clear();
        const draw = (n: number) => stage.f32(Float32Array.from({ length: n }, () => random.normal()));
        const a = draw(rows * strideA), b = draw(inner * width), base = draw(rows), y = draw(rows * width);
        const columns = width === 48 ? 32 : width;
        const before = y.read(), accumulate = rows % 2 === 0 ? 1 : 0;
        kernels.scoreTile(a.ptr, strideA, inner, b.ptr, width, columns, base.ptr, y.ptr, 0, rows, accumulate);
        const expected = new Float64Array(rows * width), size = new Float64Array(rows * width);
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < width; c++) {
            if (c >= columns) {
              expected[r * width + c] = before[r * width + c]!;
              continue;
            }
            const terms = [base.view[r]!, accumulate ? before[r * width + c]! : 0];
            for (let f = 0; f < inner; f++) terms.push(a.view[r * strideA + f]! * b.view[f * width + c]!);
            expected[r * width + c] = terms.reduce((s, t) => s + t, 0);
            size[r * width + c] = terms.reduce((s, t) => s + Math.abs(t), 0);
          }
        }
        assertNear(y.read(), expected, size.map((s) => s * 40 * eps32), `${rows} rows, ${inner} x ${width}`);
      }
    }
  }
});

Deno.test("scoreTile() touches only its rows and gives the same bits however they are cut", () => {
  const stage = createStage(4);
  const { kernels, random } = stage;
  const rows = 2100, inner = 20, width = 16;
  const draw = (n: number) => stage.f32(Float32Array.from({ length: n }, () => random.normal()));
  const a = draw(rows * inner),
    b = draw(inner * width),
    whole = draw(rows * width),
    parts = draw(rows * width);
  kernels.scoreTile(a.ptr, inner, inner, b.ptr, width, width, 0, whole.ptr, 0, rows, 0);
  const untouched = parts.read();
  kernels.scoreTile(a.ptr, inner, inner, b.ptr, width, width, 0, parts.ptr, 1001, rows, 0);
  assert.deepEqual(parts.read().subarray(0, 1001 * width), untouched.subarray(0, 1001 * width));
  kernels.scoreTile(a.ptr, inner, inner, b.ptr, width, width, 0, parts.ptr, 0, 1001, 0);
  assert.deepEqual(parts.read(), whole.read());
});
