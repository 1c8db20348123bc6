import assert from "node:assert/strict";
import { createStage, everySize, type Guarded, type Stage, strides } from "./guarded.ts";

const padded = (n: number) => Math.ceil(n / 32) * 32;

function pack(stage: Stage, x: Guarded<Float32Array>, n: number, stride: number) {
  const bytes = stage.i32(new Int32Array(padded(n) * stride / 4).fill(-1));
  const scales = stage.f32(new Float32Array(padded(n)).fill(NaN));
  stage.kernels.packBytes(x.ptr, stride, 0, n, bytes.ptr, scales.ptr);
  return { bytes, scales };
}

/** Byte (i, f), wherever it stands. */
function byteAt(bytes: Int8Array, stride: number, i: number, f: number): number {
  return bytes[(((i >> 5) * (stride / 2) + (f >> 1)) * 32 + i % 32) * 2 + f % 2]!;
}

Deno.test("packBytes() keeps every number within half a step of its row", () => {
  const stage = createStage(71);
  for (const n of everySize) {
    stage.clear();
    const stride = strides[n % strides.length]!;
    const x = stage.rows(n, stride, stride);
    if (n > 2) x.view.subarray(stride, 2 * stride).fill(0);
    const { bytes, scales } = pack(stage, x, n, stride);
    const all = new Int8Array(bytes.read().buffer), steps = scales.read(), rows = x.read();
    for (let i = 0; i < n; i++) {
      for (let f = 0; f < stride; f++) {
        const off = Math.abs(byteAt(all, stride, i, f) * steps[i]! - rows[i * stride + f]!);
        assert.ok(off <= 0.5001 * steps[i]!, `(${i}, ${f}) of ${n} rows is off by ${off}`);
      }
    }
    assert.ok(steps.subarray(n).every((step) => step === 0));
  }
});

Deno.test("quantizeVector() uses all of 16 bits, but no sum of products with bytes can leave 32", () => {
  const stage = createStage(72);
  for (const stride of [4, 64, 256, 1024, 4096]) {
    stage.clear();
    const vec = stage.rows(1, stride, stride), out = stage.i32(stride / 2);
    const scale = stage.kernels.quantizeVector(vec.ptr, stride, out.ptr);
    const numbers = new Int16Array(out.read().buffer);
    for (let f = 0; f < stride; f++) {
      assert.ok(Math.abs(numbers[f]! * scale - vec.view[f]!) <= 0.51 * scale);
    }
    const largest = Math.max(...numbers.map(Math.abs));
    assert.ok(
      127 * largest * stride < 2 ** 31 && largest >= Math.min(32767, Math.floor(2 ** 31 / 127 / stride) - 1),
    );
  }
  assert.equal(stage.kernels.quantizeVector(stage.f32(4).ptr, 4, stage.i32(2).ptr), 0);
});

Deno.test("topKBytes() finds what a full sort of the approximate scores finds, whatever the ranges", () => {
  const stage = createStage(73);
  for (const n of everySize) {
    stage.clear();
    const stride = strides[n % strides.length]!, k = 1 + stage.random.int(20);
    const x = stage.rows(n, stride, stride),
      vec = stage.rows(1, stride, stride),
      query = stage.i32(stride / 2);
    const base = n % 2 ? stage.f32(new Float32Array(padded(n)).map(() => stage.random.normal())) : undefined;
    const mask = n % 3
      ? stage.u32(new Uint32Array(padded(n) / 32).map(() => stage.random.int(2 ** 32)))
      : undefined;
    const { bytes, scales } = pack(stage, x, n, stride);
    const scale = stage.kernels.quantizeVector(vec.ptr, stride, query.ptr);
    const all = new Int8Array(bytes.read().buffer), numbers = new Int16Array(query.read().buffer);
    const unit = Math.fround(scale);
    const expected = Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let f = 0; f < stride; f++) sum += byteAt(all, stride, i, f) * numbers[f]!;
      const score = Math.fround(Math.fround(unit * scales.view[i]!) * Math.fround(sum));
      return { i, score: base ? Math.fround(base.view[i]! + score) : score };
    }).filter(({ i }) => !mask || ((mask.view[i >>> 5]! >>> (i & 31)) & 1) === 0)
      .sort((a, b) => b.score - a.score || a.i - b.i).slice(0, k);
    for (const cuts of [[], [32, 64, 224]]) {
      const items = stage.i32(k), scores = stage.f32(k), work = stage.f32(32);
      let count = 0, from = 0;
      for (const to of [...cuts.filter((cut) => cut < n), n]) {
        count = stage.kernels.topKBytes(
          bytes.ptr,
          scales.ptr,
          base?.ptr ?? 0,
          query.ptr,
          scale,
          stride,
          from,
          to,
          mask?.ptr ?? 0,
          k,
          count,
          items.ptr,
          scores.ptr,
          work.ptr,
        );
        from = to;
      }
      work.read();
      assert.deepEqual([...items.read().subarray(0, count)], expected.map(({ i }) => i), `${k} of ${n}`);
      assert.deepEqual([...scores.read().subarray(0, count)], expected.map(({ score }) => score));
    }
  }
});

