import assert from "node:assert/strict";
import { foldHistory, largestFold } from "../../engine/fold.ts";
import { msPerDay } from "../../engine/strength.ts";
import type { HistoryEvent, InteractionType } from "../../types.ts";
import { asOf, weights } from "./planted.ts";

const options = { weights, decayPerDay: 0.1, asOf };
const known = (productId: number) => productId <= 2_000 ? productId - 1 : -1;
const act = (productId: number, type: InteractionType, days = 0): HistoryEvent => ({
  productId,
  type,
  at: asOf - days * msPerDay,
});

Deno.test("foldHistory() adds up strengths per item and leaves out what the model does not know", () => {
  const fold = foldHistory(
    [act(7, "view"), act(3, "cart", 10), act(7, "purchase"), act(9_999, "view")],
    options,
    known,
  );
  assert.deepEqual(Array.from(fold.positions), [6, 2]);
  assert.equal(fold.strengths[0], 6);
  assert.ok(Math.abs(fold.strengths[1]! - 3 * Math.exp(-1)) < 1e-6);
  assert.equal(fold.empty, false);
});

Deno.test("foldHistory() names the type that means most of what was done with each item", () => {
  const views = Array.from({ length: 6 }, () => act(1, "view"));
  const fold = foldHistory(
    [...views, act(1, "purchase"), act(2, "view"), act(2, "cart"), act(3, "purchase", 40), act(3, "view")],
    options,
    known,
  );
  assert.deepEqual(fold.strongest, ["purchase", "cart", "purchase"]);
});

Deno.test("foldHistory() is empty without known items, and where nothing counts", () => {
  for (const history of [[], [act(9_999, "purchase")]]) {
    const fold = foldHistory(history, options, known);
    assert.equal(fold.empty, true);
    assert.equal(fold.positions.length, 0);
  }
  const nothing = { ...weights, view: 0 };
  assert.equal(foldHistory([act(1, "view")], { ...options, weights: nothing }, known).empty, true);
});

Deno.test("foldHistory() keeps the proportions of a history so old that its strengths would underflow", () => {
  const young = foldHistory([act(1, "purchase", 3), act(2, "view", 8)], options, known);
  const old = foldHistory([act(1, "purchase", 40_003), act(2, "view", 40_008)], options, known);
  assert.equal(old.empty, false);
  assert.ok(
    Math.abs(old.strengths[1]! / old.strengths[0]! - young.strengths[1]! / young.strengths[0]!) < 1e-6,
  );
});

Deno.test("foldHistory() keeps the strongest items of a history that is too long", () => {
  const history = Array.from(
    { length: largestFold + 500 },
    (_, i) => act(i + 1, i % 3 === 0 ? "purchase" : "view"),
  );
  const fold = foldHistory(history, options, known);
  assert.equal(fold.positions.length, largestFold);
  assert.equal(fold.strengths.filter((strength) => strength === 5).length, 500);
  assert.deepEqual(fold.positions, fold.positions.toSorted());
});
