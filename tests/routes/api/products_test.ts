import assert from "node:assert/strict";
import { openTestApp, readProblem, type TestApp } from "../../fixtures/app.ts";

async function read(app: TestApp, path: string) {
  const response = await app.fetch(path);
  assert.equal(response.status, 200, path);
  const body = await response.json();
  assert.equal(body.count, body.products.length);
  return { ...body, ids: (body.products as { id: number }[]).map(({ id }) => id) };
}

Deno.test("GET /api/products pages through every product once, in every sort", async () => {
  await using app = await openTestApp({ trained: true });
  for (const sort of ["popular", "newest", "price", "-price", "name"]) {
    const seen: number[] = [];
    let cursor = "";
    do {
      const page = await read(app, `/api/products/?limit=7&sort=${sort}${cursor && `&cursor=${cursor}`}`);
      assert.equal(page.total, 30);
      seen.push(...page.ids);
      cursor = page.next_cursor ?? "";
    } while (cursor !== "");
    assert.deepEqual(seen.toSorted((a, b) => a - b), Array.from({ length: 30 }, (_, i) => i + 1), sort);
    if (sort === "price") assert.deepEqual(seen.slice(0, 3), [1, 2, 3]);
    if (sort === "-price" || sort === "newest") assert.deepEqual(seen.slice(0, 3), [30, 29, 28]);
  }
});

Deno.test("GET /api/products filters by category, price and stock", async () => {
  await using app = await openTestApp();
  const { ids, total } = await read(
    app,
    "/api/products?category=Desk&min_price=3.99&max_price=12.99&sort=price&limit=2",
  );
  assert.deepEqual(ids, [3, 6]);
  assert.equal(total, 4);
  assert.equal((await read(app, "/api/products?category=Nothing")).total, 0);
  assert.equal((await read(app, "/api/products?in_stock=true")).total, 27);
});

Deno.test("GET /api/products refuses wrong parameters and foreign cursors", async () => {
  await using app = await openTestApp();
  const { next_cursor: cursor } = await read(app, "/api/products?limit=2&sort=price");
  const wrong = {
    "limit=0": "limit",
    "limit=101": "limit",
    "limit=2&limit=2": "limit",
    "sort=cheap": "sort",
    "cursor=%25": "cursor",
    "cursor=abc": "cursor",
    [`cursor=${cursor}&sort=name`]: "cursor",
    [`cursor=${btoa("price/999")}&sort=price`]: "cursor",
    "min_price=2&max_price=1": "min_price",
  };
  for (const [query, field] of Object.entries(wrong)) {
    const problem = await readProblem(await app.fetch(`/api/products?${query}`));
    assert.equal(problem.status, 400, query);
    assert.equal(problem.errors?.[0]?.field, field, query);
  }
});

Deno.test("GET /api/products/{id} answers the product, with and without the slash", async () => {
  await using app = await openTestApp();
  for (const path of ["/api/products/3", "/api/products/3/"]) {
    const { created_at: createdAt, ...product } = await (await app.fetch(path)).json();
    assert.equal(new Date(createdAt).toISOString(), createdAt);
    assert.deepEqual(product, {
      id: 3,
      external_id: "p-3",
      name: "Lamp number 3",
      category: "Desk",
      price: 3.99,
      description: "A lamp for people of taste 2",
      stock: 5,
      image_url: null,
    });
  }
});

Deno.test("prices have the digits of the currency", async () => {
  await using app = await openTestApp({ settings: { currency: "JPY" } });
  assert.equal((await (await app.fetch("/api/products/3")).json()).price, 399);
  assert.deepEqual((await read(app, "/api/products?min_price=398.5&max_price=399.5")).ids, [3]);
});

Deno.test("an unknown product is 404, a wrong id 400, on every path below it", async () => {
  await using app = await openTestApp({ trained: true });
  for (const tail of ["", "/similar", "/bought-together"]) {
    assert.equal((await readProblem(await app.fetch(`/api/products/31${tail}`))).status, 404);
    for (const id of ["0", "x", "1e1", "01"]) {
      const problem = await readProblem(await app.fetch(`/api/products/${id}${tail}`));
      assert.equal(problem.status, 400);
      assert.equal(problem.errors?.[0]?.field, "id");
    }
  }
});

Deno.test("popular, trending, similar and bought-together answer scored products, best first", async () => {
  await using app = await openTestApp({ trained: true });
  for (let i = 0; i < 6; i++) {
    for (const product of [3, 6]) {
      const visit = {
        "user_id": i + 1,
        "product_id": product,
        "interaction_type": "purchase",
        "session_id": `v${i}`,
      };
      assert.equal((await app.post("/api/interaction", visit)).status, 201);
    }
  }
  await app.services.models.train();
  for (const path of ["popular", "trending", "3/similar", "3/bought-together"]) {
    const { products, ids } = await read(app, `/api/products/${path}/?limit=4`);
    assert.ok(ids.length >= 1 && ids.length <= 4, path);
    assert.deepEqual(Object.keys(products[0]), ["id", "name", "category", "price", "score"]);
    for (let i = 1; i < products.length; i++) assert.ok(products[i - 1].score >= products[i].score, path);
  }
  assert.equal((await read(app, "/api/products/3/bought-together")).ids[0], 6);
  assert.ok(!(await read(app, "/api/products/3/similar")).ids.includes(3));
  const similar = await read(app, "/api/products/1/similar?limit=3");
  assert.ok(similar.products.every(({ category }: { category: string }) => category === "Kitchen"));
  assert.equal((await read(app, "/api/products/popular?limit=100")).ids.length, 30);
  assert.ok(
    !(await read(app, "/api/products/popular?exclude=3,6")).ids.some((id: number) => id === 3 || id === 6),
  );
  for (const id of (await read(app, "/api/products/popular?category=Desk&limit=100")).ids) {
    assert.equal(id % 3, 0);
  }
  assert.equal((await app.fetch("/api/products/popular?limit=0")).status, 400);
});
