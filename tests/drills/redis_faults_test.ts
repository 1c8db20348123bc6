import assert from "node:assert/strict";
import { drill } from "./redis_faults.ts";

Deno.test("whatever Redis does, no request fails and nothing poisoned is served", async () => {
  const verdicts = await drill({ seconds: 1.5, rate: 60 });
  assert.equal(verdicts.length, 9);
  for (const { name, load, poisonedAnswers, alive } of verdicts) {
    assert.ok(alive, name);
    assert.equal(load.failed, 0, `${name}: ${JSON.stringify(load.faults)}`);
    assert.equal(poisonedAnswers, 0, name);
  }
});
