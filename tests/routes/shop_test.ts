import assert from "node:assert/strict";
import { addProducts } from "../../db/products.ts";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, type Shopper } from "./shopper.ts";

async function acts(app: TestApp, shopper: Shopper): Promise<string[]> {
  const id = Number(decodeURIComponent(shopper.cookie).match(/=(\d+)\./)?.[1]);
  if (!id) return [];
  return (await app.services.interactions.history(id, 100)).map(({ type, productId }) =>
    `${type} ${productId}`
  );
}

Deno.test("home makes no visitor; opening a product does, and records the view", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  const home = await shopper.get("/");
  assert.equal(home.status, 200);
  assert.equal(home.headers.get("set-cookie"), null);
  assert.match(await home.text(), /Popular now, the same for everyone/);

  const product = await shopper.get("/product/4");
  assert.equal(product.status, 200);
  const cookie = product.headers.get("set-cookie")!;
  assert.match(cookie, /HttpOnly/);
  assert.match(cookie, /SameSite=Lax/);
  assert.match(cookie, /Path=\//);
  assert.match(cookie, /Max-Age=31536000/);
  assert.doesNotMatch(cookie, /Secure/);
  assert.deepEqual(await acts(app, shopper), ["view 4"]);
  assert.match(await product.text(), /Updated just now, after you looked at Kettle number 4\./);

  const again = await shopper.get("/");
  assert.match(await again.text(), /Picked from what you did/);
});

Deno.test("the cookie is Secure where the shop is reached by https", async () => {
  await using app = await openTestApp({ settings: { publicUrl: "https://shop.example" } });
  assert.match((await createShopper(app).get("/product/1")).headers.get("set-cookie")!, /Secure/);
});

Deno.test("opening the same product twice is one view; previews, machines and HEAD are none", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  await shopper.get("/product/4");
  assert.deepEqual(await acts(app, shopper), ["view 4"]);
  await shopper.get("/product/5", { "sec-purpose": "prefetch;prerender" });
  await shopper.get("/product/5", { "sec-fetch-dest": "image" });
  await shopper.get("/product/5", { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" });
  await app.fetch("/product/5", { method: "HEAD", headers: { cookie: shopper.cookie } });
  assert.deepEqual(await acts(app, shopper), ["view 4"]);
});

Deno.test("a cookie that we did not sign is nobody, nor is one whose id or signature was changed", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  const [, id, signature] = decodeURIComponent(shopper.cookie).match(/=(\d+)\.(.+)$/)!;
  const home = async (value: string) => {
    const cookie = `aisle_visitor=${encodeURIComponent(value)}`;
    const answer = await app.fetch("/", { headers: { cookie } });
    assert.equal(answer.status, 200);
    return await answer.text();
  };
  assert.match(await home(`${id}.${signature}`), /Picked from what you did/);
  const changed = (signature![0] === "A" ? "B" : "A") + signature!.slice(1);
  const foreign = [
    "1.c2lnbmF0dXJl",
    `1.${signature}`,
    `0${id}.${signature}`,
    `${id}.${changed}`,
    `${id}.${signature}.${signature}`,
    `${id}.`,
    `${id}`,
    `.${signature}`,
    "",
  ];
  for (const value of foreign) assert.match(await home(value), /the same for everyone/, value);
});

Deno.test("the page is shown even when its view cannot be recorded", async () => {
  await using app = await openTestApp({
    override: (services) => ({
      ...services,
      interactions: { ...services.interactions, record: () => Promise.reject(new Error("disk full")) },
    }),
  });
  assert.equal((await createShopper(app).get("/product/1")).status, 200);
  assert.ok(app.log.some(({ event }) => event === "view.lost"));
});

Deno.test("like without script leads back, and a second press is the same like", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  const answer = await shopper.post("/like", { product: "7", to: "/category/Kitchen?page=1" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "/category/Kitchen?page=1");
  await shopper.post("/like", { product: "7", to: "/" });
  assert.deepEqual(await acts(app, shopper), ["like 7"]);
  assert.match(
    await (await shopper.get("/product/7")).text(),
    /aria-pressed="true" aria-label="Liked Kettle number 7"/,
  );
});

Deno.test("like never leads to another site", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  for (const to of ["https://other.example", "//other.example", "/.//other.example", "/\\other.example"]) {
    const location = (await shopper.post("/like", { product: "7", to })).headers.get("location")!;
    assert.equal(new URL(location, "http://shop.example").host, "shop.example", to);
  }
});

