import assert from "node:assert/strict";
import { fromArtifact, toArtifact } from "../../engine/model.ts";
import type { Progress } from "../../engine/train.ts";
import { trainInWorker } from "../../engine/train_in_worker.ts";
import { toEvents } from "./planted.ts";
import { plantedEvents, trainOptions, trainSmall } from "./trained.ts";

const crash = new URL("./workers/crash.ts", import.meta.url);
const silent = new URL("./workers/silent.ts", import.meta.url);

Deno.test("trainInWorker() resolves with the same bytes as training here, and reports every phase", async () => {
  const seen: Progress[] = [];
  const artifact = await trainInWorker(plantedEvents(), trainOptions, { onProgress: (p) => seen.push(p) });
  assert.deepEqual(artifact, toArtifact(trainSmall()));
  assert.equal(fromArtifact(artifact).version, 3);
  assert.deepEqual([...new Set(seen.map(({ phase }) => phase))], [
    "matrix",
    "svd",
    "mf",
    "popularity",
    "artifact",
  ]);
});

Deno.test("trainInWorker() rejects with the message of a training that failed", async () => {
  await assert.rejects(trainInWorker(toEvents([]), trainOptions), /^Error: Cannot train: no interactions$/);
});

Deno.test("trainInWorker() rejects when the worker crashes, and the process goes on", async () => {
  await assert.rejects(
    trainInWorker(plantedEvents(), trainOptions, { worker: crash }),
    /Cannot train: the worker stopped, .*out of luck/,
  );
});

Deno.test("trainInWorker() rejects with the reason of an abort, before and during the training", async () => {
  const reason = new Error("enough");
  await assert.rejects(
    trainInWorker(plantedEvents(), trainOptions, { signal: AbortSignal.abort(reason) }),
    reason,
  );
  const controller = new AbortController();
  const training = trainInWorker(plantedEvents(), trainOptions, {
    signal: controller.signal,
    worker: silent,
  });
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(training, reason);
});

Deno.test("trainInWorker() rejects when the listener of progress throws", async () => {
  await assert.rejects(
    trainInWorker(plantedEvents(), trainOptions, {
      onProgress: () => {
        throw new Error("nobody listens");
      },
    }),
    /nobody listens/,
  );
});
