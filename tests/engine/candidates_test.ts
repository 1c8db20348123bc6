import assert from "node:assert/strict";
import { popularityOf, togetherOf, trendingOf } from "../../engine/candidates.ts";
import { buildMatrix } from "../../engine/csr.ts";
import { asOf, type Row, toEvents, weights } from "./planted.ts";

const options = { weights, decayPerDay: 0.1, asOf };
const purchase = 3;

function together(rows: readonly Row[]) {
  const events = toEvents(rows);
  const { itemIds } = buildMatrix(events, options);
  const { ptr, items, scores } = togetherOf(events, { itemIds, weights });
  return new Map(Array.from(itemIds, (id, i) => [
    id,
    Array.from(
      items.subarray(ptr[i], ptr[i + 1]),
      (item, e) => ({ id: itemIds[item]!, score: scores[ptr[i]! + e]! }),
    ),
  ]));
}

Deno.test("popularityOf() sums strengths over users", () => {
  const matrix = buildMatrix(
    toEvents([{ user: 1, product: 5 }, { user: 2, product: 5, type: purchase }, {
      user: 2,
      product: 9,
      days: 10,
    }]),
    options,
  );
  const [five, nine] = popularityOf(matrix);
  assert.equal(five, 6);
  assert.ok(Math.abs(nine! - Math.exp(-1)) < 1e-6);
});

Deno.test("trendingOf() puts what rises above what is merely popular, and 0 for what falls", () => {
  const rows: Row[] = [];
  // Product 1 sells evenly, 2 has just begun to, 3 has stopped.
  for (let day = 0; day < 60; day++) {
    for (let n = 0; n < 5; n++) rows.push({ user: n + 1, product: 1, days: day });
  }
  for (let day = 0; day < 5; day++) {
    for (let n = 0; n < 4; n++) rows.push({ user: n + 1, product: 2, days: day });
  }
  for (let day = 10; day < 60; day++) {
    for (let n = 0; n < 4; n++) rows.push({ user: n + 1, product: 3, days: day });
  }
  const events = toEvents(rows);
  const { itemIds } = buildMatrix(events, options);
  const [steady, rising, falling] = trendingOf(events, { ...options, itemIds });
  assert.ok(rising! > 0 && rising! > 3 * steady!, `${rising} ${steady}`);
  assert.equal(falling, 0);
});

Deno.test("trendingOf() is the recent strength in order where there is no time before", () => {
  const events = toEvents([{ user: 1, product: 1 }, { user: 1, product: 2, type: purchase }, {
    user: 2,
    product: 2,
  }]);
  const [one, two] = trendingOf(events, { ...options, itemIds: Float64Array.of(1, 2) });
  assert.ok(two! > one! && one! > 0);
});

Deno.test("togetherOf() pairs what one user bought in one session or on one day, not what was viewed", () => {
  const found = together([
    { user: 1, product: 1, type: purchase, session: 4 },
    { user: 1, product: 2, type: purchase, session: 4, days: 1 },
    { user: 1, product: 3, type: purchase, session: 5 },
    { user: 1, product: 4, session: 4 },
    { user: 2, product: 1, type: purchase, days: 0.1 },
    { user: 2, product: 5, type: purchase, days: 0.2 },
    { user: 2, product: 6, type: purchase, days: 3 },
    { user: 3, product: 6, type: purchase, session: 4 },
  ]);
  assert.deepEqual(found.get(1)!.map(({ id }) => id).sort(), [2, 5]);
  assert.deepEqual(found.get(2)!.map(({ id }) => id), [1]);
  for (const lonely of [3, 4, 6]) assert.deepEqual(found.get(lonely), []);
});

Deno.test("togetherOf() puts the pair that is usual above one with what everybody buys", () => {
  const rows: Row[] = [];
  for (let user = 1; user <= 40; user++) {
    rows.push({ user, product: 1, type: purchase }, { user, product: 10 + user, type: purchase });
    if (user <= 6) rows.push({ user, product: 2, type: purchase }, { user, product: 3, type: purchase });
  }
  const found = together(rows);
  assert.equal(found.get(2)![0]!.id, 3);
  for (const { score } of found.get(2)!) assert.ok(score > 0 && score <= 1);
  assert.equal(found.get(1)!.length, 20);
  const cosine = 6 / (Math.sqrt(6 * 6) + 3);
  assert.ok(Math.abs(found.get(2)![0]!.score - cosine) < 1e-6);
});

Deno.test("togetherOf() leaves out baskets of a reseller's size", () => {
  const found = together(
    Array.from({ length: 201 }, (_, i) => ({ user: 1, product: i + 1, type: purchase })),
  );
  assert.ok([...found.values()].every((list) => list.length === 0));
});
