import assert from "node:assert/strict";
import { createStage, everySize, type Guarded, type Stage, strides } from "./guarded.ts";
import {
  awkward,
  levelAt,
  packRows,
  padded,
  roundedOneWay,
  type RowsInBytes,
  scoreRows,
  shuffledSteps,
} from "./rows_in_bytes.ts";

Deno.test("packBytes() keeps every number within half a step of its row, and knows how far the rows are off", () => {
  const stage = createStage(71);
  for (const n of everySize) {
    stage.clear();
    const stride = strides[n % strides.length]!;
    const rows = packRows(stage, { n, stride, change: (x) => n > 2 && x.fill(0, stride, 2 * stride) });
    const x = rows.x.read(), bounds = rows.bounds.read();
    rows.bytes.read();
    for (let i = 0; i < padded(n); i++) {
      const at = 96 * (i >> 5) + i % 32, scale = bounds[at]!;
      let square = 0, copySquare = 0, error = 0;
      for (let f = 0; f < stride; f++) {
        const value = i < n ? x[i * stride + f]! : 0, copy = levelAt(rows, i, f) * scale;
        assert.ok(Math.abs(value - copy) <= 0.5001 * scale, `(${i}, ${f}) of ${n} rows is off`);
        square += value ** 2;
        copySquare += copy ** 2;
        error += (value - copy) ** 2;
      }
      assert.ok(bounds[at + 32]! >= Math.sqrt(error) && bounds[at + 32]! <= 1.001 * Math.sqrt(error));
      const longest = Math.sqrt(Math.max(square, copySquare));
      assert.ok(bounds[at + 64]! >= longest, `row ${i} of ${n}, or its copy, is longer`);
      assert.ok(bounds[at + 64]! <= 1.001 * longest + 1e-11);
    }
  }
});

Deno.test("packBytes() in ranges gives the bytes of one call", () => {
  const stage = createStage(72);
  const whole = packRows(stage, { n: 200, stride: 20 });
  const bytes = stage.i32(224 * 5), bounds = stage.f32(224 * 3);
  for (const [r0, r1] of [[96, 200], [0, 32], [32, 96]] as const) {
    stage.kernels.packBytes(whole.x.ptr, 20, r0, r1, bytes.ptr, bounds.ptr);
  }
  assert.deepEqual(bytes.read(), whole.bytes.read());
  assert.deepEqual(bounds.read(), whole.bounds.read());
});

function findTop(
  stage: Stage,
  rows: RowsInBytes,
  { k, mask, cuts = [] }: { k: number; mask: Guarded<Uint32Array> | undefined; cuts?: number[] },
) {
  const items = stage.i32(k), scores = stage.f32(k), work = stage.f32(32);
  let count = 0, from = 0;
  for (const to of [...cuts.filter((cut) => cut < rows.n), rows.n]) {
    const list = [mask?.ptr ?? 0, k, count, items.ptr, scores.ptr, work.ptr] as const;
    count = stage.kernels.topKBytes(...rows.args, from, to, ...list);
    from = to;
  }
  work.read();
  return { items: [...items.read().subarray(0, count)], scores: [...scores.read().subarray(0, count)] };
}

function findTopOfAll(stage: Stage, all: Float32Array, k: number, mask: Guarded<Uint32Array> | undefined) {
  const items = stage.i32(k), scores = stage.f32(k), from = stage.f32(all);
  const count = stage.kernels.topK(from.ptr, all.length, mask?.ptr ?? 0, k, items.ptr, scores.ptr);
  return { items: [...items.read().subarray(0, count)], scores: [...scores.read().subarray(0, count)] };
}

for (const relaxed of [false, true]) {
  const build = relaxed ? "relaxed" : "strict";

  Deno.test(`topKBytes() gives what score() and topK() give, to the last bit, whatever the rows and ranges (${build})`, () => {
    const stage = createStage(73, { relaxed });
    for (let turn = 0; turn < 4 * everySize.length; turn++) {
      stage.clear();
      const n = everySize[turn % everySize.length]!, stride = strides[turn % strides.length]!;
      const k = 1 + stage.random.int(turn % 4 ? 20 : n + 3);
      const rows = packRows(stage, { n, stride, based: turn % 2 === 0, change: awkward(stage, turn) });
      const mask = turn % 3
        ? stage.u32(new Uint32Array(padded(n) / 32).map(() => stage.random.int(2 ** 32)))
        : undefined;
      const expected = findTopOfAll(stage, scoreRows(stage, rows), k, mask);
      assert.deepEqual(findTop(stage, rows, { k, mask }), expected, `${k} of ${n}, turn ${turn}`);
      assert.deepEqual(findTop(stage, rows, { k, mask, cuts: [32, 64, 224] }), expected);
    }
  });

  Deno.test(`topKBytes() finds the best of rows whose bytes are all the same (${build})`, () => {
    const stage = createStage(76, { relaxed });
    for (const n of everySize) {
      stage.clear();
      const stride = strides[n % strides.length]!;
      const rows = packRows(stage, { n, stride, change: roundedOneWay(stage) });
      const expected = findTopOfAll(stage, scoreRows(stage, rows), 5, undefined);
      assert.deepEqual(findTop(stage, rows, { k: 5, mask: undefined }), expected, `${n} rows`);
    }
  });

  Deno.test(`topKBytes() finds the best of rows that only rounding tells apart (${build})`, () => {
    const stage = createStage(77, { relaxed });
    for (const n of everySize) {
      stage.clear();
      const rows = packRows(stage, { n, stride: strides[n % strides.length]!, change: shuffledSteps(stage) });
      const expected = findTopOfAll(stage, scoreRows(stage, rows), 5, undefined);
      assert.deepEqual(findTop(stage, rows, { k: 5, mask: undefined }), expected, `${n} rows`);
    }
  });

  Deno.test(`topKBytes() scores few rows in f32 where bytes tell enough (${build})`, () => {
    const stage = createStage(74, { relaxed });
    const n = 2_000, stride = 64, k = 10;
    const rows = packRows(stage, { n, stride });
    const expected = findTop(stage, rows, { k, mask: undefined });
    const kept = new Set(expected.items);
    // A row that is scored shows up now; all but a few in a hundred are not.
    for (let i = 0; i < n; i++) {
      if (!kept.has(i)) rows.x.view[i * stride] = 1e9 * Math.sign(rows.vec.view[0]!);
    }
    const seen = findTop(stage, rows, { k: n, mask: undefined }).scores.filter((score) => score > 1e6).length;
    assert.equal(seen, n - k);
    const items = stage.i32(n), scores = stage.f32(n), work = stage.f32(32);
    items.view.set(expected.items);
    scores.view.set(expected.scores);
    const list = [0, k, k, items.ptr, scores.ptr, work.ptr] as const;
    stage.kernels.topKBytes(...rows.args, 0, n, ...list);
    const entered = [...scores.read().subarray(0, k)].filter((score) => score > 1e6).length;
    assert.ok(entered <= 2, `${entered} rows were scored that could not be among the best`);
  });
}
