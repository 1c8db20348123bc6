import assert from "node:assert/strict";
import { openTestApp, readProblem, type TestApp } from "../../fixtures/app.ts";

interface Item {
  readonly "product_id": number;
  readonly "product_name": string;
  readonly category: string;
  readonly price: number;
  readonly "confidence_score": number;
  readonly "cf_score": number;
  readonly "mf_score": number;
  readonly reasons: readonly {
    readonly kind: string;
    readonly "product_id"?: number;
    readonly "product_name"?: string;
    readonly "interaction_type"?: string;
    readonly share?: number;
    readonly text?: string;
  }[];
}

async function read(app: TestApp, path: string) {
  const response = await app.fetch(path);
  assert.equal(response.status, 200, path);
  const body = await response.json();
  assert.equal(body.count, body.recommendations.length);
  return {
    cache: response.headers.get("x-cache"),
    body,
    items: body.recommendations as Item[],
    ids: (body.recommendations as Item[]).map((item) => item.product_id),
  };
}

Deno.test("GET /api/recommendations answers what the contract names, ranked and explained", async () => {
  await using app = await openTestApp({ trained: true });
  const response = await app.fetch("/api/recommendations/1");
  assert.equal(response.headers.get("cache-control"), "private, no-store");
  const { body, items } = await read(app, "/api/recommendations/1?count=5");
  assert.deepEqual(
    Object.keys(body).sort(),
    ["count", "model_version", "recommendation_id", "recommendations", "strategy", "user_id"],
  );
  assert.equal(body.user_id, 1);
  assert.equal(body.strategy, "personal");
  assert.equal(body.model_version, 1);
  assert.equal(items.length, 5);
  // User 1 shops in the kitchen.
  assert.ok(items.slice(0, 3).every(({ category }) => category === "Kitchen"));
  for (const [i, item] of items.entries()) {
    assert.equal(item.price, (99 + 100 * item.product_id) / 100);
    for (const score of [item.confidence_score, item.cf_score, item.mf_score]) {
      assert.ok(score >= 0 && score <= 1);
    }
    if (i > 0) assert.ok(items[i - 1]!.confidence_score >= item.confidence_score);
  }
  const [reason] = items[0]!.reasons;
  assert.equal(reason?.kind, "because");
  assert.equal(typeof reason.product_name, "string");
  assert.ok(["view", "like", "cart", "purchase"].includes(reason.interaction_type!));
  assert.ok(reason.share! > 0);
});

Deno.test("GET /api/recommendations is computed once, then answered from memory, also for another count", async () => {
  await using app = await openTestApp({ trained: true });
  const first = await read(app, "/api/recommendations/1?count=10");
  assert.equal(first.cache, "computed");
  const second = await read(app, "/api/recommendations/1/?count=10");
  assert.equal(second.cache, "memory");
  assert.deepEqual(second.body, first.body);
  const shorter = await read(app, "/api/recommendations/1?count=3");
  assert.equal(shorter.cache, "memory");
  assert.deepEqual(shorter.ids, first.ids.slice(0, 3));
});

Deno.test("an interaction changes the next list of its user, and no other's", async () => {
  await using app = await openTestApp({ trained: true, file: true });
  const before = await read(app, "/api/recommendations/1");
  await read(app, "/api/recommendations/2");
  // User 1 knew only the kitchen; number 2 is a tent.
  for (const product of [2, 5, 8]) {
    const interaction = { "user_id": 1, "product_id": product, "interaction_type": "purchase" };
    assert.equal((await app.post("/api/interaction", interaction)).status, 201);
  }
  const after = await read(app, "/api/recommendations/1");
  assert.equal(after.cache, "computed");
  assert.notDeepEqual(after.ids, before.ids);
  assert.notEqual(after.body.recommendation_id, before.body.recommendation_id);
  assert.ok(after.items.some(({ category }) => category === "Camping"));
  assert.ok(!after.ids.includes(2));
  assert.equal((await read(app, "/api/recommendations/1")).cache, "memory");
  assert.equal((await read(app, "/api/recommendations/2")).cache, "memory");
});

Deno.test("a user without history gets what is popular, and one click makes the list personal", async () => {
  await using app = await openTestApp({ trained: true });
  const popular = await read(app, "/api/recommendations/12");
  assert.equal(popular.body.strategy, "popular");
  assert.deepEqual(popular.items[0]?.reasons, [{ kind: "popular", text: "Popular with other shoppers" }]);
  await app.post("/api/interaction", { user_id: 12, product_id: 3, interaction_type: "like" });
  const personal = await read(app, "/api/recommendations/12");
  assert.equal(personal.body.strategy, "personal");
  assert.equal(personal.items[0]?.reasons[0]?.product_id, 3);
});

Deno.test("without a model the list is not empty", async () => {
  await using app = await openTestApp();
  const { body, items } = await read(app, "/api/recommendations/1");
  assert.equal(body.model_version, null);
  assert.equal(body.strategy, "popular");
  assert.equal(items.length, 10);
});

