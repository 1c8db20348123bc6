import assert from "node:assert/strict";
import { drill } from "./last_click.ts";

Deno.test("the answer after a click knows it, also among clients that act for the same users", async () => {
  const { purchases, stale, failed } = await drill({ sequences: 80, clients: 16 });
  assert.ok(purchases > 5);
  assert.equal(stale, 0);
  assert.equal(failed, 0);
});