Deno.test("rescore() sorts candidates by the scores that scoring all rows gives", () => {
  const stage = createStage(74);
  for (const count of everySize) {
    stage.clear();
    const n = count + 5, stride = strides[count % strides.length]!;
    const x = stage.rows(n, stride, stride), vec = stage.rows(1, stride, stride), all = stage.f32(n);
    const base = count % 2 ? stage.rows(1, n, n) : undefined;
    stage.kernels.score(x.ptr, base?.ptr ?? 0, vec.ptr, stride, all.ptr, 0, n);
    const order = Array.from({ length: n }, (_, i) => i);
    stage.random.shuffle(order);
    const items = stage.i32(order.slice(0, count)), scores = stage.f32(count);
    stage.kernels.rescore(x.ptr, base?.ptr ?? 0, vec.ptr, stride, items.ptr, count, scores.ptr);
    const found = items.read(), values = scores.read();
    assert.deepEqual([...found].sort((a, b) => a - b), order.slice(0, count).sort((a, b) => a - b));
    for (let j = 0; j < count; j++) {
      assert.ok(Math.abs(values[j]! - all.view[found[j]!]!) < 1e-4);
      assert.ok(j === 0 || values[j - 1]! >= values[j]!);
    }
  }
});

Deno.test("topKBytes() and rescore() together lose at most one in a thousand of the best ten", () => {
  const stage = createStage(75);
  const n = 2000, stride = 64;
  const x = stage.rows(n, stride, stride), query = stage.i32(stride / 2), work = stage.f32(32);
  // Factors fall off, as trained ones do.
  x.view.forEach((value, at) => x.view[at] = value / (1 + at % stride));
  const { bytes, scales } = pack(stage, x, n, stride);
  const vec = stage.f32(stride), all = stage.f32(n), best = stage.i32(10), bestScores = stage.f32(10);
  const items = stage.i32(20), scores = stage.f32(20);
  let hits = 0;
  for (let turn = 0; turn < 200; turn++) {
    vec.view.forEach((_, f) => vec.view[f] = stage.random.normal() / (1 + f));
    stage.kernels.score(x.ptr, 0, vec.ptr, stride, all.ptr, 0, n);
    stage.kernels.topK(all.ptr, n, 0, 10, best.ptr, bestScores.ptr);
    const scale = stage.kernels.quantizeVector(vec.ptr, stride, query.ptr);
    stage.kernels.topKBytes(
      bytes.ptr,
      scales.ptr,
      0,
      query.ptr,
      scale,
      stride,
      0,
      n,
      0,
      20,
      0,
      items.ptr,
      scores.ptr,
      work.ptr,
    );
    stage.kernels.rescore(x.ptr, 0, vec.ptr, stride, items.ptr, 20, scores.ptr);
    const found = new Set(items.view.subarray(0, 10));
    for (const item of best.view) if (found.has(item)) hits++;
  }
  assert.ok(hits >= 1998, `${hits} of 2000`);
});