Deno.test("filters are exact, computed anew, and give as many products as exist", async () => {
  await using app = await openTestApp({ trained: true });
  const purchased = 1 + 0;
  await read(app, "/api/recommendations/1");
  const camping = await read(app, "/api/recommendations/1?category=Camping&count=100");
  assert.equal(camping.cache, "computed");
  assert.equal(camping.ids.length, 10);
  assert.ok(camping.items.every(({ category }) => category === "Camping"));
  const priced = await read(app, "/api/recommendations/1?min_price=5.99&max_price=8.99&count=100");
  assert.deepEqual(priced.ids.toSorted((a, b) => a - b), [5, 6, 7, 8]);
  const excluded = await read(app, "/api/recommendations/1?exclude=2,3,4&count=100");
  assert.ok(![2, 3, 4].some((id) => excluded.ids.includes(id)));
  assert.equal(excluded.ids.length, 30 - 4);
  const stocked = await read(app, "/api/recommendations/1?in_stock=true&count=100");
  assert.ok(![10, 20, 30].some((id) => stocked.ids.includes(id)));
  const all = await read(app, "/api/recommendations/1?count=100");
  assert.ok(!all.ids.includes(purchased));
  const repeats = await read(app, "/api/recommendations/1?count=100&repeats=true");
  assert.ok(repeats.ids.includes(purchased));
  assert.equal(repeats.ids.length, 30);
});

Deno.test("min_price and max_price are rounded inwards and compared in minor units", async () => {
  await using app = await openTestApp({ trained: true });
  const ids = async (query: string) =>
    (await read(app, `/api/recommendations/12?count=100&${query}`)).ids.toSorted((a, b) => a - b);
  assert.deepEqual(await ids("max_price=2.99"), [1, 2]);
  assert.deepEqual(await ids("max_price=2.989"), [1]);
  assert.deepEqual(await ids("min_price=29.991"), [30]);
  assert.deepEqual(await ids("min_price=29.99"), [29, 30]);
  assert.deepEqual(await ids("min_price=2&max_price=2.5"), []);
});

Deno.test("diversity changes the order, explain names the whole history with shares that sum to 1", async () => {
  await using app = await openTestApp({ trained: true });
  const plain = await read(app, "/api/recommendations/1?count=10");
  const diverse = await read(app, "/api/recommendations/1?count=10&diversity=0.9");
  assert.notDeepEqual(diverse.ids, plain.ids);
  const explained = await read(app, "/api/recommendations/1?explain=true");
  const shares = explained.items[0]!.reasons.map(({ share }) => share!);
  assert.equal(shares.length, 6);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
});

Deno.test("GET /api/recommendations refuses what it does not understand, with field and value", async () => {
  await using app = await openTestApp();
  const wrong = [
    ["0", "user_id"],
    ["-1", "user_id"],
    ["01", "user_id"],
    ["1.0", "user_id"],
    ["1e3", "user_id"],
    ["0x10", "user_id"],
    ["%201", "user_id"],
    ["abc", "user_id"],
    ["9007199254740992", "user_id"],
    ["10000000000000000", "user_id"],
    ["1?count=0", "count"],
    ["1?count=101", "count"],
    ["1?count=1e1", "count"],
    ["1?count=+5", "count"],
    ["1?count=", "count"],
    ["1?count", "count"],
    ["1?count=5&count=6", "count"],
    ["1?exclude=1,,2", "exclude"],
    ["1?exclude=1,x", "exclude"],
    ["1?category=", "category"],
    ["1?category=%00", "category"],
    ["1?category=%ed%a0%80", "category"],
    ["1?min_price=-1", "min_price"],
    ["1?min_price=1e3", "min_price"],
    ["1?max_price=NaN", "max_price"],
    ["1?min_price=9&max_price=8.99", "min_price"],
    ["1?diversity=1.01", "diversity"],
    ["1?diversity=-0", "diversity"],
    ["1?repeats=yes", "repeats"],
    ["1?explain=1", "explain"],
  ] as const;
  for (const [address, field] of wrong) {
    const problem = await readProblem(await app.fetch(`/api/recommendations/${address}`));
    assert.equal(problem.status, 400, address);
    assert.equal(problem.errors?.length, 1, address);
    assert.equal(problem.errors[0]?.field, field, address);
    assert.match(problem.errors[0].message, /, not /, address);
  }
  assert.match(
    (await readProblem(await app.fetch("/api/recommendations/1?count=abc"))).error,
    /count must be a whole number from 1 to 100, not "abc"/,
  );
});

Deno.test("GET /api/recommendations: 404 for an unknown user, unknown parameters are ignored", async () => {
  await using app = await openTestApp();
  for (const id of ["13", "9007199254740991"]) {
    assert.equal((await readProblem(await app.fetch(`/api/recommendations/${id}`))).status, 404);
  }
  const { ids } = await read(app, "/api/recommendations/1?count=2&utm=%ff&utm=2&__proto__=1");
  assert.equal(ids.length, 2);
  await read(app, "/api/recommendations/1?exclude=");
});
