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
    ["svd?factors=many", /"factors" of member "svd\?factors=many" is "many", not a number/],
    ["svd?factors=0", /is "0", not a whole number from 1 to 4096/],
    ["svd?factors=100000", /is "100000", not a whole number from 1 to 4096/],
    ["bpr?learning_rate=-1", /is "-1", not a number above 0/],
    ["item-knn?shrinkage=-50", /is "-50", not a number from 0/],
    ["svd?toString=1", /"toString" of member "svd\?toString=1" is unknown/],
    ["svd?factors=8&factors=16", /"factors" of member "svd\?factors=8&factors=16" is given twice/],
    ["svd?a?b", /is unknown/],
    ["svd?binary=2", /"binary" of member "svd\?binary=2" is "2", not 1/],
  ];
  for (const [spec, message] of wrong) {
    assert.throws(() => toParameters("ensemble", { members: [spec] }), message);
  }
  assert.throws(
    () => toParameters("ensemble", { members: ["svd"], weights: [1, 2] }),
    /there are 2 weights for 1 members/,
  );
  const weigh = (members: string[], weights: number[]) => toParameters("ensemble", { members, weights });
  assert.throws(() => weigh(["svd", "mf"], [0, 0]), /all weights are 0/);
  assert.throws(() => weigh(["svd", "mf"], [1e308, 1]), /not numbers from -1000000 to 1000000/);
  assert.throws(() => weigh(["svd", "svd"], [1, 1]), /member "svd" is given twice/);
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

Deno.test("ensemble takes 0.7 of SVD and 0.3 of MF where the data cannot be cut once more", () => {
  const pairs = Array.from({ length: 40 }, (_, user): Pair => ({ user, item: user % 5 }));
  const cut = { split: { kind: "leave-one-out" }, share: 0.5, sampled: false, foldIn: 0.8 } as const;
  const context = { seed: 1, repeats: false, onProgress: () => {}, cut };
  const data = toData(pairs, { users: 40, items: 5 });
  assert.deepEqual(recommenders.ensemble.tune!(data, toParameters("ensemble", {}), context), {
    members: ["svd", "mf"],
    weights: [0.7, 0.3],
  });
});
