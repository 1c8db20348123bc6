import assert from "node:assert/strict";
import { assertNear, createStage, eps32, everySize, strides } from "./guarded.ts";
import { createSparse, placeSparse } from "./sparse.ts";

Deno.test("spmm() gives what a plain loop gives at every stride", () => {
  const stage = createStage(1);
  const { kernels, random } = stage;
  for (const stride of [...strides, 256, 260]) {
    stage.clear();
    const matrix = createSparse(random, { rows: 37, columns: 23, perRow: 9 });
    const { rowPtr, colIdx, values } = placeSparse(stage, matrix);
    const x = stage.rows(23, stride, stride), y = stage.f32(37 * stride);
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, 0, 37, x.ptr, y.ptr, stride);
    const expected = new Float64Array(37 * stride), size = new Float64Array(37 * stride);
    const from = x.read();
    for (let r = 0; r < 37; r++) {
      for (let e = matrix.rowPtr[r]!; e < matrix.rowPtr[r + 1]!; e++) {
        for (let c = 0; c < stride; c++) {
          const term = matrix.values[e]! * from[matrix.colIdx[e]! * stride + c]!;
          expected[r * stride + c]! += term;
          size[r * stride + c]! += Math.abs(term);
        }
      }
    }
    assertNear(y.read(), expected, size.map((s) => s * 20 * eps32), `stride ${stride}`);
  }
});

Deno.test("spmm() serves every number of rows, empty ones too, and touches only the rows it was given", () => {
  const stage = createStage(2);
  const { kernels, random } = stage;
  for (const rows of everySize) {
    stage.clear();
    const matrix = createSparse(random, { rows, columns: 50, perRow: 3 });
    const { rowPtr, colIdx, values } = placeSparse(stage, matrix);
    const x = stage.rows(50, 5, 8),
      whole = stage.f32(rows * 8),
      parts = stage.f32(new Float32Array(rows * 8).fill(7));
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, 0, rows, x.ptr, whole.ptr, 8);
    const cut = random.int(rows + 1);
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, cut, rows, x.ptr, parts.ptr, 8);
    assert.ok(parts.read().subarray(0, cut * 8).every((v) => v === 7), `${rows} rows from ${cut}`);
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, 0, cut, x.ptr, parts.ptr, 8);
    assert.deepEqual(parts.read(), whole.read(), `${rows} rows cut at ${cut}`);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < 8; c++) {
        if (c < 5 && matrix.rowPtr[r] !== matrix.rowPtr[r + 1]) continue;
        assert.equal(whole.view[r * 8 + c], 0);
      }
    }
  }
});
