import assert from "node:assert/strict";
import { listOptedOut } from "../../db/choices.ts";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, placeOrder, type Shopper } from "./shopper.ts";

const production = { settings: { development: false }, trained: true } as const;

/** Cookies by name, as a browser keeps them; the shopper of shopper.ts holds one alone. */
function createBrowser(app: TestApp, always: Record<string, string> = {}) {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const answer = await app.fetch(path, {
      ...init,
      redirect: "manual",
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
        "sec-fetch-site": "same-origin",
        ...always,
        ...init.headers,
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/)!;
      if (/Max-Age=0/i.test(line)) cookies.delete(name!);
      else cookies.set(name!, value!);
    }
    return answer;
  };
  return {
    cookies,
    get: (path: string) => send(path),
    text: async (path: string) => await (await send(path)).text(),
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      send(path, { method: "POST", body: new URLSearchParams(fields), headers }),
    get userId() {
      return Number(decodeURIComponent(cookies.get("aisle_visitor") ?? "").split(".")[0]);
    },
  };
}

Deno.test("in production nothing is recorded and no cookie set before consent; the banner has two equal buttons", async () => {
  await using app = await openTestApp(production);
  const browser = createBrowser(app);
  const html = await browser.text("/product/4");
  assert.deepEqual([...browser.cookies], []);
  const banner = html.slice(
    html.indexOf('id="consent"'),
    html.indexOf("</section>", html.indexOf('id="consent"')),
  );
  const classes = [...banner.matchAll(/<button[^>]*class="([^"]*)"/g)].map((match) => match[1]);
  assert.deepEqual(classes, ["button", "button"]);
  assert.match(await browser.text("/"), /the same for everyone/);
  assert.equal((await app.db.client.execute("SELECT max(id) AS id FROM users")).rows[0]!["id"], 12);
});

Deno.test("cart, like and order work without consent, and nobody learns from them", async () => {
  await using app = await openTestApp(production);
  const browser = createBrowser(app);
  await browser.post("/cart/add", { product: "1", to: "/" });
  await browser.post("/like", { product: "7", to: "/" });
  await browser.get("/product/4");
  assert.match(await browser.text("/cart"), /class="cart-line" data-product="1"/);
  assert.match(await browser.text("/"), /the same for everyone/);
  const order = await placeOrder(browser, "a-key-of-the-test");
  assert.match(order.headers.get("location")!, /^\/orders\/\d+$/);
  const types = (await app.services.interactions.history(browser.userId, 10)).map(({ type }) => type);
  assert.deepEqual(types, ["like"]);
  assert.equal((await app.services.recommendations.list(browser.userId, { count: 5 })).strategy, "popular");

  // With the yes, the next view counts.
  await browser.post("/privacy/choice", { choice: "yes", to: "/" });
  await browser.get("/product/4");
  assert.match(await browser.text("/"), /Picked from what you did/);
  assert.doesNotMatch(await browser.text("/"), /id="consent"/);
});

Deno.test("what the pages say of a like without a yes is so: it is kept and counts for everyone, in both languages", async () => {
  await using app = await openTestApp(production);
  const browser = createBrowser(app);
  await browser.post("/like", { product: "7", to: "/" });
  const history = await app.services.interactions.history(browser.userId, 10);
  assert.deepEqual(history.map(({ type, productId }) => [type, productId]), [["like", 7]]);
  assert.match(await browser.text("/"), /the same for everyone/);
  for (
    const [language, how, stored] of [
      [
        "en",
        /what you like; it counts in the lists that everyone sees/,
        /your likes, which also count in the lists/,
      ],
      [
        "de",
        /was du dir merkst; es zählt in den Listen, die alle sehen/,
        /Was du dir merkst, zählt auch in den/,
      ],
    ] as const
  ) {
    browser.cookies.set("aisle_language", language);
    assert.match(await browser.text("/how-it-works"), how);
    assert.match(await browser.text("/privacy"), stored);
  }
});

