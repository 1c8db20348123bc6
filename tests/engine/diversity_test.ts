import assert from "node:assert/strict";
import { diversify } from "../../engine/diversity.ts";
import type { Ranked } from "../../engine/ranker.ts";

/** Positions of one tens-group are alike, others have nothing in common. */
const ranker = { similarity: (a: number, b: number) => Math.floor(a / 10) === Math.floor(b / 10) ? 0.9 : 0 };
const item = (position: number, score: number): Ranked => ({
  position,
  productId: position + 1,
  score,
  cfScore: score,
  mfScore: score,
});
const ranked = [item(1, 1), item(2, 0.95), item(3, 0.9), item(11, 0.6), item(21, 0.5), item(12, 0.4)];
const positions = (items: readonly Ranked[]) => items.map(({ position }) => position);

Deno.test("diversify() with lambda 1 leaves the ranking as it is", () => {
  assert.deepEqual(diversify(ranked, { ranker, lambda: 1, count: 4 }), ranked.slice(0, 4));
});

Deno.test("diversify() takes the best of each kind first when variety counts", () => {
  assert.deepEqual(positions(diversify(ranked, { ranker, lambda: 0.5, count: 3 })), [1, 11, 21]);
});

Deno.test("diversify() keeps every item and its scores, whatever lambda", () => {
  for (const lambda of [0, 0.3, 0.8]) {
    const all = diversify(ranked, { ranker, lambda, count: 99 });
    assert.deepEqual(new Set(all), new Set(ranked));
    assert.equal(all[0], ranked[0]);
  }
});

Deno.test("diversify() follows the definition of maximal marginal relevance at every step", () => {
  const lambda = 0.6;
  const result = diversify(ranked, { ranker, lambda, count: 6 });
  result.forEach((chosen, step) => {
    const before = result.slice(0, step);
    const value = ({ position, score }: Ranked) =>
      lambda * score -
      (1 - lambda) * before.reduce((most, b) => Math.max(most, ranker.similarity(position, b.position)), 0);
    for (const other of result.slice(step)) assert.ok(value(chosen) >= value(other) - 1e-12);
  });
});

Deno.test("diversify() answers nothing for nothing and refuses a lambda outside 0 to 1", () => {
  assert.deepEqual(diversify([], { ranker, lambda: 0.5, count: 5 }), []);
  assert.deepEqual(diversify(ranked, { ranker, lambda: 0.5, count: 0 }), []);
  for (const lambda of [-0.1, 1.1, NaN]) {
    assert.throws(() => diversify(ranked, { ranker, lambda, count: 1 }), /Cannot diversify: lambda is/);
  }
});
