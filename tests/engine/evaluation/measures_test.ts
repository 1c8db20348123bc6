import assert from "node:assert/strict";
import type { Dataset } from "../../../engine/evaluation/dataset.ts";
import {
  averagePrecision,
  gini,
  measure,
  precision,
  reciprocalRank,
} from "../../../engine/evaluation/measures.ts";
import { InvalidInputError } from "../../../errors.ts";
import { toInteractions } from "../models/score_users.ts";

const near = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) < 1e-12, `${got}, not ${expected}`);

Deno.test("precision() counts hits over k, also where the list is shorter", () => {
  near(precision([5, 1, 7], new Set([1, 7, 9]), 2), 1 / 2);
  near(precision([5, 1, 7], new Set([1, 7, 9]), 3), 2 / 3);
  near(precision([5, 1, 7], new Set([1, 7, 9]), 10), 2 / 10);
  near(precision([-1, -1], new Set([0]), 2), 0);
});

Deno.test("averagePrecision() adds the precision at each hit over min(k, relevant items)", () => {
  // Hits at ranks 2 and 3: (1/2 + 2/3) / 3.
  near(averagePrecision([5, 1, 7, 4], new Set([1, 7, 9]), 4), (1 / 2 + 2 / 3) / 3);
  near(averagePrecision([5, 1, 7, 4], new Set([1, 7, 9]), 2), (1 / 2) / 2);
  near(averagePrecision([9, 7, 1], new Set([1, 7, 9]), 3), 1);
});

Deno.test("reciprocalRank() looks for the first hit among the first k", () => {
  near(reciprocalRank([5, 1, 7], new Set([7, 1]), 3), 1 / 2);
  near(reciprocalRank([5, 1, 7], new Set([7]), 2), 0);
});

Deno.test("gini() is 0 for equal counts and (n - 1) / n when one has all", () => {
  near(gini(Float64Array.of(3, 3, 3, 3)), 0);
  near(gini(Float64Array.of(0, 0, 0, 8)), 3 / 4);
  // Mean absolute difference of 1 and 3 over twice the mean: (2 * 2 / 4) / (2 * 2).
  near(gini(Float64Array.of(1, 3)), 1 / 4);
});

/** Three training users and four items; item 0 is had by all, 1 by two, 2 by one, 3 by none. Two test users. */
function createExample(): Dataset {
  const train = toInteractions([
    { user: 0, item: 0 },
    { user: 0, item: 0 },
    { user: 0, item: 1 },
    { user: 1, item: 0 },
    { user: 1, item: 1 },
    { user: 2, item: 0 },
    { user: 2, item: 2 },
  ]);
  return {
    users: 3,
    items: 4,
    train,
    inputs: train,
    test: { users: Int32Array.of(0, 1), ptr: Int32Array.of(0, 1, 4), items: Int32Array.of(2, 2, 3, 0) },
    testRows: train,
    negatives: null,
  };
}

Deno.test("measure() gives the means over test users of a case worked out by hand", () => {
  const lists = Int32Array.of(2, 3, 3, -1);
  const { metrics, byUser } = measure({ lists, ranks: new Int32Array() }, createExample(), {
    metrics: [
      "hr",
      "recall",
      "recall_capped",
      "ndcg",
      "precision",
      "map",
      "mrr",
      "coverage",
      "novelty",
      "gini",
      "ild",
    ],
    cutoffs: [1, 2],
  });
  const expected = {
    "hr@1": 1,
    "recall@2": (1 + 1 / 3) / 2,
    "recall_capped@2": (1 + 1 / 2) / 2,
    // Second user: one hit at rank 1 of two that were possible.
    "ndcg@2": (1 + 1 / (1 + 1 / Math.log2(3))) / 2,
    "precision@1": 1,
    "precision@2": 1 / 2,
    "map@2": (1 + 1 / 2) / 2,
    "mrr@2": 1,
    "coverage@1": 2 / 4,
    // Item 2 is had by one of three users; item 3 by nobody, which counts as one.
    "novelty@2": Math.log2(3),
    "gini@1": gini(Float64Array.of(0, 0, 1, 1)),
    // Nobody has both 2 and 3; the second list has one item and no pair.
    "ild@2": 1 / 2,
    "ild@1": 0,
  };
  for (const [key, value] of Object.entries(expected)) near(metrics[key]!, value);
  assert.deepEqual([...byUser["recall@2"]!], [1, 1 / 3]);
  assert.deepEqual([...byUser["ild@2"]!], [1, 0]);
  assert.deepEqual(Object.keys(byUser).filter((key) => /coverage|gini|novelty/.test(key)), []);
});

Deno.test("measure() reads the rank among sampled negatives as the place of the one test item", () => {
  const dataset: Dataset = {
    ...createExample(),
    test: { users: Int32Array.of(0, 1), ptr: Int32Array.of(0, 1, 2), items: Int32Array.of(2, 3) },
    negatives: { ptr: Int32Array.of(0, 1, 2), candidates: Int32Array.of(1, 1) },
  };
  const ranking = { lists: new Int32Array(), ranks: Int32Array.of(3, 11) };
  const { metrics } = measure(ranking, dataset, { metrics: ["hr", "ndcg", "mrr"], cutoffs: [2, 3, 10] });
  near(metrics["hr@2"]!, 0);
  near(metrics["hr@10"]!, 1 / 2);
  near(metrics["ndcg@10"]!, 1 / Math.log2(4) / 2);
  near(metrics["mrr@3"]!, 1 / 3 / 2);
  for (const metric of ["coverage", "gini", "novelty", "ild"] as const) {
    assert.throws(() => measure(ranking, dataset, { metrics: [metric], cutoffs: [2] }), InvalidInputError);
  }
});