Deno.test("like with htmx answers the pressed button and the shelf that follows it", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  const answer = await shopper.press("/like", { product: "7", to: "/", place: "popular" });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("cache-control"), "private, no-store");
  const html = await answer.text();
  assert.match(html, /^<form class="like"/);
  assert.match(html, /id="like-popular-7"[^>]*aria-pressed="true"/);
  assert.match(html, /<hx-partial hx-target="#for-you" hx-swap="outerMorph"><section id="for-you"/);
  assert.match(html, /role="status">Updated just now, after you liked Kettle number 7\.</);
  assert.match(html, /Because you liked <strong>Kettle number 7/);
  assert.doesNotMatch(html, /<html/);
  // On a page without the shelf there is nothing to follow.
  assert.doesNotMatch(
    await (await shopper.press("/like", { product: "8", to: "/search?q=x" })).text(),
    /id="for-you"/,
  );
});

Deno.test("the shelf on a product page leaves that product out", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/1");
  const html = await (await shopper.get("/product/4")).text();
  const shelf = html.slice(
    html.indexOf('id="for-you"'),
    html.indexOf("</section>", html.indexOf('class="joined"')),
  );
  assert.match(shelf, /data-product="\d+"/);
  assert.doesNotMatch(shelf, /data-product="4"/);
});

Deno.test("a form that another site sends is refused and changes nothing", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.get("/product/1");
  for (const path of ["/like", "/cart/add", "/cart/quantity", "/cart/remove", "/checkout", "/shop-as"]) {
    const answer = await shopper.post(path, { product: "2", quantity: "1", user: "1" }, {
      "sec-fetch-site": "cross-site",
      origin: "https://other.example",
    });
    assert.equal(answer.status, 403, path);
  }
  assert.deepEqual(await acts(app, shopper), ["view 1"]);
});

Deno.test("what is no product has a 404 page, in addresses and in forms", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  for (
    const id of ["0", "-1", "01", "1e3", "abc", "9007199254740993", "99999999999999999999", "%20", "999"]
  ) {
    assert.equal((await shopper.get(`/product/${id}`)).status, 404, id);
    assert.equal((await shopper.post("/like", { product: decodeURIComponent(id) })).status, 404, id);
  }
  assert.equal((await shopper.post("/cart/add", {})).status, 404);
  assert.equal((await shopper.get("/category/Nothing")).status, 404);
  assert.equal((await shopper.get("/orders/1")).status, 404);
  assert.equal(shopper.cookie, "");
});

Deno.test("category filters by price, sorts, and has pages with addresses of their own", async () => {
  await using app = await openTestApp({ products: 90 });
  const ids = async (path: string) =>
    [...(await (await app.fetch(path)).text()).matchAll(/<li class="card" data-product="(\d+)"/g)].map((m) =>
      Number(m[1])
    );
  const first = await ids("/category/Kitchen?sort=price");
  const second = await ids("/category/Kitchen?sort=price&page=2");
  assert.equal(first.length, 24);
  assert.equal(second.length, 6);
  assert.deepEqual([...first, ...second], Array.from({ length: 30 }, (_, i) => 3 * i + 1));
  assert.deepEqual(await ids("/category/Kitchen?sort=price&page=99"), second);
  assert.deepEqual(await ids("/category/Kitchen?sort=-price&max_price=5"), [4, 1]);
  assert.deepEqual(await ids("/category/Kitchen?sort=price&min_price=4.99&max_price=8"), [4, 7]);
  assert.match(
    await (await app.fetch("/category/Kitchen?sort=price")).text(),
    /href="[^"]*sort=price&amp;page=2"/,
  );
});

Deno.test("category says what is wrong with a price and shows the shelf without it", async () => {
  await using app = await openTestApp();
  const answer = await app.fetch(`/category/Kitchen?min_price=${encodeURIComponent("cheap<b>")}`);
  assert.equal(answer.status, 400);
  const html = await answer.text();
  assert.match(html, /not “cheap&lt;b&gt;”/);
  assert.match(html, /data-product="1"/);
  assert.equal((await app.fetch("/category/Kitchen?min_price=9&max_price=2")).status, 400);
  assert.equal((await app.fetch("/category/Kitchen?page=abc&sort=nonsense&in_stock=maybe")).status, 200);
});

