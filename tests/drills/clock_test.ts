import assert from "node:assert/strict";
import { drill } from "./clock.ts";

Deno.test("a clock that jumps a day ahead and back stops neither lists nor clicks", async () => {
  const { wrong } = await drill({ rounds: 1, trainings: false });
  assert.deepEqual(wrong, []);
});
