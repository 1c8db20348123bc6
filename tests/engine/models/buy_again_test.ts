import assert from "node:assert/strict";
import { fit, type Pair, scoresOf, toData } from "./score_users.ts";

const day = (n: number) => Date.UTC(2024, 0, n, 12);

/** Item 0: two of three users come back; item 1: one of two; item 2: the same day twice is no return; item 3: nobody has it. */
const pairs: Pair[] = [
  { user: 0, item: 0, at: day(1) },
  { user: 0, item: 0, at: day(3) },
  { user: 1, item: 0, at: day(1) },
  { user: 1, item: 0, at: day(9) },
  { user: 1, item: 0, at: day(9) },
  { user: 2, item: 0, at: day(2) },
  { user: 0, item: 1, at: day(1) },
  { user: 1, item: 1, at: day(2) },
  { user: 1, item: 1, at: day(4) },
  { user: 1, item: 2, at: day(5) },
  { user: 1, item: 2, at: day(5) },
];

Deno.test("buy-again ranks what a user had by the share of users who came back for it, the rest by popularity", () => {
  const data = toData(pairs, { users: 3, items: 4 });
  const [scores] = scoresOf("buy-again", fit("buy-again", data, { given: { shrinkage: 1 } }), {
    inputs: data,
    users: [1],
  });
  const expected = [(2 + 0.1) / 4, (1 + 0.1) / 3, (0 + 0.1) / 2];
  expected.forEach((probability, item) => assert.ok(Math.abs(scores![item]! - probability) < 1e-6));
  assert.ok(scores![3]! < 1e-6);
  const [newcomer] = scoresOf("buy-again", fit("buy-again", data), { inputs: data, users: [2] });
  assert.ok(newcomer![0]! > newcomer![2]! && newcomer![1]! > newcomer![2]! && newcomer![2]! > newcomer![3]!);
});

Deno.test("history counts days with visits, and decides between equal counts by what is in demand now", () => {
  const data = toData(pairs, { users: 3, items: 4 });
  const [byVisits] = scoresOf("history", fit("history", data, { given: { visits: 1 } }), {
    inputs: data,
    users: [1],
  });
  assert.ok(Math.abs(byVisits![0]! - 2) < 0.01 && Math.abs(byVisits![2]! - 1) < 0.01, `${byVisits}`);
  const [byCount] = scoresOf("history", fit("history", data), { inputs: data, users: [1] });
  assert.ok(Math.abs(byCount![0]! - 3) < 0.01 && byCount![2]! > byCount![1]! - 0.01, `${byCount}`);
});
