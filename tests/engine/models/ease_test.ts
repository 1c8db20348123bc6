import assert from "node:assert/strict";
import { InvalidInputError } from "../../../errors.ts";
import { createRandom } from "../../../engine/random.ts";
import { checkItems, ease } from "../../../engine/models/ease.ts";
import { fit, type Pair, scoresOf, toData } from "./score_users.ts";

Deno.test("ease gives the weights -P_ij / P_jj of the inverse, and 0 on the diagonal", () => {
  const users = 90, items = 130, regularization = 4, random = createRandom(8);
  const pairs: Pair[] = [], x = new Float64Array(users * items);
  for (let user = 0; user < users; user++) {
    for (let item = 0; item < items; item++) {
      if (random.next() < 0.1) pairs.push({ user, item, at: 0 });
    }
  }
  for (const { user, item } of pairs) x[user * items + item] = 1;
  const seen: number[] = [];
  const context = { seed: 1, repeats: false, onProgress: (done: number) => seen.push(done) };
  const data = toData(pairs, { users, items });
  const state = ease.fit(data, { ...ease.defaults, regularization }, context);
  assert.ok("stride" in state);
  const { weights, stride } = state;
  assert.equal(seen.at(-1), 1);
  // B is right where (X'X + regularization I) B has what X'X has, but for the diagonal: a number per column.
  for (let i = 0; i < items; i++) {
    assert.equal(weights[i * stride + i], 0);
    let most = 0;
    for (let j = 0; j < items; j++) {
      if (i === j) continue;
      let product = 0, cell = 0;
      for (let u = 0; u < users; u++) cell += x[u * items + j]! * x[u * items + i]!;
      for (let k = 0; k < items; k++) {
        let gram = j === k ? regularization : 0;
        for (let u = 0; u < users; u++) gram += x[u * items + j]! * x[u * items + k]!;
        product += gram * weights[k * stride + i]!;
      }
      most = Math.max(most, Math.abs(product - cell));
    }
    assert.ok(most < 1e-4, `column ${i}: ${most}`);
  }
});

Deno.test("ease with neighbours scores by the strongest weights of each item, and with all of them as without", () => {
  const random = createRandom(5), users = 60, items = 40;
  const pairs = Array.from(
    { length: 500 },
    (): Pair => ({ user: random.int(users), item: random.int(items), at: 0 }),
  );
  const data = toData(pairs, { users, items }), everyone = Array.from({ length: users }, (_, user) => user);
  const scores = (neighbours: number) => {
    const state = fit("ease", data, { given: { regularization: 5, neighbours }, seed: 1 });
    return scoresOf("ease", state, { inputs: data, users: everyone });
  };
  const [dense, all, few] = [0, items, 6].map(scores);
  let differ = 0;
  everyone.forEach((user) => {
    for (let item = 0; item < items; item++) {
      assert.ok(Math.abs(dense![user]![item]! - all![user]![item]!) < 1e-5);
      if (Math.abs(dense![user]![item]! - few![user]![item]!) > 1e-3) differ++;
    }
  });
  assert.ok(differ > 0);
  assert.match(ease.check!({ ...ease.defaults, neighbours: 0.5 })!, /neighbours is "0.5"/);
});

Deno.test("ease refuses items whose inverse does not fit, and names how many would", () => {
  checkItems(20_000);
  checkItems(32_500);
  assert.throws(
    () => checkItems(40_000),
    new InvalidInputError(
      "Cannot fit ease: the inverse of 40000 items needs 6.4 GB of the 4.3 GB that WebAssembly can address; 32664 items would fit",
    ),
  );
});
