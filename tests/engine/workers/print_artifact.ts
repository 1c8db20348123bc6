/** Trains in a process of its own on as many threads as the argument says, and prints a digest of the artifact. */
import { createHash } from "node:crypto";
import { trainInWorker } from "../../../engine/train_in_worker.ts";
import { plantedEvents, trainOptions } from "../trained.ts";

const { artifact } = await trainInWorker(plantedEvents(), trainOptions, {
  threads: Number(Deno.args[0]),
  helpFrom: 0,
});
Deno.stdout.writeSync(new TextEncoder().encode(createHash("sha256").update(artifact).digest("hex")));
