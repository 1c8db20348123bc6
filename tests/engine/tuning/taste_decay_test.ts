import assert from "node:assert/strict";
import { demandOf, popularityOf } from "../../../engine/candidates.ts";
import { buildMatrix } from "../../../engine/csr.ts";
import { fromArtifact, tasteDecayOf, toArtifact } from "../../../engine/model.ts";
import { createRanker } from "../../../engine/ranker.ts";
import { defaultTrainOptions, train, type TrainOptions } from "../../../engine/train.ts";
import { asOf } from "../planted.ts";
import { plantedEvents, trainOptions } from "../trained.ts";

const { weights } = defaultTrainOptions;

Deno.test("train() fits members under the decay of tastes, and popularity under that of the shop", () => {
  const plain = train(plantedEvents(), trainOptions);
  const slow = train(plantedEvents(), { ...trainOptions, decayPerDay: 0.01 });
  const both = train(plantedEvents(), { ...trainOptions, tasteDecayPerDay: 0.01 });
  assert.deepEqual(both.members, slow.members);
  assert.deepEqual(both.trending, plain.trending);
  both.popularity.forEach((value, i) => assert.ok(Math.abs(value - plain.popularity[i]!) < 1e-5 * value));
  assert.deepEqual([tasteDecayOf(both.settings), tasteDecayOf(plain.settings)], [0.01, 0.1]);
  // The model carries it, and one whose decays are alike says nothing of it.
  assert.equal(fromArtifact(toArtifact(both)).settings.tasteDecayPerDay, 0.01);
  const same = train(plantedEvents(), { ...trainOptions, tasteDecayPerDay: 0.1 });
  assert.deepEqual(toArtifact(same), toArtifact(plain));
  const wrong: TrainOptions = { ...trainOptions, tasteDecayPerDay: -1 };
  assert.throws(() => train(plantedEvents(), wrong), /tasteDecayPerDay is "-1", not a number from 0/);
});

Deno.test("demandOf() is what the columns of the matrix sum to", () => {
  const events = plantedEvents(), options = { weights, decayPerDay: 0.07, asOf };
  const matrix = buildMatrix(events, options), sums = popularityOf(matrix);
  demandOf(events, { itemIds: matrix.itemIds, ...options }).forEach((value, i) =>
    assert.ok(Math.abs(value - sums[i]!) < 1e-5 * value)
  );
});

Deno.test("rank() with shares is as with members of these weights", () => {
  const model = train(plantedEvents(), trainOptions);
  const history = [3, 8, 21].map((productId) => ({ productId, type: "purchase" as const, at: asOf }));
  const options = { weights, decayPerDay: 0.1, asOf };
  const ranker = createRanker(model), fold = ranker.fold(history, options);
  const shares = Float64Array.of(0.25, 0.75);
  const weighed = createRanker({
    ...model,
    members: model.members.map((member, m) => ({ ...member, weight: shares[m]! })),
  });
  assert.deepEqual(
    ranker.rank(fold, { count: 20, shares }),
    weighed.rank(weighed.fold(history, options), { count: 20 }),
  );
});
