import assert from "node:assert/strict";
import { drill } from "./broken_training.ts";

Deno.test("while trainings crash, fail and give rubbish the old model serves, and the next one is published", async () => {
  const { failures, wrongVersions, load, recovered, alive } = await drill({ kill: false });
  assert.ok(alive);
  assert.equal(failures.length, 3, failures.join("; "));
  assert.match(failures[0]!, /Cannot train: the worker stopped, .*out of luck/);
  assert.match(failures[1]!, /unreachable/);
  assert.equal(wrongVersions, 0);
  assert.equal(load.failed, 0, JSON.stringify(load.faults));
  assert.notEqual(recovered, undefined);
});
