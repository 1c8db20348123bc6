import assert from "node:assert/strict";
import { createRandom } from "../../engine/random.ts";
import { createStage } from "./guarded.ts";
import { createSymmetric } from "./matrices.ts";
import { createSparse, placeSparse } from "./sparse.ts";

/** Every kernel on the same numbers, at addresses that depend on `seed`. */
function runAll(seed: number, build: { shared?: boolean; relaxed?: boolean } = {}): Record<string, unknown> {
  const stage = createStage(seed, build), random = createRandom(5);
  const { kernels } = stage;
  const normal = (length: number) => stage.f32(Array.from({ length }, () => random.normal()));
  const rows = 203, columns = 101, stride = 36, width = 35;
  const sparse = placeSparse(stage, createSparse(random, { rows, columns, perRow: 6 }));
  const x = normal(columns * stride), y = stage.f32(rows * stride), z = stage.f32(rows * stride);
  const g = stage.f64(stride * stride), inverse = stage.f64(stride * stride);
  const values = stage.f64(width), vectors = stage.f64(width * stride);
  kernels.spmm(sparse.rowPtr.ptr, sparse.colIdx.ptr, sparse.values.ptr, 0, rows, x.ptr, y.ptr, stride);
  const product = y.read();
  kernels.gram(y.ptr, rows, stride, g.ptr);
  const gram = g.read();
  const invertible = kernels.invertSpd(g.ptr, width, stride, inverse.ptr);
  kernels.multiply(y.ptr, rows, stride, inverse.ptr, stride, z.ptr, stride);
  const rank = kernels.cholesky(g.ptr, width, stride);
  kernels.solveTriangularRight(y.ptr, rows, stride, g.ptr, width);
  const a = stage.f64(new Float64Array(width * stride));
  const dense = createSymmetric(random, width);
  for (let i = 0; i < width; i++) a.view.set(dense.subarray(i * width, (i + 1) * width), i * stride);
  const iterations = kernels.eigenSymmetric(a.ptr, width, stride, values.ptr, vectors.ptr);
  const vector = stage.f32(stride),
    scores = stage.f32(columns),
    limits = stage.f32(2),
    combined = stage.f32(columns);
  const items = stage.i32(Array.from({ length: 20 }, () => random.int(columns))), weights = normal(20);
  const parts = stage.f32(20), top = stage.i32(10), best = stage.f32(10);
  kernels.foldIn(items.ptr, weights.ptr, 20, x.ptr, stride, vector.ptr);
  kernels.score(x.ptr, 0, vector.ptr, stride, scores.ptr, 0, columns);
  kernels.range(scores.ptr, columns, limits.ptr);
  kernels.combine(combined.ptr, scores.ptr, columns, 0.3, 0.1, 0);
  const named = stage.i32([7]), padded = 128;
  kernels.explain(
    ...[items.ptr, weights.ptr, 20, x.ptr, named.ptr, 1, x.ptr, stride, 0.7, parts.ptr] as const,
  );
  const bytes = stage.i32(padded * stride / 4),
    bounds = stage.f32(padded * 3),
    query = stage.i32(4 + stride / 2);
  const most = stage.f32(padded), extremes = stage.f32([Infinity, -Infinity]), work = stage.f32(32);
  kernels.packBytes(x.ptr, stride, 0, columns, bytes.ptr, bounds.ptr);
  kernels.quantizeVector(vector.ptr, stride, query.ptr);
  kernels.scoreBytes(
    ...[bytes.ptr, bounds.ptr, x.ptr, 0, query.ptr, vector.ptr, stride, 0, columns] as const,
    ...[most.ptr, extremes.ptr, work.ptr] as const,
  );
  const count = kernels.topK(combined.ptr, columns, 0, 10, top.ptr, best.ptr);
  const entries = 2500;
  const users = stage.i32(Array.from({ length: entries }, () => random.int(rows)));
  const others = stage.i32(Array.from({ length: entries }, () => random.int(columns)));
  const p = normal(rows * stride), q = normal(columns * stride), bu = normal(rows), bi = normal(columns);
  const observed = normal(entries);
  const sgd = [users, others, observed].map(({ ptr }) => ptr) as [number, number, number];
  const factors = [p, q, bu, bi].map(({ ptr }) => ptr) as [number, number, number, number];
  const error = kernels.sgdEpoch(...sgd, 0, 0, entries, ...factors, 0, stride, 0.001, 0.02, 0.02);
  const arrays = {
    inverse,
    z,
    g,
    y,
    values,
    vectors,
    vector,
    scores,
    limits,
    combined,
    most,
    extremes,
    parts,
    top,
    best,
    p,
    q,
    bu,
    bi,
  };
  return {
    ...{ product, gram, invertible, rank, iterations, count, error },
    ...Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.read()])),
  };
}

Deno.test("every kernel gives the same bits again, in another memory, at other addresses, and once it is optimised", () => {
  const first = runAll(1);
  assert.ok(Number.isFinite(first.error));
  assert.deepEqual([first.invertible, first.rank, first.count], [1, 35, 10]);
  // The first calls run in the baseline compiler, later ones in the optimising one.
  for (let seed = 2; seed < 40; seed++) assert.deepEqual(runAll(seed), first);
});

Deno.test("the build for shared memory gives the bits of the strict one", () => {
  assert.deepEqual(runAll(1, { shared: true }), runAll(1));
});

Deno.test("the relaxed build gives the numbers of the strict one up to rounding", () => {
  const strict = runAll(1), relaxed = runAll(1, { relaxed: true });
  for (const name of ["product", "scores", "combined", "p", "q"]) {
    const [a, b] = [strict[name], relaxed[name]] as Float32Array[];
    assert.equal(a!.length, b!.length);
    a!.forEach((x, i) =>
      assert.ok(Math.abs(x - b![i]!) < 1e-4 * (1 + Math.abs(x)), `${name} ${i}: ${x} ${b![i]}`)
    );
  }
});
