import assert from "node:assert/strict";
import { createRandom } from "../../engine/random.ts";
import { createStage } from "./guarded.ts";
import { createSymmetric } from "./matrices.ts";
import { createSparse, placeSparse, type Sparse, toSparse } from "./sparse.ts";

/** Kernels that decompose and rank, on the same numbers, at addresses that depend on `seed`. */
function rankAll(seed: number, build: { shared?: boolean; relaxed?: boolean } = {}): Record<string, unknown> {
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
    combined = stage.f32(columns);
  const items = stage.i32(Array.from({ length: 20 }, () => random.int(columns))), weights = normal(20);
  const parts = stage.f32(20), top = stage.i32(10), best = stage.f32(10);
  kernels.foldIn(items.ptr, weights.ptr, 20, x.ptr, stride, vector.ptr);
  kernels.score(x.ptr, 0, vector.ptr, stride, scores.ptr, 0, columns);
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

/** Kernels that solve, descend and search, likewise. */
function solveAll(
  seed: number,
  build: { shared?: boolean; relaxed?: boolean } = {},
): Record<string, unknown> {
  const stage = createStage(seed, build), random = createRandom(6), { kernels } = stage;
  const normal = (length: number) => stage.f32(Array.from({ length }, () => random.normal()));
  const rows = 203, columns = 101, stride = 36, k = 7, n = 200;
  const cells = Array.from({ length: rows * columns }, () => random.next() < 0.06 ? random.normal() : 0);
  const matrix = toSparse(cells, rows, columns);
  const turned = toSparse(
    cells.map((_, at) => cells[(at % rows) * columns + Math.floor(at / rows)]!),
    columns,
    rows,
  );
  const { rowPtr, colIdx, values } = placeSparse(stage, matrix);
  const pairs = stage.i32(toPairs(matrix)), turnedPtr = stage.i32(turned.rowPtr);
  const weights = stage.f32(values.read().map((value) => Math.abs(value)));
  const y = normal(columns * stride), diagonal = stage.f32(new Float32Array(stride).fill(3));
  const ridge = stage.f32(new Float32Array(rows).fill(0.5)), near = stage.f32(rows * stride);
  const solved = stage.f32(rows * stride), work = stage.f32((2 * stride + 66) * (stride + 8));
  const system = [
    rowPtr.ptr,
    colIdx.ptr,
    weights.ptr,
    0,
    rows,
    y.ptr,
    stride,
    diagonal.ptr,
    ridge.ptr,
  ] as const;
  kernels.solveRows(...system, near.ptr, 5, work.ptr);
  kernels.solveRowsDirectly(...system, solved.ptr, work.ptr);
  const rotated = normal(rows * stride), rotation = normal(stride * stride);
  kernels.rotateRows(rotated.ptr, rows, stride, rotation.ptr, work.ptr);

  const panel = normal(columns * 8), image = stage.f32(columns * 8), gram = stage.f64(64), c = normal(64);
  kernels.normalProduct(rowPtr.ptr, pairs.ptr, 0, rows, panel.ptr, image.ptr);
  kernels.projectPanel(panel.ptr, image.ptr, columns, gram.ptr);
  kernels.subtractPanel(panel.ptr, c.ptr, columns, image.ptr);

  const dense = createSymmetric(random, n), square = stage.f32(Float32Array.from(dense));
  const sweep = stage.f32(2 * 96 * n + 8 * 96 * 96);
  for (let i = 0; i < n; i++) square.view[i * n + i] = 100 * n;
  for (let from = 0; from < n; from += 96) {
    const block = [square.ptr, n, n, from, Math.min(96, n - from), sweep.ptr] as const;
    assert.equal(kernels.sweepPivot(...block), 1);
    kernels.sweepUpdate(...block, 0, n);
  }
  kernels.sweepFinish(square.ptr, n, 0, n);

  const cursors = stage.i32(turned.rowPtr.slice(0, columns)), padded = Math.ceil(rows / 16) * 16;
  const sums = stage.f32(padded), bars = stage.f32(padded), counts = stage.i32(rows);
  const near20 = stage.i32(rows * 20), nearScores = stage.f32(rows * 20);
  const { colIdx: turnedIdx, values: turnedValues } = placeSparse(stage, turned);
  kernels.itemNeighbours(
    ...[
      rowPtr.ptr,
      pairs.ptr,
      turnedPtr.ptr,
      turnedIdx.ptr,
      turnedValues.ptr,
      cursors.ptr,
      rows,
      0,
      rows,
    ] as const,
    ...[sums.ptr, bars.ptr, 20, near20.ptr, nearScores.ptr, counts.ptr] as const,
  );

  const entries = 2_000,
    draw = (below: number) => stage.i32(Array.from({ length: entries }, () => random.int(below)));
  const users = draw(rows), better = draw(columns), worse = draw(columns);
  const labels = stage.f32(Array.from({ length: entries }, () => random.int(2)));
  const p = normal(rows * stride), q = normal(columns * stride), bu = normal(rows), bi = normal(columns);
  const errors = [
    kernels.sgdLogistic(
      ...[users.ptr, better.ptr, labels.ptr, 0, entries, p.ptr, q.ptr, bu.ptr, bi.ptr] as const,
      ...[0.1, stride, 0.01, 0.02, 0.03] as const,
    ),
    kernels.sgdBpr(
      ...[
        users.ptr,
        better.ptr,
        worse.ptr,
        0,
        entries,
        p.ptr,
        q.ptr,
        bi.ptr,
        stride,
        0.01,
        0.02,
        0.03,
      ] as const,
    ),
  ];

  const vec = normal(stride), base = normal(256), blocks = stage.f32(128 * stride);
  const items = stage.i32(k), best = stage.f32(k), byBytes = stage.i32(k), bytesBest = stage.f32(k);
  const bytes = stage.i32(32 * stride), bounds = stage.f32(3 * 128), query = stage.i32(4 + stride / 2);
  kernels.packBlocks(y.ptr, stride, 0, columns, blocks.ptr);
  kernels.topKBlocks(
    ...[blocks.ptr, base.ptr, vec.ptr, stride, 0, columns, 0, k, 0, items.ptr, best.ptr, work.ptr] as const,
  );
  kernels.packBytes(y.ptr, stride, 0, columns, bytes.ptr, bounds.ptr);
  kernels.quantizeVector(vec.ptr, stride, query.ptr);
  kernels.topKBytes(
    ...[bytes.ptr, bounds.ptr, y.ptr, base.ptr, query.ptr, vec.ptr, stride, 0, columns, 0, k, 0] as const,
    ...[byBytes.ptr, bytesBest.ptr, work.ptr] as const,
  );
  const width = 16, tile = stage.f32(columns * width), vectors = normal(stride * width);
  const tileItems = stage.i32(width * k), tileBest = stage.f32(width * k), found = stage.i32(width);
  kernels.scoreTile(
    ...[y.ptr, stride, stride, vectors.ptr, width, width, base.ptr, tile.ptr, 0, columns, 0] as const,
  );
  kernels.topKTile(tile.ptr, columns, width, k, tileItems.ptr, tileBest.ptr, found.ptr);
  const chosen = stage.f32(k), ensembleItems = stage.i32(k), ensembleBest = stage.f32(k);
  kernels.scoreItems(y.ptr, base.ptr, vec.ptr, stride, items.ptr, k, chosen.ptr);
  const member = stage.i32([y.ptr, base.ptr, vec.ptr, stride, 0, 0]), most = stage.f32(128);
  new Float32Array(member.view.buffer, member.ptr, 6)[4] = 0.5;
  most.view.fill(1e6);
  kernels.topKBounds(
    ...[
      most.ptr,
      columns,
      member.ptr,
      1,
      0,
      k,
      ensembleItems.ptr,
      ensembleBest.ptr,
      stage.f32(256).ptr,
    ] as const,
  );
  const arrays = {
    ...{ near, solved, rotated, image, gram, square, near20, nearScores, counts, p, q, bu, bi },
    ...{
      items,
      best,
      byBytes,
      bytesBest,
      tile,
      tileItems,
      tileBest,
      found,
      chosen,
      ensembleItems,
      ensembleBest,
    },
  };
  return {
    errors,
    ...Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.read()])),
  };
}

/** {i32 column, f32 value} by entry. */
function toPairs({ colIdx, values }: Sparse): Int32Array {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  return Int32Array.from({ length: 2 * colIdx.length }, (_, at) => (at % 2 === 0 ? colIdx : bits)[at >> 1]!);
}

function runAll(seed: number, build: { shared?: boolean; relaxed?: boolean } = {}): Record<string, unknown> {
  return { ...rankAll(seed, build), solving: solveAll(seed, build) };
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
