import assert from "node:assert/strict";
import { toArtifact } from "../../engine/model.ts";
import { repeatsOf } from "../../engine/repeats.ts";
import { defaultTrainOptions, type Progress, train } from "../../engine/train.ts";
import { allMembers, allShares, plantedEvents, trainOptions, trainSmall } from "./trained.ts";
import { asOf, toEvents } from "./planted.ts";
import { withTeam } from "./with_team.ts";

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

Deno.test("train() goes through the neighbours once, whatever many members have some", () => {
  const seen: Progress[] = [];
  train(plantedEvents(), allMembers, { onProgress: (progress) => seen.push(progress) });
  const phases = seen.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1]);
  assert.deepEqual(phases, ["matrix", "svd", "mf", "neighbours", "popularity"]);
  const done = seen.filter(({ phase }) => phase === "neighbours").map((progress) => progress.done);
  assert.deepEqual(done, done.toSorted((a, b) => a - b));
  assert.equal(done.at(-1), 1);
});

Deno.test("train() fits the members that have a share, in one order, and says with what", () => {
  const { members, settings } = train(plantedEvents(), allMembers);
  assert.deepEqual(members.map(({ name, weight }) => [name, weight]), Object.entries(allShares));
  assert.deepEqual(settings.shares, allShares);
  assert.deepEqual(settings.members, {
    "ease": { regularization: 20, neighbours: 15, exponent: 0.25 },
    "item-knn": { neighbours: 12, shrinkage: 0, exponent: 0.25 },
    "rp3beta": { neighbours: 13, alpha: 0.8, beta: 0.4, exponent: 0.25 },
    "first-popularity": { decayPerDay: 0.15 },
  });
  const shares = { "first-popularity": 1, "svd": 0, "mf": 2 };
  const some = train(plantedEvents(), { ...trainOptions, shares });
  assert.deepEqual(some.members.map(({ name }) => name), ["mf", "first-popularity"]);
  assert.deepEqual(some.settings.shares, { "mf": 2, "first-popularity": 1 });
  assert.equal(some.report.svdRank, 0);
  const alone = train(plantedEvents(), { ...allMembers, shares: { ease: 1 } });
  assert.deepEqual([alone.members.length, alone.report.svdRank, alone.report.mfLosses], [1, 0, []]);
});

Deno.test("train() says nothing new of an SVD and MF by their ensemble", () => {
  assert.deepEqual(Object.keys(trainSmall().settings), [
    "weights",
    "decayPerDay",
    "seed",
    "ensemble",
    "svd",
    "mf",
  ]);
});

Deno.test("train() gives the same bytes with members of every kind on one thread and on three", async () => {
  const alone = toArtifact(train(plantedEvents(), allMembers));
  await withTeam(2, (team) => {
    assert.deepEqual(toArtifact(train(plantedEvents(), allMembers, { team })), alone);
  });
});

Deno.test("train() refuses shares that are none, before anything is fitted", () => {
  const refused = (shares: Record<string, number>) => () =>
    train(plantedEvents(), { ...trainOptions, shares });
  assert.throws(
    refused({ svd: -1 }),
    /^RangeError: Cannot train: the share of svd is "-1", not a number from 0$/,
  );
  assert.throws(refused({ ease: NaN }), /the share of ease is "NaN"/);
  assert.throws(refused({ als: 1 }), /^RangeError: Cannot train: there is no member "als"$/);
  assert.throws(refused({}), /^RangeError: Cannot train: no member has a share$/);
  assert.throws(refused({ svd: 0 }), /no member has a share/);
});

Deno.test("train() refuses more products than EASE takes before it fits anything else", () => {
  const products = 5_001;
  const events = toEvents(Array.from({ length: products }, (_, i) => ({ user: 1 + i % 9, product: i + 1 })));
  const phases = new Set<string>();
  assert.throws(
    () =>
      train(events, { ...allMembers, shares: { svd: 1, ease: 1 } }, {
        onProgress: ({ phase }) => phases.add(phase),
      }),
    /^RangeError: Cannot train: ease takes up to 5000 products, there are 5001; item-knn takes any number$/,
  );
  assert.deepEqual([...phases], ["matrix"]);
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
