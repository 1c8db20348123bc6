import assert from "node:assert/strict";
import { drill, isGood } from "./two_processes.ts";

Deno.test("two processes on one file lose nothing, and each soon knows what the other did", async () => {
  const verdict = await drill({ seconds: 1, purchases: 1 });
  assert.ok(isGood(verdict), JSON.stringify(verdict));
});
