import assert from "node:assert/strict";
import { toArtifact } from "../../engine/model.ts";
import { repeatsOf } from "../../engine/repeats.ts";
import { defaultTrainOptions, type Progress, train } from "../../engine/train.ts";
import { plantedEvents, trainOptions, trainSmall } from "./trained.ts";
import { asOf, toEvents } from "./planted.ts";

Deno.test("train() gives the same bytes for the same events and seed, others for another seed", () => {
  const bytes = toArtifact(trainSmall());
  assert.deepEqual(toArtifact(trainSmall()), bytes);
  assert.notDeepEqual(toArtifact(train(plantedEvents(), { ...trainOptions, seed: 9 })), bytes);
});

Deno.test("train() says what it saw and was told", () => {
  const model = trainSmall();
  const events = plantedEvents();
  assert.equal(model.version, 3);
  assert.equal(model.interactions, events.users.length);
  assert.equal(model.users, new Set(events.users).size);
  assert.deepEqual(Array.from(model.itemIds), [...new Set(events.products)].sort((a, b) => a - b));
  assert.equal(model.settings.decayPerDay, 0.1);
  assert.deepEqual(model.members.map(({ name, family, weight }) => [name, family, weight]), [
    ["svd", "cf", 0.7],
    ["mf", "mf", 0.3],
  ]);
  assert.equal(model.report.svdRank, 6);
  assert.equal(model.report.mfLosses.length, 3);
  assert.deepEqual(model.report.repeats, repeatsOf(events));
});

Deno.test("train() goes through its phases in order, each up to 1", () => {
  const seen: Progress[] = [];
  train(plantedEvents(), trainOptions, { onProgress: (progress) => seen.push(progress) });
  const phases = seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1]);
  assert.deepEqual(phases, ["matrix", "svd", "mf", "popularity"]);
  for (const phase of phases) assert.equal(seen.findLast((progress) => progress.phase === phase)!.done, 1);
});

Deno.test("train() with 64 factors each takes one user with one product", () => {
  const model = train(toEvents([{ user: 1, product: 1 }]), { ...defaultTrainOptions, asOf, createdAt: asOf });
  assert.deepEqual([model.users, model.itemIds.length, model.report.svdRank], [1, 1, 1]);
});

Deno.test("train() refuses no interactions, and options that are not numbers", () => {
  assert.throws(() => train(toEvents([]), trainOptions), /^Error: Cannot train: no interactions$/);
  const events = plantedEvents();
  for (
    const [options, message] of [
      [{ ...trainOptions, decayPerDay: NaN }, /decayPerDay is "NaN"/],
      [{ ...trainOptions, weights: { ...trainOptions.weights, cart: -1 } }, /cart is "-1"/],
      [{ ...trainOptions, asOf: Infinity }, /asOf is "Infinity"/],
      [{ ...trainOptions, ensemble: { cf: 0, mf: 0 } }, /weights of all members are 0/],
    ] as const
  ) assert.throws(() => train(events, options), message);
});
