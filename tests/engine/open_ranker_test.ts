import assert from "node:assert/strict";
import { ArtifactError, fromArtifact, toArtifact } from "../../engine/model.ts";
import { createRanker, openRanker, type Ranker } from "../../engine/ranker.ts";
import { createRandom } from "../../engine/random.ts";
import type { Model } from "../../engine/model.ts";
import { weights } from "./planted.ts";
import { factorsOf, trainOptions, trainSmall } from "./trained.ts";

/** The trained model with many more products, whose factors are noise. */
function enlarge(model: Model, items: number): Model {
  const random = createRandom(2);
  const noise = (length: number) => Float32Array.from({ length }, () => random.normal());
  return {
    ...model,
    itemIds: Float64Array.from({ length: items }, (_, i) => i + 1),
    popularity: noise(items),
    trending: noise(items),
    together: { ptr: new Int32Array(items + 1), items: new Int32Array(0), scores: new Float32Array(0) },
    members: factorsOf(model).map((member) => ({
      ...member,
      fold: noise(items * member.stride),
      out: noise(items * member.stride),
      base: member.base && noise(items),
    })),
  };
}

Deno.test("openRanker() lets other work go on between its steps and ranks as createRanker() does", async () => {
  const model = enlarge(trainSmall(), 10_001);
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const opened = await openRanker(model);
  clearInterval(timer);
  assert.ok(turns >= 4, `${turns} turns`);
  const answer = (ranker: Ranker) => {
    const { asOf, decayPerDay } = trainOptions;
    const history = [1, 9_999, 3_201].map((productId) => ({ productId, type: "view", at: asOf } as const));
    const fold = ranker.fold(history, { weights, decayPerDay, asOf });
    return [ranker.rank(fold, { count: 50 }), ranker.similar(10_001, 20), [...ranker.explain(fold, 3)]];
  };
  assert.deepEqual(answer(opened), answer(createRanker(model)));
});

Deno.test("fromArtifact() of trusted bytes leaves out what takes long, and still checks every shape", () => {
  const model = trainSmall(), bytes = toArtifact(model);
  assert.deepEqual(fromArtifact(bytes, { trusted: true }), fromArtifact(bytes));
  // The last byte lies in the factors, or behind them.
  bytes[bytes.length - 1]! ^= 1;
  assert.throws(() => fromArtifact(bytes), ArtifactError);
  fromArtifact(bytes, { trusted: true });
  assert.throws(() => fromArtifact(bytes.subarray(0, -16), { trusted: true }), ArtifactError);
});
