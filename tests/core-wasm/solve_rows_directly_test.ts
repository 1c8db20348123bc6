import assert from "node:assert/strict";
import { createStage, strides } from "./guarded.ts";
import { createSparse, placeSparse } from "./sparse.ts";

Deno.test("solveRowsDirectly() solves the ridge system of every row, for all numbers of entries, and touches only its rows", () => {
  const stage = createStage(81);
  const { kernels, random } = stage;
  for (const stride of strides) {
    for (const perRow of [1, 5, 70]) {
      stage.clear();
      const rows = 9, columns = 90, factors = stride - stride % 3;
      const matrix = createSparse(random, { rows, columns, perRow });
      const { rowPtr, colIdx } = placeSparse(stage, matrix);
      const weights = stage.f32(Float32Array.from(matrix.colIdx, (_, e) => e % 7 ? 0.5 + random.next() : 0));
      const y = stage.rows(columns, factors, stride),
        x = stage.rows(rows, factors, stride),
        before = x.read();
      const ys = y.read();
      const gram = new Float32Array(stride * stride);
      for (let c = 0; c < columns; c++) {
        for (let a = 0; a < stride; a++) {
          for (let b = 0; b < stride; b++) {
            gram[a * stride + b]! += 0.1 * ys[c * stride + a]! * ys[c * stride + b]!;
          }
        }
      }
      const g = stage.f32(gram);
      const work = stage.f32(new Float32Array((stride + 72) * (stride + 4)).fill(NaN));
      const ridge = stage.f32(Float32Array.from({ length: rows }, () => 0.5 + random.next()));
      kernels.solveRowsDirectly(
        rowPtr.ptr,
        colIdx.ptr,
        weights.ptr,
        1,
        rows - 1,
        y.ptr,
        stride,
        g.ptr,
        ridge.ptr,
        x.ptr,
        work.ptr,
      );
      const solved = x.read();
      for (const row of [0, rows - 1]) {
        const range = [row * stride, (row + 1) * stride] as const;
        assert.deepEqual(solved.subarray(...range), before.subarray(...range));
      }
      for (let r = 1; r < rows - 1; r++) {
        for (let f = 0; f < stride; f++) {
          let left = ridge.view[r]! * solved[r * stride + f]!, right = 0, size = 0;
          for (let b = 0; b < stride; b++) left += gram[f * stride + b]! * solved[r * stride + b]!;
          for (let e = matrix.rowPtr[r]!; e < matrix.rowPtr[r + 1]!; e++) {
            const other = ys.subarray(matrix.colIdx[e]! * stride, (matrix.colIdx[e]! + 1) * stride);
            let projected = 0;
            for (let b = 0; b < stride; b++) projected += other[b]! * solved[r * stride + b]!;
            left += weights.view[e]! * projected * other[f]!;
            right += weights.view[e]! * other[f]!;
            size += Math.abs(weights.view[e]! * other[f]!);
          }
          assert.ok(
            Math.abs(left - right) < 2e-4 * (1 + size),
            `row ${r}, factor ${f} of ${stride}: ${left}, not ${right}`,
          );
          if (f >= factors) assert.equal(solved[r * stride + f], 0);
        }
      }
      rowPtr.read(), colIdx.read(), weights.read(), y.read(), g.read(), ridge.read(), work.read();
    }
  }
});
