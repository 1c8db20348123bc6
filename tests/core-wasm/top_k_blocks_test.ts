import assert from "node:assert/strict";
import { createStage, everySize, type Guarded, type Stage, strides } from "./guarded.ts";

const padded = (n: number) => Math.ceil(n / 32) * 32;

interface Rows {
  readonly n: number;
  readonly stride: number;
  readonly x: Guarded<Float32Array>;
  readonly vec: Guarded<Float32Array>;
  readonly base: Guarded<Float32Array> | undefined;
  readonly blocks: Guarded<Float32Array>;
}

function pack(stage: Stage, n: number, stride: number, based: boolean): Rows {
  const x = stage.rows(n, stride, stride), vec = stage.rows(1, stride, stride);
  const base = based ? stage.f32(new Float32Array(padded(n)).map(() => stage.random.normal())) : undefined;
  // What an earlier copy has left there must not matter.
  const blocks = stage.f32(new Float32Array(padded(n) * stride).fill(NaN));
  stage.kernels.packBlocks(x.ptr, stride, 0, n, blocks.ptr);
  return { n, stride, x, vec, base, blocks };
}

/** Scores with the roundings of the kernel: factor by factor. */
function scoreAll({ n, stride, x, vec, base }: Rows): Float32Array {
  const rows = x.read(), v = vec.read(), added = base?.read();
  return new Float32Array(n).map((_, i) => {
    let sum = added?.[i] ?? 0;
    for (let f = 0; f < stride; f++) sum = Math.fround(sum + Math.fround(rows[i * stride + f]! * v[f]!));
    return sum;
  });
}

function findTop(
  stage: Stage,
  rows: Rows,
  { k, mask, cuts = [] }: { k: number; mask?: Guarded<Uint32Array>; cuts?: number[] },
) {
  const items = stage.i32(k), scores = stage.f32(k), work = stage.f32(32);
  let count = 0;
  const ends = [...cuts, rows.n];
  ends.forEach((end, e) => {
    count = stage.kernels.topKBlocks(
      rows.blocks.ptr,
      rows.base?.ptr ?? 0,
      rows.vec.ptr,
      rows.stride,
      e > 0 ? ends[e - 1]! : 0,
      end,
      mask?.ptr ?? 0,
      k,
      count,
      items.ptr,
      scores.ptr,
      work.ptr,
    );
  });
  work.read();
  return { items: [...items.read().subarray(0, count)], scores: [...scores.read().subarray(0, count)] };
}

function sortAll(scores: Float32Array, k: number, isExcluded: (i: number) => boolean = () => false) {
  const items = Array.from(scores, (_, i) => i).filter((i) => !isExcluded(i) && !Number.isNaN(scores[i]!))
    .sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
  return { items, scores: items.map((i) => scores[i]!) };
}

Deno.test("packBlocks() turns blocks of 32 rows on their side, in ranges too, and clears what is behind the last", () => {
  const stage = createStage(61);
  for (const n of everySize) {
    stage.clear();
    const stride = strides[n % strides.length]!;
    const x = stage.rows(n, stride, stride),
      blocks = stage.f32(new Float32Array(padded(n) * stride).fill(NaN));
    const cut = 32 * Math.floor(stage.random.next() * (n / 32));
    stage.kernels.packBlocks(x.ptr, stride, cut, n, blocks.ptr);
    stage.kernels.packBlocks(x.ptr, stride, 0, cut, blocks.ptr);
    const packed = blocks.read(), rows = x.read();
    const expected = new Float32Array(packed.length);
    for (let i = 0; i < n; i++) {
      for (let f = 0; f < stride; f++) {
        expected[((i >> 5) * stride + f) * 32 + i % 32] = rows[i * stride + f]!;
      }
    }
    assert.deepEqual(packed, expected);
  }
});

Deno.test("topKBlocks() finds what a full sort of the scores finds, for every number of rows and several k", () => {
  const stage = createStage(64);
  for (const n of everySize) {
    for (const k of [1, 2, 10, n, n + 3]) {
      stage.clear();
      const rows = pack(stage, n, strides[(n + k) % strides.length]!, k % 2 === 0);
      const scores = scoreAll(rows);
      assert.deepEqual(findTop(stage, rows, { k }), sortAll(scores, k), `${k} of ${n}`);
    }
  }
});

Deno.test("topKBlocks() leaves out what is excluded, and finds the same range by range", () => {
  const stage = createStage(65);
  for (let turn = 0; turn < 100; turn++) {
    stage.clear();
    const n = 1 + stage.random.int(300), k = 1 + stage.random.int(40);
    const rows = pack(stage, n, 8, turn % 2 === 0);
    const scores = scoreAll(rows);
    const mask = stage.u32(new Uint32Array(Math.ceil(n / 32)).map(() => stage.random.int(2 ** 32)));
    const expected = sortAll(scores, k, (i) => ((mask.view[i >>> 5]! >>> (i & 31)) & 1) === 1);
    assert.deepEqual(findTop(stage, rows, { k, mask }), expected);
    const cuts = [32, 96, 128, 256].filter((cut) => cut < n);
    assert.deepEqual(findTop(stage, rows, { k, mask, cuts }), expected);
  }
});

Deno.test("topKBlocks() puts the lower row first among equal scores and never gives NaN", () => {
  const stage = createStage(66);
  const rows = pack(stage, 100, 4, false);
  rows.vec.view.fill(0);
  assert.deepEqual(findTop(stage, rows, { k: 40 }).items, Array.from({ length: 40 }, (_, i) => i));
  assert.deepEqual(findTop(stage, rows, { k: 2, cuts: [64] }).items, [0, 1]);
  rows.vec.view.fill(NaN);
  assert.deepEqual(findTop(stage, rows, { k: 3 }), { items: [], scores: [] });
  assert.deepEqual(findTop(stage, rows, { k: 0 }), { items: [], scores: [] });
});

Deno.test("topKBlocks() takes each row once when the list fills up within a block", () => {
  const stage = createStage(67);
  for (let k = 1; k < 32; k++) {
    stage.clear();
    const rows = pack(stage, 64, 4, false);
    const scores = scoreAll(rows);
    const { items } = findTop(stage, rows, { k });
    assert.equal(new Set(items).size, k);
    assert.deepEqual(items, sortAll(scores, k).items);
  }
});
