/** The answer that is kept as text must be the one that would be made anew. */
import assert from "node:assert/strict";
import { openTestApp, type TestApp } from "../../fixtures/app.ts";

async function ask(app: TestApp, path: string, init?: RequestInit) {
  const response = await app.fetch(path, init);
  return { response, cache: response.headers.get("x-cache"), text: await response.text() };
}

Deno.test("a list from memory has the headers and the body of the one that was computed", async () => {
  await using app = await openTestApp({ trained: true });
  for (const query of ["", "?count=3", "?count=100"]) {
    const other = await openTestApp({ trained: true });
    const computed = await ask(other, `/api/recommendations/2${query}`);
    await other[Symbol.asyncDispose]();
    await ask(app, `/api/recommendations/2${query}`);
    const kept = await ask(app, `/api/recommendations/2${query}`);
    const again = await ask(app, `/api/recommendations/2/${query}`);
    assert.equal(kept.cache, "memory");
    assert.equal(again.text, kept.text);
    const plain = (text: string) => ({ ...JSON.parse(text), recommendation_id: "" });
    assert.deepEqual(plain(kept.text), plain(computed.text));
    const headers = ({ response }: { response: Response }) =>
      [...response.headers].filter(([name]) => !["x-request-id", "x-cache"].includes(name)).sort();
    assert.deepEqual(headers(kept), headers(computed));
  }
});

Deno.test("a list from memory follows a click, a new price, and a new model", async () => {
  await using app = await openTestApp({ trained: true });
  const path = "/api/recommendations/2?count=5";
  await ask(app, path);
  const before = JSON.parse((await ask(app, path)).text);
  const first = before.recommendations[0].product_id;

  await app.writer.write([{ sql: "UPDATE products SET price = 4242 WHERE id = ?", args: [first] }]);
  await app.services.catalogue.refresh();
  const priced = await ask(app, path);
  assert.equal(priced.cache, "memory");
  assert.equal(JSON.parse(priced.text).recommendations[0].price, 42.42);

  await app.post("/api/interaction", { user_id: 2, product_id: first, interaction_type: "purchase" });
  const clicked = await ask(app, path);
  assert.equal(clicked.cache, "computed");
  const ids = JSON.parse((await ask(app, path)).text).recommendations
    .map((item: { product_id: number }) => item.product_id);
  assert.ok(!ids.includes(first));

  await app.services.models.train();
  assert.equal(JSON.parse((await ask(app, path)).text).model_version, before.model_version + 1);
});

Deno.test("requests that are not plain are checked as ever, also where the list is in memory", async () => {
  await using app = await openTestApp({ trained: true });
  await ask(app, "/api/recommendations/2");
  for (
    const [path, status] of [
      ["/api/recommendations/2?count=0", 400],
      ["/api/recommendations/2?count=101", 400],
      ["/api/recommendations/2?count=5&count=6", 400],
      ["/api/recommendations/02", 400],
      ["/api/recommendations/2?count=5&unknown=1", 200],
      ["/api/recommendations/2?", 200],
    ] as const
  ) assert.equal((await ask(app, path)).response.status, status, path);
  const head = await ask(app, "/api/recommendations/2", { method: "HEAD" });
  assert.deepEqual([head.response.status, head.text], [200, ""]);
  assert.equal((await ask(app, "/api/recommendations/2", { method: "PUT" })).response.status, 405);
});

Deno.test("the API key is asked for before a list from memory is given", async () => {
  await using app = await openTestApp({ trained: true, settings: { apiKey: "a key of tests" } });
  const key = { headers: { Authorization: "Bearer a key of tests" } };
  for (let i = 0; i < 2; i++) {
    assert.equal((await ask(app, "/api/recommendations/2", key)).response.status, 200);
  }
  assert.equal((await ask(app, "/api/recommendations/2")).response.status, 401);
});

Deno.test("lists from memory are counted, and shared with the origins that may read them", async () => {
  await using app = await openTestApp({ trained: true, settings: { corsOrigins: ["https://a.example"] } });
  const origin = { headers: { Origin: "https://a.example" } };
  for (let i = 0; i < 3; i++) {
    const { response } = await ask(app, "/api/recommendations/2", origin);
    assert.equal(response.headers.get("access-control-allow-origin"), "https://a.example");
  }
  const metrics = await (await app.fetch("/api/metrics")).text();
  assert.match(metrics, /^aisle_lists_total\{source="memory"\} 2$/m);
  assert.match(metrics, /^aisle_lists_total\{source="computed"\} 1$/m);
});
