import assert from "node:assert/strict";
import { createStage, eps32, strides } from "./guarded.ts";

Deno.test("rotateRows() multiplies every row by the matrix, in place, for all numbers of rows", () => {
  const stage = createStage(83);
  for (const stride of strides) {
    for (const rows of [1, 2, 3, 4, 5, 7, 8, 33]) {
      stage.clear();
      const factors = stride - stride % 3;
      const x = stage.rows(rows, factors, stride), v = stage.rows(stride, factors, stride);
      const work = stage.f32(new Float32Array(4 * stride).fill(NaN));
      const before = x.read(), turn = v.read();
      stage.kernels.rotateRows(x.ptr, rows, stride, v.ptr, work.ptr);
      const after = x.read();
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < stride; c++) {
          let sum = 0, size = 0;
          for (let f = 0; f < factors; f++) {
            const term = before[r * stride + f]! * turn[f * stride + c]!;
            sum += term;
            size += Math.abs(term);
          }
          const off = Math.abs(after[r * stride + c]! - sum);
          assert.ok(off <= eps32 * (stride + 1) * size, `row ${r}, column ${c} of ${stride}: off by ${off}`);
        }
      }
      v.read(), work.read();
    }
  }
});
