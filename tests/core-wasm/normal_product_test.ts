import assert from "node:assert/strict";
import { assertNear, createStage, everySize } from "./guarded.ts";
import { createSparse, toSparse } from "./sparse.ts";

Deno.test("normalProduct() adds A'(A X) for every number of rows, in ranges or at once", () => {
  const stage = createStage(95);
  const { kernels, random } = stage;
  for (const rows of everySize) {
    stage.clear();
    const columns = 1 + random.int(60);
    const drawn = createSparse(random, { rows, columns, perRow: 4 });
    const dense = new Float64Array(rows * columns);
    for (let r = 0; r < rows; r++) {
      for (let e = drawn.rowPtr[r]!; e < drawn.rowPtr[r + 1]!; e++) {
        dense[r * columns + drawn.colIdx[e]!] = drawn.values[e]!;
      }
    }
    const { rowPtr, colIdx, values } = toSparse(dense, rows, columns);
    const pairs = new Int32Array(2 * colIdx.length), numbers = new Float32Array(pairs.buffer);
    colIdx.forEach((column, e) => {
      pairs[2 * e] = column;
      numbers[2 * e + 1] = values[e]!;
    });
    const pointers = stage.i32(rowPtr), entries = stage.i32(pairs);
    const x = stage.rows(columns, 8, 8), xs = x.read(), start = stage.rows(columns, 8, 8).read();
    const z = stage.f32(start);
    const cut = random.int(rows + 1);
    kernels.normalProduct(pointers.ptr, entries.ptr, 0, cut, x.ptr, z.ptr);
    kernels.normalProduct(pointers.ptr, entries.ptr, cut, rows, x.ptr, z.ptr);
    const expected = Float64Array.from(start), sizes = new Float64Array(start.length).fill(1);
    for (let r = 0; r < rows; r++) {
      for (let f = 0; f < 8; f++) {
        let image = 0, size = 0;
        for (let c = 0; c < columns; c++) {
          image += dense[r * columns + c]! * xs[c * 8 + f]!;
          size += Math.abs(dense[r * columns + c]! * xs[c * 8 + f]!);
        }
        for (let c = 0; c < columns; c++) {
          expected[c * 8 + f]! += dense[r * columns + c]! * image;
          sizes[c * 8 + f]! += Math.abs(dense[r * columns + c]!) * size;
        }
      }
    }
    assertNear(z.read(), expected, sizes.map((size) => 1e-6 * size), `${rows} rows`);
    pointers.read(), entries.read(), x.read();
  }
});

Deno.test("projectPanel() adds X'Y, in chunks of rows or at once", () => {
  const stage = createStage(96);
  for (const rows of everySize) {
    stage.clear();
    const x = stage.rows(rows, 8, 8), y = stage.rows(rows, 8, 8), out = stage.f64(64);
    const xs = x.read(), ys = y.read();
    const cut = stage.random.int(rows + 1);
    stage.kernels.projectPanel(x.ptr, y.ptr, cut, out.ptr);
    stage.kernels.projectPanel(x.ptr + 32 * cut, y.ptr + 32 * cut, rows - cut, out.ptr);
    const expected = new Float64Array(64);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < 8; i++) {
        for (let j = 0; j < 8; j++) expected[i * 8 + j]! += xs[r * 8 + i]! * ys[r * 8 + j]!;
      }
    }
    assertNear(out.read(), expected, 1e-6 * rows, `${rows} rows`);
  }
});

Deno.test("subtractPanel() takes away X C, and each row gives the same bits in any chunk", () => {
  const stage = createStage(97);
  for (const rows of everySize) {
    stage.clear();
    const x = stage.rows(rows, 8, 8), c = stage.rows(8, 8, 8), start = stage.rows(rows, 8, 8).read();
    const whole = stage.f32(start), chunks = stage.f32(start);
    const xs = x.read(), cs = c.read(), cut = stage.random.int(rows + 1);
    stage.kernels.subtractPanel(x.ptr, c.ptr, rows, whole.ptr);
    stage.kernels.subtractPanel(x.ptr, c.ptr, cut, chunks.ptr);
    stage.kernels.subtractPanel(x.ptr + 32 * cut, c.ptr, rows - cut, chunks.ptr + 32 * cut);
    const expected = Float64Array.from(start), sizes = new Float64Array(start.length).fill(1);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < 8; i++) {
        for (let j = 0; j < 8; j++) {
          expected[r * 8 + j]! -= xs[r * 8 + i]! * cs[i * 8 + j]!;
          sizes[r * 8 + j]! += Math.abs(xs[r * 8 + i]! * cs[i * 8 + j]!);
        }
      }
    }
    assertNear(whole.read(), expected, sizes.map((size) => 1e-6 * size), `${rows} rows`);
    assert.deepEqual(chunks.read(), whole.read());
  }
});
