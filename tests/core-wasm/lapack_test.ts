import assert from "node:assert/strict";
import { decompose } from "../../engine/truncated_svd.ts";
import lapack from "./fixtures/lapack.json" with { type: "json" };
import { assertNear, createStage } from "./guarded.ts";
import { pad } from "./matrices.ts";
import { placeSparse, toSparse } from "./sparse.ts";

/** The formula of fixtures/make_lapack.py. */
function createMatrix(rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const i = Math.floor(at / columns), j = at % columns;
    return (7 * i + 11 * j + i * j) % 3 === 0 ? ((13 * i + 29 * j) % 17 + 1) / 4 : 0;
  });
}

/** A'A + shift I. */
function gramOf(a: Float64Array, rows: number, columns: number, shift: number): Float64Array {
  const out = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = i === j ? shift : 0;
      for (let r = 0; r < rows; r++) sum += a[r * columns + i]! * a[r * columns + j]!;
      out[i * columns + j] = sum;
    }
  }
  return out;
}

const { rows, columns, values } = lapack.singular_values;
const sparse = toSparse(createMatrix(rows, columns), rows, columns);
const matrix = { ...sparse, userIds: new Float64Array(rows), itemIds: new Float64Array(columns) };

Deno.test("decompose() gives LAPACK's singular values within 1e-5, and vectors that belong to them", () => {
  const { singularValues, vectors, stride } = decompose(matrix, { factors: 20, tolerance: 1e-4, seed: 3 });
  values.forEach((value, f) => {
    const found = singularValues[f]!;
    assert.ok(Math.abs(found / value - 1) < 1e-5, `singular value ${f} is ${found}, not ${value}`);
  });
  for (let f = 0; f < values.length; f++) {
    const image = new Float64Array(columns);
    let length = 0;
    for (let r = 0; r < rows; r++) {
      let along = 0;
      for (let e = sparse.rowPtr[r]!; e < sparse.rowPtr[r + 1]!; e++) {
        along += sparse.values[e]! * vectors[sparse.colIdx[e]! * stride + f]!;
      }
      for (let e = sparse.rowPtr[r]!; e < sparse.rowPtr[r + 1]!; e++) {
        image[sparse.colIdx[e]!]! += sparse.values[e]! * along;
      }
    }
    for (let c = 0; c < columns; c++) {
      const number = vectors[c * stride + f]!;
      length += number * number;
      assert.ok(
        Math.abs(image[c]! - singularValues[f]! ** 2 * number) < 1e-3 * singularValues[f]! ** 2,
        `vector ${f}, item ${c}`,
      );
    }
    assert.ok(Math.abs(length - 1) < 1e-5, `vector ${f} has the squared length ${length}`);
  }
});

Deno.test("decompose() repeats its bits by seed, and reports progress that rises to 1", () => {
  const seen: number[] = [];
  const options = { factors: 12, tolerance: 1e-4, seed: 7 };
  const first = decompose(matrix, { ...options, onProgress: (done) => seen.push(done) });
  const again = decompose(matrix, options);
  assert.deepEqual(again, first);
  assert.ok(seen.length > 4 && seen.every((done, i) => i === 0 || done > seen[i - 1]!));
  assert.equal(seen.at(-1), 1);
});

Deno.test("invertSpd() and the sweeps give LAPACK's inverse", () => {
  const { rows, columns, shift, first_row: firstRow, diagonal } = lapack.inverse;
  const stage = createStage(111), { kernels } = stage;
  const dense = gramOf(createMatrix(rows, columns), rows, columns, shift);
  const a = stage.f64(pad(dense, columns, columns)), out = stage.f64(columns * columns);
  assert.equal(kernels.invertSpd(a.ptr, columns, columns, out.ptr), 1);
  const inverse = out.read(), scale = Math.max(...diagonal);
  assertNear(inverse.subarray(0, columns), firstRow, 1e-12 * scale, "first row");
  assertNear(diagonal.map((_, i) => inverse[i * columns + i]!), diagonal, 1e-12 * scale, "diagonal");

  const swept = stage.f32(dense), work = stage.f64(columns * columns + 4 * columns * columns);
  assert.equal(kernels.sweepPivot(swept.ptr, columns, columns, 0, columns, work.ptr), 1);
  kernels.sweepUpdate(swept.ptr, columns, columns, 0, columns, work.ptr, 0, columns);
  kernels.sweepFinish(swept.ptr, columns, 0, columns);
  const single = swept.read();
  assertNear(single.subarray(0, columns), firstRow, 1e-6 * scale, "first row, swept");
  assertNear(diagonal.map((_, i) => single[i * columns + i]!), diagonal, 1e-6 * scale, "diagonal, swept");
});

Deno.test("solveRows() and solveRowsDirectly() give LAPACK's ridge least squares, in the basis of the Gram matrix", () => {
  const { rows, columns, diagonal, ridge, solution } = lapack.least_squares;
  const stage = createStage(112), { kernels } = stage;
  const tall = createMatrix(rows, columns);
  for (let i = 0; i < columns; i++) tall[i * columns + i]! += diagonal;
  const right = new Float64Array(columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) right[c]! += tall[r * columns + c]! * (r % 7 - 3);
  }
  const gram = gramOf(tall, rows, columns, 0);
  // One row with a single entry y = right: its weight, small, stands in the right side and in the solution, and adds
  // weight x right right' to the matrix, which is taken off beforehand.
  const weight = 1e-6;
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) gram[i * columns + j]! -= right[i]! * right[j]! * weight;
  }
  const a = stage.f64(gram), spectrum = stage.f64(columns), vectors = stage.f64(columns * columns);
  assert.ok(kernels.eigenSymmetric(a.ptr, columns, columns, spectrum.ptr, vectors.ptr) > 0);
  const turn = vectors.read();
  const y = stage.f32(right), v = stage.f32(turn), turning = stage.f32(4 * columns);
  kernels.rotateRows(y.ptr, 1, columns, v.ptr, turning.ptr);
  const { rowPtr, colIdx, values } = placeSparse(stage, {
    rows: 1,
    columns: 1,
    rowPtr: Int32Array.of(0, 1),
    colIdx: Int32Array.of(0),
    values: Float32Array.of(weight),
  });
  const d = stage.f32(spectrum.read()), ridges = stage.f32([ridge]);
  const work = stage.f32((columns + 66) * (columns + 8));
  const scaled = solution.map((value) => value * weight), bound = 1e-4 * Math.max(...scaled.map(Math.abs));
  for (const solve of ["solveRows", "solveRowsDirectly"] as const) {
    const x = stage.f32(columns);
    const system = [
      ...[rowPtr.ptr, colIdx.ptr, values.ptr, 0, 1] as const,
      ...[y.ptr, columns, d.ptr, ridges.ptr, x.ptr] as const,
    ] as const;
    if (solve === "solveRows") kernels.solveRows(...system, 60, work.ptr);
    else kernels.solveRowsDirectly(...system, work.ptr);
    // Back: V x.
    const back = scaled.map((_, i) =>
      x.view.reduce((sum, value, f) => sum + turn[i * columns + f]! * value, 0)
    );
    assertNear(back, scaled, bound, solve);
  }
});
