import assert from "node:assert/strict";
import fc from "fast-check";
import { hr, ndcg, recall, recallCapped } from "../../engine/metrics.ts";

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual}`);

Deno.test("metrics of a list worked out by hand", () => {
  const ranked = [9, 1, 8, 2, 7], relevant = new Set([1, 2, 3]);
  assert.equal(hr(ranked, relevant, 1), 0);
  assert.equal(hr(ranked, relevant, 2), 1);
  close(recall(ranked, relevant, 4), 2 / 3);
  close(recallCapped(ranked, relevant, 2), 1 / 2);
  close(recall(ranked, relevant, 2), 1 / 3);
  const ideal = 1 + 1 / Math.log2(3) + 1 / 2;
  close(ndcg(ranked, relevant, 4), (1 / Math.log2(3) + 1 / Math.log2(5)) / ideal);
  // The ideal list is cut at min(k, relevant): one hit first of two places is 1 / (1 + 1 / log2 3).
  close(ndcg([1, 9], relevant, 2), 1 / (1 + 1 / Math.log2(3)));
});

Deno.test("metrics lie in [0, 1], and are 1 when all that can be hit is on top", () => {
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 });
  fc.assert(fc.property(list, list, fc.integer({ min: 1, max: 25 }), (ranked, items, k) => {
    const relevant = new Set(items);
    for (const metric of [hr, recall, recallCapped, ndcg]) {
      const value = metric(ranked, relevant, k);
      assert.ok(value >= 0 && value <= 1 + 1e-12);
    }
    for (const metric of [hr, recallCapped, ndcg]) close(metric(items, relevant, k), 1);
  }));
});

Deno.test("metrics are 0 where there is nothing relevant", () => {
  for (const metric of [hr, recall, recallCapped, ndcg]) assert.equal(metric([1, 2], new Set(), 2), 0);
});
