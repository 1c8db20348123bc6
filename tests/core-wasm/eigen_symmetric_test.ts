import assert from "node:assert/strict";
import { strideOf } from "../../core-wasm/layout.ts";
import { assertNear, createStage, someSizes, type Stage } from "./guarded.ts";
import { createFromSpectrum, createOrthonormal, createSymmetric, largest, pad } from "./matrices.ts";

/** Runs the kernel and checks A V = V diag(values), V'V = I, order and padding; returns the values. */
function decompose(stage: Stage, dense: Float64Array, n: number, stride = strideOf(n)): Float64Array {
  const a = stage.f64(pad(dense, n, stride)), values = stage.f64(n);
  const vectors = stage.f64(new Float64Array(n * stride).fill(NaN));
  const iterations = stage.kernels.eigenSymmetric(a.ptr, n, stride, values.ptr, vectors.ptr);
  assert.ok(iterations >= 0 && iterations <= 3 * n, `${iterations} iterations for ${n}`);
  a.read();
  const found = values.read(), v = vectors.read();
  const size = Math.max(largest(dense), Number.MIN_VALUE), bound = 1e-13 * n;
  const residual = new Float64Array(n * n),
    inner = new Float64Array(n * n),
    identity = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (i > 0) assert.ok(found[i]! <= found[i - 1]!, `value ${i} of ${n} is out of order`);
    for (let j = n; j < stride; j++) assert.equal(v[i * stride + j], 0);
    identity[i * n + i] = 1;
    for (let j = 0; j < n; j++) {
      let product = 0, dot = 0;
      for (let k = 0; k < n; k++) {
        product += dense[i * n + k]! * v[k * stride + j]!;
        dot += v[k * stride + i]! * v[k * stride + j]!;
      }
      residual[i * n + j] = (product - found[j]! * v[i * stride + j]!) / size;
      inner[i * n + j] = dot;
    }
  }
  assertNear(residual, new Float64Array(n * n), bound, `A V of ${n}`);
  assertNear(inner, identity, bound, `V'V of ${n}`);
  return found;
}

Deno.test("eigenSymmetric() gives A V = V diag(values) with orthonormal V at many sizes", () => {
  const stage = createStage(38);
  for (const n of someSizes) {
    stage.clear();
    decompose(stage, createSymmetric(stage.random, n), n);
    const indefinite = createSymmetric(stage.random, n, { shift: -n });
    decompose(stage, indefinite, n, strideOf(n) + 4);
  }
});

Deno.test("eigenSymmetric() finds a chosen spectrum, also with equal, zero and negative values", () => {
  const stage = createStage(39);
  const spectra = [
    [5, 4, 3, 2, 1],
    [3, 3, 3, 1, 1, 0, 0, 0],
    [2, 1, 0, -1, -2, -2],
    Array.from({ length: 30 }, (_, i) => 10 ** (-i / 3)),
    Array.from({ length: 41 }, (_, i) => 20 - i),
    new Array(16).fill(7),
  ];
  for (const sigma of spectra) {
    const n = sigma.length;
    const q = createOrthonormal(stage.random, n, n);
    const dense = createFromSpectrum({ u: q, sigma, v: q, rows: n, columns: n });
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) dense[j * n + i] = dense[i * n + j]!;
    assertNear(decompose(stage, dense, n), sigma, 1e-14 * n * Math.abs(sigma[0]!), `spectrum ${sigma}`);
  }
});

Deno.test("eigenSymmetric() serves matrices without work: zero, diagonal, one by one, blocks apart", () => {
  const stage = createStage(40);
  assert.deepEqual(decompose(stage, new Float64Array(25), 5), new Float64Array(5));
  assert.deepEqual([...decompose(stage, Float64Array.of(-3), 1)], [-3]);
  const diagonal = new Float64Array(36);
  [2, -1, 9, 0, 4, 4].forEach((value, i) => diagonal[i * 7] = value);
  assert.deepEqual([...decompose(stage, diagonal, 6)], [9, 4, 4, 2, 0, -1]);
  const blocks = new Float64Array(36);
  for (const start of [0, 2, 4]) {
    blocks[start * 7] = blocks[start * 7 + 7] = 2;
    blocks[start * 7 + 1] = blocks[start * 7 + 6] = 1;
  }
  assertNear(decompose(stage, blocks, 6), [3, 3, 3, 1, 1, 1], 1e-14);
});

Deno.test("eigenSymmetric() keeps its accuracy for very large and very small numbers", () => {
  const stage = createStage(41);
  for (const scale of [1e-150, 1e-30, 1e30, 1e140]) {
    const dense = createSymmetric(stage.random, 12).map((value) => value * scale);
    decompose(stage, dense, 12);
  }
});

Deno.test("eigenSymmetric() returns -1 for numbers that are not finite", () => {
  const stage = createStage(42);
  for (const bad of [NaN, Infinity]) {
    const dense = createSymmetric(stage.random, 8);
    dense[9] = bad;
    const a = stage.f64(pad(dense, 8, 8)), values = stage.f64(8), vectors = stage.f64(64);
    assert.equal(stage.kernels.eigenSymmetric(a.ptr, 8, 8, values.ptr, vectors.ptr), -1);
    a.read();
    vectors.read();
  }
});
