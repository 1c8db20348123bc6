import assert from "node:assert/strict";
import fc from "fast-check";
import { msPerDay, strengthOf } from "../../engine/strength.ts";
import { interactionTypes } from "../../types.ts";
import { asOf, weights } from "./planted.ts";

const options = { weights, decayPerDay: 0.1, asOf };

Deno.test("strengthOf() is the weight of the type now and decays by exp(-0.1) a day", () => {
  for (const [type, weight] of [["view", 1], ["like", 2], ["cart", 3], ["purchase", 5]] as const) {
    assert.equal(strengthOf({ type, at: asOf }, options), weight);
    assert.ok(
      Math.abs(strengthOf({ type, at: asOf - 10 * msPerDay }, options) - weight * Math.exp(-1)) < 1e-12,
    );
  }
});

Deno.test("strengthOf() never gives an interaction more than its weight, however far ahead its clock", () => {
  fc.assert(
    fc.property(fc.constantFrom(...interactionTypes), fc.integer({ min: 0, max: 1e12 }), (type, ahead) => {
      assert.equal(strengthOf({ type, at: asOf + ahead }, options), weights[type]);
    }),
  );
});

Deno.test("strengthOf() without decay ignores age", () => {
  assert.equal(strengthOf({ type: "cart", at: 0 }, { ...options, decayPerDay: 0 }), 3);
});
