import assert from "node:assert/strict";
import { openTestApp, readProblem } from "../../fixtures/app.ts";

Deno.test("GET /api/search finds words and beginnings of words", async () => {
  await using app = await openTestApp();
  const body = await (await app.fetch("/api/search/?q=kett&limit=3")).json();
  assert.equal(body.count, 3);
  assert.deepEqual(
    Object.keys(body.products[0]),
    ["id", "name", "category", "price", "description", "personalization_score"],
  );
  assert.ok(body.products.every((p: { name: string }) => p.name.startsWith("Kettle")));
  assert.ok(body.products.every((p: { personalization_score: number }) => p.personalization_score === 0));
  assert.equal((await (await app.fetch("/api/search?q=zzzz")).json()).count, 0);
});

Deno.test("GET /api/search lets the user's taste decide between equally good texts", async () => {
  await using app = await openTestApp({ trained: true });
  const find = async (user: string) =>
    (await (await app.fetch(`/api/search?q=number${user}&limit=5`)).json()).products as {
      category: string;
      personalization_score: number;
    }[];
  const [first] = await find("&user_id=2");
  assert.equal(first?.category, "Camping");
  assert.ok(first.personalization_score > 0.5 && first.personalization_score <= 1);
  assert.equal((await find("&user_id=3"))[0]?.category, "Desk");
  // Nobody's taste: the order of the catalogue.
  assert.deepEqual(await find("&user_id=99999"), await find(""));
});

Deno.test("GET /api/search refuses empty, long and broken texts", async () => {
  await using app = await openTestApp();
  for (const q of ["", "q=", "q=%20", `q=${"a".repeat(201)}`, "q=%00", "q=%ff", "q=a&q=b"]) {
    const problem = await readProblem(await app.fetch(`/api/search?${q}`));
    assert.equal(problem.status, 400, q);
    assert.deepEqual(problem.errors?.map(({ field }) => field), ["q"], q);
  }
  for (const other of ["user_id=x", "limit=0", "limit=101"]) {
    assert.equal((await readProblem(await app.fetch(`/api/search?q=a&${other}`))).status, 400, other);
  }
});

Deno.test("GET /api/search takes any text for words, whatever it means to the full-text engine", async () => {
  await using app = await openTestApp();
  for (
    const q of [
      '"',
      "kettle AND",
      "NEAR(a b",
      "name:kettle",
      "*",
      "a* OR b",
      "-",
      "(",
      "^kettle",
      "'; DROP TABLE users",
    ]
  ) {
    const response = await app.fetch(`/api/search?q=${encodeURIComponent(q)}`);
    assert.equal(response.status, 200, q);
    await response.body?.cancel();
  }
});
