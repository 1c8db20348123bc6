import assert from "node:assert/strict";
import { drill } from "./retrain_loop.ts";
import { createVersionCheck } from "./version_check.ts";

Deno.test("while the shop trains all the time nothing fails, and no list is of two models", async () => {
  const { idle, training, mixed, swaps, failedTrainings, alive } = await drill({ seconds: 4, rate: 60 });
  assert.ok(alive);
  for (const { failed, faults } of [...idle, training]) assert.equal(failed, 0, JSON.stringify(faults));
  assert.deepEqual(mixed, []);
  assert.deepEqual(failedTrainings, []);
  assert.ok(swaps > 0);
});

Deno.test("the drill would notice an older version, and two lists of one version", () => {
  const check = createVersionCheck();
  const list = (version: number, id: number) =>
    JSON.stringify({
      model_version: version,
      recommendations: [{ product_id: id, confidence_score: 1, cf_score: 1, mf_score: 1 }],
    });
  const ask = (i: number, text: string) => {
    check.asked(i);
    check.answered(i, 1, text);
  };
  // Asked before the swap, answered after it: both are right.
  check.asked(0);
  ask(1, list(1, 5));
  ask(2, list(2, 6));
  check.answered(0, 1, list(1, 5));
  assert.deepEqual(check.faults, []);
  ask(3, list(1, 5));
  ask(4, list(2, 5));
  assert.equal(check.faults.length, 2);
  assert.deepEqual(check.versions, [1, 2]);
});
