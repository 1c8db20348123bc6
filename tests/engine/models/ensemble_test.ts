import assert from "node:assert/strict";
import { toParameters } from "../../../engine/evaluation/parameters.ts";
import { recommenders } from "../../../engine/models/registry.ts";
import { createRandom } from "../../../engine/random.ts";
import { fit, type Pair, scoresOf, toData } from "./score_users.ts";

/** Even users take even items and odd users odd ones, mostly. */
function createPairs(): Pair[] {
  const random = createRandom(3), pairs: Pair[] = [];
  for (let user = 0; user < 80; user++) {
    for (let day = 0; day < 40; day += 2) {
      const at = Date.UTC(2024, 0, 1 + day);
      pairs.push({ user, item: random.next() < 0.9 ? 2 * random.int(20) + user % 2 : random.int(40), at });
    }
  }
  return pairs;
}

const size = { users: 80, items: 40 };

Deno.test("ensemble learns weights of a sum of 1, signs aside, that give the member with taste more than popularity", () => {
  const data = toData(createPairs(), size);
  const given = toParameters("ensemble", { members: ["popularity", "item-knn"] });
  const tuned = recommenders.ensemble.tune!(data, given, { seed: 1, repeats: false, onProgress: () => {} });
  const weights = tuned.weights as number[];
  assert.ok(Math.abs(Math.abs(weights[0]!) + Math.abs(weights[1]!) - 1) < 1e-5, `${weights}`);
  assert.ok(weights[1]! > weights[0]!, `${weights}`);
});

Deno.test("ensemble with one member ranks as that member does", () => {
  const data = toData(createPairs(), size);
  const alone = scoresOf("item-knn", fit("item-knn", data), { inputs: data, users: [0, 1, 2] });
  const given = { members: ["item-knn", "popularity"], weights: [1, 0] };
  const together = scoresOf("ensemble", fit("ensemble", data, { given }), { inputs: data, users: [0, 1, 2] });
  const orderOf = (scores: Float32Array) =>
    [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  alone.forEach((scores, user) => assert.deepEqual(orderOf(together[user]!), orderOf(scores)));
});

Deno.test("ensemble reads the parameters of a member from its name and refuses wrong ones", () => {
  const wrong: [string, RegExp][] = [
    ["nobody", /member "nobody" is not one of/],
    ["svd?height=3", /"height" of member "svd\?height=3" is unknown/],
    ["svd?factors=many", /"factors" of member "svd\?factors=many" is not a number/],
    ["svd?factors=0", /factors is "0", not a whole number from 1/],
  ];
  for (const [spec, message] of wrong) {
    assert.throws(() => toParameters("ensemble", { members: [spec] }), message);
  }
  assert.throws(
    () => toParameters("ensemble", { members: ["svd"], weights: [1, 2] }),
    /there are 2 weights for 1 members/,
  );
});

Deno.test("ensemble takes 0.7 of SVD and 0.3 of MF where too few users tell what is better", () => {
  const data = toData(createPairs().filter(({ user }) => user < 12), { users: 12, items: 40 });
  const tuned = recommenders.ensemble.tune!(data, toParameters("ensemble", {}), {
    seed: 1,
    repeats: false,
    onProgress: () => {},
  });
  assert.deepEqual(tuned, { members: ["svd", "mf"], weights: [0.7, 0.3] });
});

Deno.test("ensemble learns its weights from a part that was cut off as the test part was", () => {
  // Who comes last in a user's history decides; before that everybody takes what the user before took.
  const random = createRandom(5), pairs: Pair[] = [];
  for (let user = 0; user < 80; user++) {
    for (let day = 0; day < 12; day++) {
      const item = day === 11 ? 20 + user % 2 : day === 10 ? 22 + user % 2 : 2 * random.int(10) + user % 2;
      pairs.push({ user, item, at: Date.UTC(2024, 0, 1 + day) });
    }
  }
  const learn = (kind: "leave-one-out" | "random") => {
    const split = kind === "random" ? { kind, fraction: 0.3 } : { kind };
    const cut = { split, share: 0.1, sampled: false, foldIn: 0.8 };
    const given = toParameters("ensemble", { members: ["item-knn", "popularity"] });
    const context = { seed: 1, repeats: false, onProgress: () => {}, cut };
    return recommenders.ensemble.tune!(toData(pairs, { users: 80, items: 40 }), given, context).weights;
  };
  assert.notDeepEqual(learn("leave-one-out"), learn("random"));
});