Deno.test("in development the shop learns until the visitor says no, which holds for the next page", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = createBrowser(app);
  assert.match(await browser.text("/product/4"), /id="consent"/);
  assert.match(await browser.text("/"), /Picked from what you did/);
  const answer = await browser.post("/privacy/choice", { choice: "no", to: "/category/Kitchen" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "/category/Kitchen");
  assert.equal(browser.cookies.get("aisle_consent"), "no");
  const home = await browser.text("/");
  assert.match(home, /the same for everyone/);
  assert.doesNotMatch(home, /id="consent"|id="recent"/);
  assert.equal((await app.services.recommendations.list(browser.userId, { count: 5 })).strategy, "popular");
  await browser.get("/product/5");
  assert.equal((await app.services.interactions.history(browser.userId, 10)).length, 1);
});

Deno.test("the banner's answer with htmx takes its place, and the shelf follows it", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = createBrowser(app);
  await browser.get("/product/4");
  const html =
    await (await browser.post("/privacy/choice", { choice: "no", to: "/" }, { "hx-request": "true" })).text();
  assert.match(html, /^<section id="consent"[^>]*><p[^>]*role="status"/);
  assert.match(html, /hx-target="#for-you"[^>]*><section id="for-you"[^>]*data-personal="false"/);
  const again = await browser.post("/privacy/choice", { choice: "yes", to: "/" }, { "hx-request": "true" });
  assert.match(await again.text(), /data-personal="true"/);
  assert.equal((await browser.post("/privacy/choice", { choice: "maybe", to: "/" })).status, 303);
  assert.equal(browser.cookies.get("aisle_consent"), "yes");
});

Deno.test("Sec-GPC is a no that needs no banner and outweighs a yes", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = createBrowser(app, { "sec-gpc": "1" });
  assert.doesNotMatch(await browser.text("/product/4"), /id="consent"/);
  assert.deepEqual([...browser.cookies], []);
  await browser.post("/privacy/choice", { choice: "yes", to: "/" });
  await browser.get("/product/4");
  assert.equal(browser.cookies.has("aisle_visitor"), false);
  assert.match(await browser.text("/privacy"), /Global Privacy Control/);
});

Deno.test("a like under Sec-GPC ends what an earlier yes allowed: it teaches nobody", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = createBrowser(app);
  await browser.post("/like", { product: "7", to: "/" });
  assert.deepEqual(await listOptedOut(app.db), []);
  await browser.post("/like", { product: "8", to: "/" }, { "sec-gpc": "1" });
  assert.deepEqual(await listOptedOut(app.db), [browser.userId]);
});

Deno.test("ratings of those whose personal choice is off are in no average", async () => {
  await using app = await openTestApp();
  for (let user = 1; user <= 6; user++) {
    await app.writer.write([{
      sql: `INSERT INTO interactions (user_id, product_id, interaction_type, rating, at)
        VALUES (?, 5, 'purchase', ?, 1)`,
      args: [user, user === 6 ? 1 : 4],
    }]);
  }
  assert.deepEqual(await app.services.ratings.of(5), { average: 3.5, count: 6 });
  await app.services.choices.setPersonal(6, false);
  assert.deepEqual(await app.services.ratings.of(5), { average: 4, count: 5 });
});

/** A visitor with something in every table. */
async function openShopperWithAll(app: TestApp) {
  const browser = createBrowser(app);
  await browser.get("/product/4");
  await browser.post("/like", { product: "7", to: "/" });
  await browser.post("/cart/add", { product: "2", to: "/" });
  await placeOrder(browser, "a-key-of-the-test");
  await browser.post("/cart/add", { product: "1", to: "/" });
  await browser.post("/not-interested", { product: "3", to: "/" });
  await browser.post("/not-interested", { product: "6", scope: "category", to: "/" });
  return browser;
}

