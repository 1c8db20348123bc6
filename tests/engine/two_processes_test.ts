import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { toArtifact } from "../../engine/model.ts";
import { root } from "../fixtures/paths.ts";
import { trainSmall } from "./trained.ts";

Deno.test("two processes give the same artifact for the same events and seed, whatever their threads", async () => {
  const digests = await Promise.all(["1", "2"].map(async (threads) => {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-check", "--no-lock", "--config", `${root}/tests/deno.json`, `--allow-read=${root}`],
        ...[`${root}/tests/engine/workers/print_artifact.ts`, threads],
      ],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout).trim();
  }));
  const here = createHash("sha256").update(toArtifact(trainSmall())).digest("hex");
  assert.deepEqual(digests, [here, here]);
});
