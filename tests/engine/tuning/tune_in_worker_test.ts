import assert from "node:assert/strict";
import { fromArtifact } from "../../../engine/model.ts";
import { defaultTrainOptions, type TrainOptions } from "../../../engine/train.ts";
import { trainInWorker, type TrainInWorkerOptions } from "../../../engine/train_in_worker.ts";
import { shoppers } from "../gate/shoppers.ts";
import { asOf, toEvents } from "../planted.ts";

const options: TrainOptions = {
  ...defaultTrainOptions,
  asOf,
  createdAt: asOf + 1,
  svd: { factors: 1 },
  mf: { factors: 1, epochs: 1 },
};
const tune = { open: { ensemble: false, decay: false }, budgetSeconds: 1_000 };
const rows = shoppers({ users: 150 });

function trained(changed: TrainInWorkerOptions) {
  return trainInWorker(toEvents(rows), options, { tune, gate: {}, ...changed });
}

Deno.test("trainInWorker() searches before it judges, and chooses the same on any number of threads", async () => {
  const phases = new Set<string>();
  const one = await trained({ onProgress: ({ phase }) => phases.add(phase) });
  assert.deepEqual([...phases].slice(0, 2), ["tuning", "gate"]);
  assert.equal(one.tuning!.changed, true, one.tuning!.why);
  const { settings } = fromArtifact(one.artifact);
  assert.deepEqual([settings.svd, settings.mf], [one.tuning!.chosen.svd, one.tuning!.chosen.mf]);
  assert.deepEqual(settings.tuned, { at: options.createdAt, interactions: rows.length, ensemble: false });

  const more = await trained({ threads: 3, helpFrom: 0 });
  assert.deepEqual(more.artifact, one.artifact);
  assert.deepEqual(more.tuning!.chosen, one.tuning!.chosen);
  assert.deepEqual(more.gate, one.gate);
});

Deno.test("trainInWorker() trains with what it was given where no search is due", async () => {
  const last = { at: asOf, interactions: rows.length, ensemble: true };
  const { tuning, artifact } = await trained({ tune: { ...tune, last } });
  assert.equal(tuning, undefined);
  assert.equal(fromArtifact(artifact).settings.svd["factors"], 1);
});

for (const threads of [1, 2]) {
  Deno.test(`trainInWorker() ends a search on ${threads} threads when it is told to stop`, async () => {
    const controller = new AbortController(), reason = new Error("enough");
    await assert.rejects(
      trained({
        ...{ threads, helpFrom: 0, signal: controller.signal },
        onProgress: ({ phase }) => phase === "tuning" && controller.abort(reason),
      }),
      reason,
    );
  });
}
