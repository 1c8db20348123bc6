import assert from "node:assert/strict";
import { drill } from "./rejection.ts";

Deno.test("faults that nobody handles end neither the process nor a request; each is logged and counted", async () => {
  const { load, faults, counted, logged, alive, exitCode } = await drill({ seconds: 1.5, rate: 40 });
  assert.ok(alive);
  assert.equal(load.failed, 0, JSON.stringify(load.faults));
  assert.equal(counted, faults);
  assert.equal(logged, faults);
  assert.equal(exitCode, 0);
});