Deno.test("search finds, says so when it finds nothing, and survives any text", async () => {
  await using app = await openTestApp();
  assert.match(await (await app.fetch("/search?q=tent")).text(), /Tent number 2/);
  assert.match(await (await app.fetch("/search?q=zeppelin")).text(), /Nothing found/);
  for (
    const q of [
      "",
      " ",
      '"',
      "AND OR NOT",
      "a*",
      "<script>alert(1)</script>",
      "x".repeat(5000),
      "\0",
      "😀".repeat(300),
    ]
  ) {
    const answer = await app.fetch(`/search?q=${encodeURIComponent(q)}&page=-1`);
    assert.equal(answer.status, 200, q.slice(0, 40));
    assert.doesNotMatch(await answer.text(), /<script>alert/);
  }
});

Deno.test("a name made of markup is shown as text on every page", async () => {
  await using app = await openTestApp();
  const name = `"><script>alert(1)</script><img src=x onerror=alert(2)>`;
  const [id] = await addProducts(app.writer, [{
    externalId: null,
    name,
    description: name,
    category: name,
    price: 100,
    stock: 3,
    imageUrl: `javascript:alert(3)`,
    createdAt: Date.now(),
  }]);
  await app.services.catalogue.refresh();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: String(id), to: "/" });
  for (
    const path of [
      "/",
      `/product/${id}`,
      `/category/${encodeURIComponent(name)}`,
      "/cart",
      "/checkout",
      "/search?q=script",
    ]
  ) {
    const answer = await shopper.get(path);
    assert.equal(answer.status, 200, path);
    const html = await answer.text();
    assert.doesNotMatch(html, /<script>alert|<img src=x|javascript:/, path);
    assert.match(html, /&lt;script&gt;alert/, path);
  }
});

Deno.test("pages keep to the policy: no inline script, style or handler", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "1", to: "/" });
  for (
    const path of [
      "/",
      "/product/2",
      "/category/Desk",
      "/search?q=tent",
      "/cart",
      "/checkout",
      "/how-it-works",
      "/shop-as",
      "/nowhere",
    ]
  ) {
    const answer = await shopper.get(path);
    assert.match(answer.headers.get("content-security-policy")!, /script-src 'self';/, path);
    const html = await answer.text();
    assert.doesNotMatch(
      html,
      /<script(?! src="\/static\/| type="application\/ld\+json")|<style|\sstyle=|\son[a-z]+=|hx-on/i,
      path,
    );
  }
});

Deno.test("shop-as exists in development only", async () => {
  await using open = await openTestApp();
  const shopper = createShopper(open);
  assert.equal((await shopper.get("/shop-as")).status, 200);
  assert.equal((await shopper.post("/shop-as", { user: "3", to: "/cart" })).headers.get("location"), "/cart");
  assert.match(await (await shopper.get("/")).text(), /Shopping as Shopper 3/);
  assert.equal((await shopper.post("/shop-as", { user: "77" })).status, 404);

  await using closed = await openTestApp({ settings: { development: false } });
  const other = createShopper(closed);
  assert.equal((await other.get("/shop-as")).status, 404);
  assert.equal((await other.post("/shop-as", { user: "3" })).status, 404);
  assert.doesNotMatch(await (await other.get("/")).text(), /shop-as/i);
});

Deno.test("product art and static files may be kept for good under their version, and are asked again without it", async () => {
  await using app = await openTestApp();
  const html = await (await app.fetch("/")).text();
  const addresses = [...html.matchAll(/(?:src|href)="(\/(?:static|art)\/[^"]+)"/g)].map((m) => m[1]!);
  assert.ok(
    addresses.some((path) => path.startsWith("/art/")) && addresses.some((path) => path.includes("htmx")),
  );
  for (const path of addresses) {
    const answer = await app.fetch(path);
    assert.equal(answer.status, 200, path);
    if (path.includes("?v=")) assert.match(answer.headers.get("cache-control")!, /immutable/, path);
    const etag = answer.headers.get("etag")!;
    await answer.body?.cancel();
    assert.equal(answer.headers.get("vary"), "Accept-Encoding");
    // Compressed, it carries the weak tag; a cache in between may know several.
    for (const known of [etag, `W/${etag}`, `"else", W/${etag}`]) {
      assert.equal((await app.fetch(path, { headers: { "if-none-match": known } })).status, 304, path);
    }
    const plain = await app.fetch(path.split("?")[0]!);
    assert.match(plain.headers.get("cache-control")!, /no-cache/, path);
    await plain.body?.cancel();
  }
  for (
    const path of ["/art/999.svg", "/art/x.svg", "/art/1.png", "/static/nothing.css", "/static/..%2fmain.ts"]
  ) {
    const answer = await app.fetch(path);
    assert.equal(answer.status, 404, path);
    await answer.body?.cancel();
  }
});
