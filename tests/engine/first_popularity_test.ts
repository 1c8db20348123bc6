import assert from "node:assert/strict";
import {
  defaultFirstPopularityOptions,
  findFirst,
  fitFirstPopularity,
} from "../../engine/first_popularity.ts";
import { type Fit, testMember } from "./member_contract.ts";
import { asOf, toEvents, weights } from "./planted.ts";

const options = { ...defaultFirstPopularityOptions, weights, asOf, weight: 0.1 };

const fit: Fit = (_matrix, { events } = {}) => fitFirstPopularity(events!, options);

testMember("first-popularity", fit, { constant: true });

Deno.test("fitFirstPopularity() counts of each user and product the first interaction alone, with its own decay", () => {
  const events = toEvents([
    { user: 1, product: 5, type: 3, days: 2 },
    { user: 1, product: 5, type: 0, days: 10 },
    { user: 2, product: 5, type: 1, days: 4 },
    { user: 2, product: 7, type: 0, days: 1 },
    { user: 2, product: 7, type: 3, days: 0 },
  ]);
  const { base } = fitFirstPopularity(events, options);
  const five = Math.exp(-0.15 * 10) + 2 * Math.exp(-0.15 * 4), seven = Math.exp(-0.15);
  const floor = 1e-3 * (five + seven) / 2;
  [five, seven].forEach((sum, i) => assert.ok(Math.abs(base[i]! - Math.log(sum + floor)) < 1e-6));
});

Deno.test("fitFirstPopularity() gives all the same where nothing is left of them, and refuses a decay that is none", () => {
  const events = toEvents([{ user: 1, product: 1, days: 9e5 }, { user: 2, product: 2, days: 8e5 }]);
  assert.deepEqual([...fitFirstPopularity(events, options).base], [0, 0]);
  assert.throws(
    () => fitFirstPopularity(events, { ...options, decayPerDay: -1 }),
    /first-popularity is "-1"/,
  );
});

Deno.test("findFirst() goes by time, of equal times by the order given, and without times by that alone", () => {
  const columns = { users: Int32Array.of(1, 0, 1, 1, 0), items: Int32Array.of(2, 0, 2, 1, 0) };
  const counts = { users: 2, items: 3 };
  assert.deepEqual([...findFirst({ ...columns, at: [5, 4, 3, 9, 4] }, counts)], [1, 2, 3]);
  assert.deepEqual([...findFirst({ ...columns, at: null }, counts)], [1, 0, 3]);
});
