import assert from "node:assert/strict";
import { strideOf } from "../../core-wasm/layout.ts";
import { assertNear, createStage, type Guarded, type Stage } from "./guarded.ts";
import { createFromSpectrum, createOrthonormal } from "./matrices.ts";
import { placeSparse, toSparse } from "./sparse.ts";

interface Decomposed {
  readonly rank: number;
  readonly sigma: Float64Array;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/**
 * Truncated SVD by subspace iteration with a Rayleigh-Ritz step (Halko, Martinsson and Tropp, SIAM Review 53, 2011), made of
 * kernels alone.
 */
function decompose(
  stage: Stage,
  dense: Float64Array,
  { rows, columns, width, iterations }: { rows: number; columns: number; width: number; iterations: number },
): Decomposed {
  const { kernels } = stage, stride = strideOf(width);
  const flipped = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) flipped[c * rows + r] = dense[r * columns + c]!;
  }
  const a = placeSparse(stage, toSparse(dense, rows, columns));
  const b = placeSparse(stage, toSparse(flipped, columns, rows));
  const basis = stage.rows(columns, width, stride), image = stage.f32(rows * stride);
  const square = stage.f64(stride * stride), vectors = stage.f64(stride * stride), values = stage.f64(width);

  function times(
    m: { rowPtr: Guarded<Int32Array>; colIdx: Guarded<Int32Array>; values: Guarded<Float32Array> },
    count: number,
    x: Guarded<Float32Array>,
    y: Guarded<Float32Array>,
  ): void {
    kernels.spmm(m.rowPtr.ptr, m.colIdx.ptr, m.values.ptr, 0, count, x.ptr, y.ptr, stride);
  }

  function orthonormalize(x: Guarded<Float32Array>, count: number): number {
    let rank = 0;
    for (let again = 0; again < 2; again++) {
      kernels.gram(x.ptr, count, stride, square.ptr);
      rank = kernels.cholesky(square.ptr, width, stride);
      kernels.solveTriangularRight(x.ptr, count, stride, square.ptr, width);
    }
    return rank;
  }

  let rank = orthonormalize(basis, columns);
  for (let i = 0; i < iterations; i++) {
    times(a, rows, basis, image);
    orthonormalize(image, rows);
    times(b, columns, image, basis);
    rank = orthonormalize(basis, columns);
  }
  times(a, rows, basis, image);
  kernels.gram(image.ptr, rows, stride, square.ptr);
  assert.ok(kernels.eigenSymmetric(square.ptr, width, stride, values.ptr, vectors.ptr) >= 0);
  const right = stage.f32(columns * stride), left = stage.f32(rows * stride);
  kernels.multiply(basis.ptr, columns, stride, vectors.ptr, stride, right.ptr, stride);
  kernels.multiply(image.ptr, rows, stride, vectors.ptr, stride, left.ptr, stride);
  return {
    rank,
    sigma: values.read().map((v) => Math.sqrt(Math.max(v, 0))),
    left: left.read(),
    right: right.read(),
  };
}

/** |cosine| between column f of a padded f32 matrix and column f of a k-wide one. */
function cosine(x: Float32Array, stride: number, y: Float64Array, [k, f]: readonly [number, number]): number {
  let dot = 0, length = 0;
  for (let r = 0; r * k < y.length; r++) {
    dot += x[r * stride + f]! * y[r * k + f]!;
    length += x[r * stride + f]! ** 2;
  }
  return Math.abs(dot) / Math.sqrt(length);
}

const spectra: Record<string, readonly number[]> = {
  "falling fast": Array.from({ length: 40 }, (_, i) => 100 * 0.7 ** i),
  "falling slowly": Array.from({ length: 60 }, (_, i) => 100 / (1 + i) ** 1.2),
  "a cliff": Array.from({ length: 50 }, (_, i) => i < 12 ? 40 - i : 0.5),
};

for (const [name, sigma] of Object.entries(spectra)) {
  Deno.test(`the kernels together find the leading singular values and vectors of a spectrum ${name}`, () => {
    const stage = createStage(48);
    const rows = 150, columns = 90, k = sigma.length, width = 21, wanted = 10;
    const u = createOrthonormal(stage.random, rows, k), v = createOrthonormal(stage.random, columns, k);
    const dense = createFromSpectrum({ u, sigma, v, rows, columns });
    const found = decompose(stage, dense, { rows, columns, width, iterations: 40 });
    assert.equal(found.rank, width);
    assertNear(found.sigma.subarray(0, wanted), sigma.slice(0, wanted), sigma[0]! * 1e-5);
    for (let f = 0; f < wanted; f++) {
      assert.ok(cosine(found.right, 24, v, [k, f]) > 1 - 1e-4, `right vector ${f}`);
      assert.ok(cosine(found.left, 24, u, [k, f]) > 1 - 1e-4, `left vector ${f}`);
    }
  });
}

Deno.test("the kernels together find rank and spectrum of a matrix with fewer dimensions than were asked for", () => {
  const stage = createStage(49);
  // Whole numbers, so that the sparse matrix is of that rank exactly.
  const rows = 60, columns = 40, rank = 3, width = 8;
  const dense = new Float64Array(rows * columns);
  for (let f = 0; f < rank; f++) {
    const left = Array.from({ length: rows }, () => stage.random.int(3));
    const right = Array.from({ length: columns }, () => stage.random.int(3));
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) dense[r * columns + c]! += left[r]! * right[c]!;
    }
  }
  const found = decompose(stage, dense, { rows, columns, width, iterations: 5 });
  let squares = 0;
  for (const value of dense) squares += value ** 2;
  const sum = found.sigma.subarray(0, rank).reduce((total, s) => total + s * s, 0);
  assert.ok(Math.abs(sum / squares - 1) < 1e-5, `${sum} of ${squares}`);
  for (const s of found.sigma.subarray(rank)) {
    assert.ok(s < found.sigma[0]! * 1e-4, `${s} after ${found.sigma[0]}`);
  }
  for (const x of [found.left, found.right]) assert.ok(x.every(Number.isFinite));
});
