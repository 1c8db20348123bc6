import assert from "node:assert/strict";
import { drill } from "./clock.ts";

Deno.test("a clock that jumps a day ahead and back stops neither lists, nor clicks, nor trainings", async () => {
  const { wrong, trainings } = await drill({ rounds: 1 });
  assert.deepEqual(wrong, []);
  assert.ok(trainings > 0);
});
