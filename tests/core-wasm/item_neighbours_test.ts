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

Deno.test("itemNeighbours() finds the largest positive products of every row with the others, however the rows are cut", () => {
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
    const turnedPtr = stage.i32(turned.rowPtr), turnedIdx = stage.i32(turned.colIdx);
    const turnedValues = stage.f32(turned.values), cursors = stage.i32(turned.rowPtr.slice(0, columns));
    const sums = stage.f32(Math.ceil(rows / 16) * 16),
      bars = stage.f32(sums.view.length),
      items = stage.i32(rows * k),
      scores = stage.f32(rows * k);
    const counts = stage.i32(rows);
    for (let r = 0; r < rows;) {
      const end = Math.min(rows, r + 1 + random.int(rows));
      kernels.itemNeighbours(
        rowPtr.ptr,
        entries.ptr,
        turnedPtr.ptr,
        turnedIdx.ptr,
        turnedValues.ptr,
        cursors.ptr,
        rows,
        r,
        end,
        sums.ptr,
        bars.ptr,
        k,
        items.ptr,
        scores.ptr,
        counts.ptr,
      );
      r = end;
    }
    assert.ok(sums.read().every((sum) => sum === 0));
    assert.deepEqual(cursors.read(), turned.rowPtr.slice(1));
    bars.read();
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

Deno.test("itemNeighbours() never names a row by a product that is NaN, and puts infinity first", () => {
  const stage = createStage(92), { kernels } = stage;
  const rows = 40, k = 3;
  // One column that all rows have: products with row 1 are NaN, with row 2 infinite.
  const values = new Float32Array(rows).fill(1);
  values[1] = NaN;
  values[2] = Infinity;
  const all = Int32Array.from({ length: rows }, (_, r) => r);
  const rowPtr = stage.i32(Int32Array.from({ length: rows + 1 }, (_, r) => r));
  const entries = placePairs(stage, {
    ...{ rows, columns: 1, values },
    rowPtr: all,
    colIdx: new Int32Array(rows),
  });
  const turnedPtr = stage.i32([0, rows]), turnedIdx = stage.i32(all), turnedValues = stage.f32(values);
  const cursors = stage.i32(1), sums = stage.f32(48), bars = stage.f32(48);
  const items = stage.i32(rows * k), scores = stage.f32(rows * k), counts = stage.i32(rows);
  kernels.itemNeighbours(
    ...[rowPtr.ptr, entries.ptr, turnedPtr.ptr, turnedIdx.ptr, turnedValues.ptr, cursors.ptr] as const,
    ...[rows, 0, rows, sums.ptr, bars.ptr, k, items.ptr, scores.ptr, counts.ptr] as const,
  );
  const found = items.read(), products = scores.read();
  assert.deepEqual(counts.read(), Int32Array.from(all, (r) => r === 1 ? 0 : k));
  for (let r = 0; r < rows; r++) {
    if (r === 1) continue;
    const others = [...all].filter((other) => other !== r && other !== 1);
    const expected = r === 2 ? others : [2, ...others.filter((other) => other !== 2)];
    assert.deepEqual([...found.subarray(r * k, r * k + k)], expected.slice(0, k), `row ${r}`);
    assert.equal(products[r * k], Infinity);
  }
  assert.ok(sums.read().every((sum) => sum === 0));
});
