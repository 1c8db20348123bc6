import assert from "node:assert/strict";
import { createStage, everySize, type Stage, strides } from "./guarded.ts";

function check(
  stage: Stage,
  rows: number,
  [strideX, strideB, strideY]: readonly [number, number, number],
): void {
  stage.clear();
  const x = stage.rows(rows, strideX, strideX);
  const b = stage.f64(Array.from({ length: strideX * strideB }, () => stage.random.normal()));
  const y = stage.f32(new Float32Array(rows * strideY).fill(4));
  stage.kernels.multiply(x.ptr, rows, strideX, b.ptr, strideB, y.ptr, strideY);
  const left = x.read(), right = b.read(), expected = new Float32Array(rows * strideY);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < strideY; c++) {
      let sum = 0;
      for (let k = 0; k < strideX; k++) sum += left[r * strideX + k]! * right[k * strideB + c]!;
      expected[r * strideY + c] = sum;
    }
  }
  assert.deepEqual(y.read(), expected, `${rows} rows, strides ${strideX}, ${strideB}, ${strideY}`);
}

Deno.test("multiply() gives what a plain f64 loop gives, bit for bit, for every number of rows", () => {
  const stage = createStage(25);
  for (const rows of everySize) check(stage, rows, [8, 12, 12]);
});

Deno.test("multiply() serves every pair of strides, and leaves out columns of B that Y has no room for", () => {
  const stage = createStage(26);
  for (const strideX of strides) {
    for (const strideB of [4, 20, 64, 132]) {
      check(stage, 7, [strideX, strideB, strideB]);
      check(stage, 5, [strideX, strideB, 4]);
    }
  }
});