Deno.test("the export has every row about the visitor and about nobody else", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = await openShopperWithAll(app);
  const answer = await browser.get("/privacy/export");
  assert.match(answer.headers.get("content-disposition")!, /attachment/);
  assert.match(answer.headers.get("cache-control")!, /no-store/);
  const { stored } = await answer.json();
  assert.equal(stored.user.id, browser.userId);
  assert.deepEqual(
    stored.interactions.map((row: Record<string, unknown>) =>
      `${row["interaction_type"]} ${row["product_id"]}`
    ),
    ["view 4", "like 7", "cart 2", "purchase 2", "cart 1"],
  );
  assert.deepEqual(stored.cart.map((row: Record<string, unknown>) => row["product_id"]), [1]);
  assert.deepEqual(
    stored.dismissals.map((row: Record<string, unknown>) => row["product_id"] ?? row["category"]),
    [
      3,
      "Desk",
    ],
  );
  assert.equal(stored.orders[0].lines[0].product_id, 2);
  assert.deepEqual((await (await createBrowser(app).get("/privacy/export")).json()).stored, null);
});

Deno.test("delete leaves no trace of the visitor in any table or cache, and the next page is for somebody new", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = await openShopperWithAll(app);
  const { userId } = browser;
  const path = `/api/recommendations/${userId}`;
  await (await app.fetch(path)).text();
  assert.equal((await app.fetch(path)).headers.get("x-cache"), "memory");
  assert.match(await browser.text("/privacy/delete"), /method="post" action="\/privacy\/delete"/);
  const answer = await browser.post("/privacy/delete", {});
  assert.equal(answer.headers.get("location"), "/privacy?deleted");
  assert.equal(browser.cookies.has("aisle_visitor"), false);
  assert.match(await browser.text("/privacy?deleted"), /Everything about you is deleted/);
  assert.match(await browser.text("/"), /the same for everyone/);
  assert.equal((await app.fetch(path)).status, 404);

  const { rows: tables } = await app.db.client.execute(
    "SELECT m.name AS name, c.name AS column FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'user_id'",
  );
  assert.ok(tables.length >= 6);
  for (const { name, column } of tables) {
    const { rows } = await app.db.client.execute(
      `SELECT count(*) AS n FROM "${name}" WHERE "${column}" = ${userId}`,
    );
    assert.equal(rows[0]!["n"], 0, String(name));
  }
  const { rows } = await app.db.client.execute(
    `SELECT (SELECT count(*) FROM users WHERE id = ${userId}) + (SELECT count(*) FROM order_lines) AS n`,
  );
  assert.equal(rows[0]!["n"], 0);
  // The number is never given to anybody else.
  await browser.get("/product/5");
  assert.ok(browser.userId > userId);
});

Deno.test("a refusal outlives the deletion; a cookie of a deleted visitor is nobody", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = createBrowser(app);
  await browser.post("/like", { product: "7", to: "/" });
  await browser.post("/privacy/choice", { choice: "no", to: "/" });
  const old = browser.cookies.get("aisle_visitor")!;
  await browser.post("/privacy/delete", {});
  assert.equal(browser.cookies.get("aisle_consent"), "no");
  browser.cookies.set("aisle_visitor", old);
  assert.match(await browser.text("/privacy"), /About you, nothing is stored/);
});

Deno.test("the privacy page counts what is stored, lists what is hidden and shows it again", async () => {
  await using app = await openTestApp({ trained: true });
  const browser = await openShopperWithAll(app);
  const html = await browser.text("/privacy");
  assert.match(html, /Products opened<\/a><\/dt><dd>1</);
  assert.match(html, /All of Desk/);
  await browser.post("/privacy/show", { category: "Desk" });
  await browser.post("/privacy/show", { product: "3" });
  assert.doesNotMatch(await browser.text("/privacy"), /Show again/);
});

Deno.test("forms of other sites cannot answer, delete or hide for a visitor", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper: Shopper = createShopper(app);
  await shopper.get("/product/1");
  for (
    const path of [
      "/privacy/choice",
      "/privacy/delete",
      "/privacy/show",
      "/not-interested",
      "/unlike",
      "/recent/clear",
    ]
  ) {
    const answer = await shopper.post(path, { product: "2", choice: "no" }, {
      "sec-fetch-site": "cross-site",
    });
    assert.equal(answer.status, 403, path);
  }
});
