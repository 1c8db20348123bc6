import assert from "node:assert/strict";
import { drill } from "./locked_database.ts";

Deno.test("while another process holds the lock for two seconds writes wait and reads go on", async () => {
  const { waited, refused, odd, reads, recovered, alive } = await drill({ seconds: 2 });
  assert.ok(alive);
  assert.deepEqual(odd, []);
  assert.ok(waited.length + refused.length > 10);
  assert.equal(reads.failed, 0, JSON.stringify(reads.faults));
  assert.notEqual(recovered, undefined);
});
