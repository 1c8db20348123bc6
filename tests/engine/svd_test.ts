import assert from "node:assert/strict";
import { buildMatrix, type Matrix } from "../../engine/csr.ts";
import { createRandom } from "../../engine/random.ts";
import { defaultSvdOptions, fitSvd } from "../../engine/svd.ts";
import { decompose } from "../../engine/truncated_svd.ts";
import { type Fit, rawScores, testMember, toMatrix } from "./member_contract.ts";
import { asOf, checkerboard, planted, toEvents, weights } from "./planted.ts";

const fit = ((matrix, { seed = 1, onProgress } = {}) =>
  fitSvd(matrix, {
    ...defaultSvdOptions,
    seed,
    weight: 0.7,
    ...(onProgress ? { onProgress } : {}),
  })) satisfies Fit;

testMember("svd", fit);

/** A dense matrix with exactly these singular values, stored as sparse rows. */
function withSpectrum(spectrum: readonly number[], rows: number, columns: number): Matrix {
  const random = createRandom(17);
  const left = orthonormal(rows, spectrum.length, random),
    right = orthonormal(columns, spectrum.length, random);
  const values = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      spectrum.forEach((sigma, k) => values[r * columns + c]! += sigma * left[k]![r]! * right[k]![c]!);
    }
  }
  return {
    userIds: Float64Array.from({ length: rows }, (_, r) => r + 1),
    itemIds: Float64Array.from({ length: columns }, (_, c) => c + 1),
    rowPtr: Int32Array.from({ length: rows + 1 }, (_, r) => r * columns),
    colIdx: Int32Array.from({ length: rows * columns }, (_, e) => e % columns),
    values,
  };
}

function orthonormal(length: number, count: number, random: { normal(): number }): Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (const other of vectors) {
      const dot = vector.reduce((sum, x, i) => sum + x * other[i]!, 0);
      vector.forEach((x, i) => vector[i] = x - dot * other[i]!);
    }
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((x) => x / norm));
  }
  return vectors;
}

Deno.test("decompose() finds the singular values of a constructed matrix and orthonormal vectors", () => {
  const spectrum = Array.from({ length: 30 }, (_, k) => 10 * 0.8 ** k);
  const matrix = withSpectrum(spectrum, 90, 70);
  const { singularValues, vectors, stride, rank } = decompose(matrix, {
    factors: 12,
    seed: 1,
  });
  assert.equal(rank, 12);
  singularValues.forEach((sigma, k) =>
    assert.ok(Math.abs(sigma / spectrum[k]! - 1) < 1e-4, `${k}: ${sigma}`)
  );
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < 70; i++) dot += vectors[i * stride + a]! * vectors[i * stride + b]!;
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-5, `${a}, ${b}: ${dot}`);
    }
  }
});

Deno.test("decompose() makes the largest entry of each vector positive, so that no seed turns one around", () => {
  const matrix = withSpectrum(Array.from({ length: 30 }, (_, k) => 10 * 0.8 ** k), 90, 70);
  const firsts = [1, 2, 3, 4].map((seed) => {
    const { vectors, stride, rank } = decompose(matrix, { factors: 12, tolerance: 1e-4, seed });
    for (let f = 0; f < rank; f++) {
      const column = Array.from({ length: 70 }, (_, i) => vectors[i * stride + f]!);
      const largest = column.reduce((most, x) => Math.abs(x) > Math.abs(most) ? x : most, 0);
      assert.ok(largest > 0, `seed ${seed}, vector ${f}: ${largest}`);
    }
    return Array.from({ length: 70 }, (_, i) => vectors[i * stride]!);
  });
  for (const first of firsts) first.forEach((x, i) => assert.ok(Math.abs(x - firsts[0]![i]!) < 1e-3));
});

Deno.test("decompose() keeps no more factors than the matrix has rank", () => {
  assert.equal(decompose(withSpectrum([3, 2, 1], 40, 25), { factors: 16, seed: 1 }).rank, 3);
  const { rank, singularValues } = decompose(withSpectrum([5], 1, 1), {
    factors: 64,
    seed: 1,
  });
  assert.equal(rank, 1);
  assert.ok(Math.abs(singularValues[0]! - 5) < 1e-5);
});

Deno.test("decompose() keeps vectors orthonormal and values right up to the whole space, in which small ones come last", () => {
  const spectrum = Array.from({ length: 150 }, (_, k) => 10 / (1 + k));
  const matrix = withSpectrum(spectrum, 200, 160);
  const { singularValues, vectors, stride, rank } = decompose(matrix, {
    factors: 140,
    tolerance: 1e-4,
    seed: 2,
  });
  assert.equal(rank, 140);
  singularValues.forEach((sigma, k) =>
    assert.ok(Math.abs(sigma / spectrum[k]! - 1) < 1e-3, `${k}: ${sigma} ${spectrum[k]}`)
  );
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < 160; i++) dot += vectors[i * stride + a]! * vectors[i * stride + b]!;
      assert.ok(Math.abs(dot - (a === b ? 1 : 0)) < 1e-5, `${a}, ${b}: ${dot}`);
    }
  }
});

Deno.test("decompose() finds equal singular values, more of them than a panel has columns", () => {
  const spectrum = Array.from({ length: 60 }, (_, k) => k < 40 ? 3 : 1);
  const { singularValues, rank } = decompose(withSpectrum(spectrum, 90, 300), { factors: 50, seed: 1 });
  assert.equal(rank, 50);
  singularValues.forEach((sigma, k) =>
    assert.ok(Math.abs(sigma / spectrum[k]! - 1) < 1e-4, `${k}: ${sigma}`)
  );
});

Deno.test("decompose() in chunks of rows sees every row: more rows than one call takes", () => {
  const { rows } = checkerboard(4_500, 12);
  const matrix = toMatrix(rows);
  const { singularValues } = decompose(matrix, { factors: 4, seed: 1 });
  const total = matrix.values.reduce((sum, value) => sum + value * value, 0);
  const full = decompose(matrix, { factors: 12, seed: 1 }).singularValues;
  assert.ok(Math.abs(full.reduce((sum, sigma) => sum + sigma * sigma, 0) / total - 1) < 1e-4);
  singularValues.forEach((sigma, k) => assert.ok(Math.abs(sigma / full[k]! - 1) < 1e-3));
});

Deno.test("fitSvd() gives the same ranking when every weight is multiplied by one number", () => {
  const { rows } = planted({ users: 60, products: 30, groups: 3, interactions: 12, days: 20, seed: 6 });
  const heavier = { view: 7, like: 14, cart: 21, purchase: 35 };
  const [one, seven] = [weights, heavier].map((w) =>
    fit(buildMatrix(toEvents(rows), { weights: w, decayPerDay: 0.1, asOf }))
  );
  const scale = one!.fold.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  one!.fold.forEach((x, i) =>
    assert.ok(Math.abs(x - seven!.fold[i]!) < 1e-3 * scale, `${i}: ${x} ${seven!.fold[i]}`)
  );
});

Deno.test("fitSvd() still learns where it has more factors than there are products", () => {
  // An unfiltered projection on all directions would score every product outside the history 0.
  const matrix = toMatrix(checkerboard(60, 8).rows);
  const member = fit(matrix);
  assert.ok(member.factors <= 8);
  const scores = rawScores(member, new Map([[0, 1]]));
  for (const odd of [2, 4, 6]) {
    for (const even of [1, 3, 5, 7]) {
      assert.ok(scores[odd]! > scores[even]! + 0.01, `${odd}, ${even}: ${scores}`);
    }
  }
});
