import assert from "node:assert/strict";
import process from "node:process";
import type { Events } from "../../engine/csr.ts";
import { fromArtifact, toArtifact } from "../../engine/model.ts";
import type { Progress } from "../../engine/train.ts";
import { trainInWorker } from "../../engine/train_in_worker.ts";
import { toEvents } from "./planted.ts";
import { plantedEvents, trainOptions, trainSmall } from "./trained.ts";

async function* pagesOf(events: Events, size: number): AsyncGenerator<Events> {
  for (let from = 0; from < events.users.length; from += size) {
    const cut = <T extends { slice(from: number, to: number): T }>(column: T) =>
      column.slice(from, from + size);
    yield {
      users: cut(events.users),
      products: cut(events.products),
      types: cut(events.types),
      at: cut(events.at),
      sessions: cut(events.sessions),
    };
    await Promise.resolve();
  }
}

const crash = new URL("./workers/crash.ts", import.meta.url);
const silent = new URL("./workers/silent.ts", import.meta.url);

Deno.test("trainInWorker() resolves with the same bytes as training here, and reports every phase", async () => {
  const seen: Progress[] = [];
  const { artifact } = await trainInWorker(plantedEvents(), trainOptions, {
    onProgress: (p) => seen.push(p),
  });
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

for (const threads of [2, 3, 9]) {
  Deno.test(`trainInWorker() on ${threads} threads resolves with the same bytes as training here`, async () => {
    const { artifact } = await trainInWorker(plantedEvents(), trainOptions, { threads, helpFrom: 0 });
    assert.deepEqual(artifact, toArtifact(trainSmall()));
  });
}

Deno.test("trainInWorker() takes pages as they come and gives the same bytes as from all at once", async () => {
  const { artifact } = await trainInWorker(pagesOf(plantedEvents(), 70), trainOptions);
  assert.deepEqual(artifact, toArtifact(trainSmall()));
});

Deno.test("trainInWorker() rejects with what the source of pages throws, and stops reading once it was aborted", async () => {
  // deno-lint-ignore require-yield
  async function* broken(): AsyncGenerator<Events> {
    throw await Promise.resolve(new Error("the disk is gone"));
  }
  await assert.rejects(trainInWorker(broken(), trainOptions), /^Error: the disk is gone$/);

  const controller = new AbortController();
  let read = 0;
  async function* endless(): AsyncGenerator<Events> {
    for (;; read++) {
      yield plantedEvents();
      if (read === 5) controller.abort(new Error("enough"));
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  await assert.rejects(
    trainInWorker(endless(), trainOptions, { signal: controller.signal }),
    /^Error: enough$/,
  );
  assert.ok(read < 10);
});

Deno.test("trainInWorker() that was aborted leaves no thread at work", async () => {
  const controller = new AbortController();
  const long = { ...trainOptions, mf: { factors: 64, epochs: 1_000_000 } };
  await assert.rejects(
    trainInWorker(plantedEvents(), long, {
      threads: 2,
      helpFrom: 0,
      signal: controller.signal,
      onProgress: ({ phase }) => phase === "mf" && controller.abort(new Error("enough")),
    }),
    /^Error: enough$/,
  );
  // One that went on would keep a processor busy from here to the end of the process.
  let busy = Infinity;
  for (let look = 0; look < 80 && busy > 100_000; look++) {
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { user, system } = process.cpuUsage(before);
    busy = user + system;
  }
  assert.ok(busy < 100_000, `${busy} us of 400 ms`);
});

Deno.test("trainInWorker() with \`racing\` learns too, and says so in the model", async () => {
  const { artifact: bytes } = await trainInWorker(plantedEvents(), { ...trainOptions, racing: true }, {
    threads: 2,
    helpFrom: 0,
  });
  const { settings, report } = fromArtifact(bytes);
  assert.equal(settings.mf["racing"], 1);
  assert.ok(report.mfLosses.at(-1)! < report.mfLosses[0]!);
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

Deno.test("trainInWorker() gives up a worker that says nothing any more", async () => {
  await assert.rejects(
    trainInWorker(plantedEvents(), trainOptions, { worker: silent, quietMs: 50 }),
    /^Error: Cannot train: the worker has said nothing for 0.05 s$/,
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
