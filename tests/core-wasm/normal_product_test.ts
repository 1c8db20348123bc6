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
    const x = stage.rows(columns, 16, 16), xs = x.read(), start = stage.rows(columns, 16, 16).read();
    const z = stage.f32(start);
    const cut = random.int(rows + 1);
    kernels.normalProduct(pointers.ptr, entries.ptr, 0, cut, x.ptr, z.ptr);
    kernels.normalProduct(pointers.ptr, entries.ptr, cut, rows, x.ptr, z.ptr);
    const expected = Float64Array.from(start), sizes = new Float64Array(start.length).fill(1);
    for (let r = 0; r < rows; r++) {
      for (let f = 0; f < 16; f++) {
        let image = 0, size = 0;
        for (let c = 0; c < columns; c++) {
          image += dense[r * columns + c]! * xs[c * 16 + f]!;
          size += Math.abs(dense[r * columns + c]! * xs[c * 16 + f]!);
        }
        for (let c = 0; c < columns; c++) {
          expected[c * 16 + f]! += dense[r * columns + c]! * image;
          sizes[c * 16 + f]! += Math.abs(dense[r * columns + c]!) * size;
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
    for (const stride of [16, 20]) {
      stage.clear();
      const x = stage.rows(rows, 16, 16), y = stage.rows(rows, 16, 16), out = stage.f64(16 * stride);
      const xs = x.read(), ys = y.read();
      const cut = stage.random.int(rows + 1);
      stage.kernels.projectPanel(x.ptr, y.ptr, cut, out.ptr, stride);
      stage.kernels.projectPanel(x.ptr + 64 * cut, y.ptr + 64 * cut, rows - cut, out.ptr, stride);
      const expected = new Float64Array(16 * stride);
      for (let r = 0; r < rows; r++) {
        for (let i = 0; i < 16; i++) {
          for (let j = 0; j < 16; j++) expected[i * stride + j]! += xs[r * 16 + i]! * ys[r * 16 + j]!;
        }
      }
      assertNear(out.read(), expected, 1e-6 * rows, `${rows} rows`);
    }
  }
});
