import assert from "node:assert/strict";
import fc from "fast-check";
import { createStage, everySize, type Stage } from "./guarded.ts";

interface Found {
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

function findTop(stage: Stage, scores: ArrayLike<number>, k: number, excluded?: readonly number[]): Found {
  const n = scores.length;
  const placed = stage.f32(scores), items = stage.i32(Math.max(k, 0)), best = stage.f32(Math.max(k, 0));
  let mask: ReturnType<Stage["u32"]> | undefined;
  if (excluded) {
    const words = new Uint32Array(Math.ceil(n / 32));
    for (const i of excluded) words[i >>> 5]! |= 1 << (i & 31);
    mask = stage.u32(words);
  }
  const count = stage.kernels.topK(placed.ptr, n, mask?.ptr ?? 0, k, items.ptr, best.ptr);
  mask?.read();
  return { items: [...items.read().subarray(0, count)], scores: [...best.read().subarray(0, count)] };
}

/** Everything sorted: what topK must equal. */
function sortAll(scores: ArrayLike<number>, k: number, excluded: readonly number[] = []): Found {
  const left = new Set(excluded);
  const items = Array.from({ length: scores.length }, (_, i) => i)
    .filter((i) => !left.has(i) && !Number.isNaN(scores[i]))
    .sort((a, b) => scores[a] === scores[b] ? a - b : scores[a]! > scores[b]! ? -1 : 1)
    .slice(0, Math.max(k, 0));
  return { items, scores: items.map((i) => scores[i]!) };
}

Deno.test("topK() equals a full sort for every number of items and several k", () => {
  const stage = createStage(14);
  for (const n of everySize) {
    stage.clear();
    const scores = new Float32Array(n).map(() => stage.random.normal());
    for (const k of [1, 2, 10, n - 1, n]) {
      assert.deepEqual(findTop(stage, scores, k), sortAll(scores, k), `${k} of ${n}`);
    }
  }
});

Deno.test("topK() gives all there are when k is more than the items", () => {
  const stage = createStage(15);
  assert.deepEqual(findTop(stage, [3, 1, 2], 10), { items: [0, 2, 1], scores: [3, 2, 1] });
  assert.deepEqual(findTop(stage, [], 10), { items: [], scores: [] });
});

Deno.test("topK() gives nothing when k is zero or less", () => {
  const stage = createStage(16);
  assert.deepEqual(findTop(stage, [3, 1, 2], 0), { items: [], scores: [] });
  assert.deepEqual(findTop(stage, [3, 1, 2], -1), { items: [], scores: [] });
});

Deno.test("topK() puts the lower position first among equal scores, also across the k-th", () => {
  const stage = createStage(17);
  const flat = new Float32Array(100).fill(0.5);
  assert.deepEqual(findTop(stage, flat, 7).items, [0, 1, 2, 3, 4, 5, 6]);
  flat[60] = 0.75;
  assert.deepEqual(findTop(stage, flat, 4).items, [60, 0, 1, 2]);
  assert.deepEqual(findTop(stage, [0, -0, 0, -0], 3).items, [0, 1, 2]);
  // All within one block of sixteen, after the heap is full: the third 5 equals the worst that the second has made.
  const late = new Float32Array(40);
  late[20] = late[21] = late[22] = 5;
  assert.deepEqual(findTop(stage, late, 2).items, [20, 21]);
});

Deno.test("topK() never gives NaN, and gives -Infinity only after all the rest", () => {
  const stage = createStage(18);
  assert.deepEqual(findTop(stage, [NaN, NaN, NaN], 2), { items: [], scores: [] });
  assert.deepEqual(findTop(stage, [NaN, -Infinity, NaN, 1, -Infinity], 5), {
    items: [3, 1, 4],
    scores: [1, -Infinity, -Infinity],
  });
  const scores = new Float32Array(200).fill(NaN);
  scores[150] = 1;
  scores[3] = -1;
  assert.deepEqual(findTop(stage, scores, 1), { items: [150], scores: [1] });
});

Deno.test("topK() looks at the first n scores alone", () => {
  const stage = createStage(21);
  for (const n of everySize) {
    stage.clear();
    const scores = stage.f32(new Float32Array(n + 40).map((_, i) => i)),
      items = stage.i32(1),
      best = stage.f32(1);
    assert.equal(stage.kernels.topK(scores.ptr, n, 0, 1, items.ptr, best.ptr), 1);
    assert.deepEqual([...items.read(), ...best.read()], [n - 1, n - 1]);
  }
});

Deno.test("topK() leaves out what is excluded, at every position of the bit set", () => {
  const stage = createStage(19);
  const rising = new Float32Array(130).map((_, i) => i);
  for (let i = 0; i < 130; i++) {
    stage.clear();
    assert.deepEqual(findTop(stage, rising, 130, [i]), sortAll(rising, 130, [i]));
    assert.ok(!findTop(stage, rising, 3, [i]).items.includes(i));
  }
  const all = Array.from(rising, (_, i) => i);
  assert.deepEqual(findTop(stage, rising, 5, all), { items: [], scores: [] });
  assert.deepEqual(findTop(stage, rising, 5, all.slice(2)), { items: [1, 0], scores: [1, 0] });
});

Deno.test("topK() equals a full sort for any scores, k and exclusion", () => {
  const stage = createStage(20);
  const value = fc.oneof(
    fc.float(),
    fc.constantFrom(0, -0, 1, 2, 3, NaN, Infinity, -Infinity),
  );
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 120 }),
      fc.integer({ min: 0, max: 130 }),
      fc.infiniteStream(fc.boolean()),
      (
        scores,
        k,
        coins,
      ) => {
        stage.clear();
        const rounded = Float32Array.from(scores);
        const excluded = scores.map((_, i) => i).filter(() => coins.next().value);
        assert.deepEqual(findTop(stage, rounded, k, excluded), sortAll(rounded, k, excluded));
      },
    ),
    { numRuns: 500 },
  );
});
