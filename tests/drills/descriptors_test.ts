import assert from "node:assert/strict";
import { drill } from "./descriptors.ts";

Deno.test("half-open connections that take every descriptor end neither the process nor the service", async () => {
  const { alive, restarts, during, after, exitCode } = await drill({ descriptors: 300, halfOpen: 350 });
  assert.ok(alive);
  assert.ok(restarts >= 1, "the descriptors did not run out");
  // A request that is on its way at that very moment may find its connection ended.
  assert.ok(during.failed <= 2, JSON.stringify(during.faults));
  assert.equal(after.failed, 0, JSON.stringify(after.faults));
  assert.equal(exitCode, 0);
});
