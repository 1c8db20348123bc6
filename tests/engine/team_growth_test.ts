import assert from "node:assert/strict";
import { root } from "../fixtures/paths.ts";

// In fresh processes: a helper takes up late that the leader has grown their memory at the first job of a process, hardly ever at a
// later one, and there in about every second process.
Deno.test("a helper reaches what stands behind the old end of a memory that has just grown, from the first job on", async () => {
  for (let turn = 0; turn < 12; turn++) {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-check", "--no-lock", "--config", `${root}/tests/deno.json`, `--allow-read=${root}`],
        `${root}/tests/engine/workers/grow_memory.ts`,
      ],
    }).output();
    assert.ok(success, `process ${turn}: ${new TextDecoder().decode(stderr)}`);
  }
});
