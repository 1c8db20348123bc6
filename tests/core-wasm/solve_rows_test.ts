import assert from "node:assert/strict";
import { createStage } from "./guarded.ts";
import { createSparse, placeSparse } from "./sparse.ts";

Deno.test("solveRows() ends at the solution of the ridge system, from any start, and touches only its rows", () => {
  const stage = createStage(8);
  const { kernels, random } = stage;
  const rows = 11, columns = 30;
  for (const [factors, stride] of [[1, 4], [6, 8], [16, 16]] as const) {
    stage.clear();
    const matrix = createSparse(random, { rows, columns, perRow: 5 });
    const { rowPtr, colIdx } = placeSparse(stage, matrix);
    const weights = stage.f32(Float32Array.from(matrix.colIdx, () => 0.5 + random.next()));
    const y = stage.rows(columns, factors, stride), x = stage.rows(rows, factors, stride);
    const before = x.read();
    const gram = new Float32Array(stride * stride);
    for (let c = 0; c < columns; c++) {
      for (let a = 0; a < stride; a++) {
        for (let b = 0; b < stride; b++) {
          gram[a * stride + b]! += 0.1 * y.view[c * stride + a]! * y.view[c * stride + b]!;
        }
      }
    }
    const g = stage.f32(gram), work = stage.f32(4 * stride);
    const ridge = stage.f32(Float32Array.from({ length: rows }, () => 0.5 + random.next()));
    kernels.solveRows(
      rowPtr.ptr,
      colIdx.ptr,
      weights.ptr,
      2,
      rows,
      y.ptr,
      stride,
      g.ptr,
      ridge.ptr,
      x.ptr,
      60,
      work.ptr,
    );
    const solved = x.read();
    assert.deepEqual(solved.subarray(0, 2 * stride), before.subarray(0, 2 * stride));
    for (let r = 2; r < rows; r++) {
      for (let f = 0; f < stride; f++) {
        let left = ridge.view[r]! * solved[r * stride + f]!, right = 0;
        for (let b = 0; b < stride; b++) left += gram[f * stride + b]! * solved[r * stride + b]!;
        for (let e = matrix.rowPtr[r]!; e < matrix.rowPtr[r + 1]!; e++) {
          const other = y.view.subarray(matrix.colIdx[e]! * stride, (matrix.colIdx[e]! + 1) * stride);
          let projected = 0;
          for (let b = 0; b < stride; b++) projected += other[b]! * solved[r * stride + b]!;
          left += weights.view[e]! * projected * other[f]!;
          right += weights.view[e]! * other[f]!;
        }
        assert.ok(Math.abs(left - right) < 1e-4 * (1 + Math.abs(right)), `row ${r}: ${left}, not ${right}`);
      }
    }
    rowPtr.read(), weights.read(), g.read(), ridge.read(), work.read();
  }
});
