import assert from "node:assert/strict";
import { findProgram } from "../fixtures/requires.ts";
import { drill, isGood } from "./full_disk.ts";

Deno.test({
  name: "on a full disk writes are refused and reads go on; with room again writes go on without a restart",
  // The limit of a running process is set with util-linux.
  ignore: Deno.build.os !== "linux" || findProgram(["prlimit"]) === undefined,
  async fn() {
    for (const verdict of await drill({ seconds: 1.5 })) {
      assert.ok(isGood(verdict), JSON.stringify(verdict));
    }
  },
});
