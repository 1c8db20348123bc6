import assert from "node:assert/strict";
import { createStage, everySize, type Stage } from "./guarded.ts";
import { createSparse, type Sparse, toSparse } from "./sparse.ts";

/** {i32 column, f32 value} pairs as one array. */
function placePairs(stage: Stage, { colIdx, values }: Sparse) {
  const pairs = new Int32Array(2 * colIdx.length), numbers = new Float32Array(pairs.buffer);
  colIdx.forEach((column, e) => {
    pairs[2 * e] = column;
    numbers[2 * e + 1] = values[e]!;
  });
  return stage.i32(pairs);
}

function toDense({ rows, columns, rowPtr, colIdx, values }: Sparse): Float32Array {
  const dense = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let e = rowPtr[r]!; e < rowPtr[r + 1]!; e++) dense[r * columns + colIdx[e]!] = values[e]!;
  }
  return dense;
}

Deno.test("itemNeighbours() finds the largest positive products of every row with the others, row by row or all at once", () => {
  const stage = createStage(91);
  const { kernels, random } = stage;
  for (const rows of everySize.filter((n) => n < 40 || n % 9 === 0)) {
    stage.clear();
    const columns = 1 + random.int(30), k = 1 + random.int(12);
    // Small whole numbers: products have no rounding, and many are equal.
    const source = createSparse(random, { rows, columns, perRow: 3 });
    const dense = toDense(source).map((value) => Math.round(2 * value));
    const turnedDense = new Float32Array(dense.length);
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) turnedDense[c * rows + r] = dense[r * columns + c]!;
    }
    const matrix = toSparse(dense, rows, columns), turned = toSparse(turnedDense, columns, rows);
    const rowPtr = stage.i32(matrix.rowPtr), entries = placePairs(stage, matrix);
    const turnedPtr = stage.i32(turned.rowPtr), turnedEntries = placePairs(stage, turned);
    const sums = stage.f32(Math.ceil(rows / 32) * 32),
      items = stage.i32(rows * k),
      scores = stage.f32(rows * k);
    const counts = stage.i32(rows);
    for (let r = 0; r < rows;) {
      const end = Math.min(rows, r + 1 + random.int(rows));
      kernels.itemNeighbours(
        rowPtr.ptr,
        entries.ptr,
        turnedPtr.ptr,
        turnedEntries.ptr,
        rows,
        r,
        end,
        sums.ptr,
        k,
        items.ptr,
        scores.ptr,
        counts.ptr,
      );
      r = end;
    }
    assert.ok(sums.read().every((sum) => sum === 0));
    const found = items.read(), products = scores.read();
    counts.read().forEach((count, r) => {
      const expected = Array.from({ length: rows }, (_, other) => {
        let product = 0;
        for (let c = 0; c < columns; c++) product += dense[r * columns + c]! * dense[other * columns + c]!;
        return { other, product };
      }).filter(({ other, product }) => other !== r && product > 0)
        .sort((a, b) => b.product - a.product || a.other - b.other).slice(0, k);
      const own = Array.from(
        { length: count },
        (_, j) => ({ other: found[r * k + j]!, product: products[r * k + j]! }),
      );
      assert.deepEqual(own, expected, `row ${r} of ${rows}`);
    });
  }
});
