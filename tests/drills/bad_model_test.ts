import assert from "node:assert/strict";
import { damages, drill } from "./bad_model.ts";

Deno.test("behind damaged models of every kind a running and a starting process serve the whole one", async () => {
  const { running, started, alive } = await drill({ together: true });
  assert.ok(alive);
  assert.ok(started);
  assert.deepEqual(running, { [Object.keys(damages).at(-1)!]: { noticed: true, served: true } });
});
