import assert from "node:assert/strict";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, type Shopper } from "./shopper.ts";

/** Ids of the products on a page or on one shelf of it, each as often as it stands there. */
async function productsOn(shopper: Shopper, path: string, shelf?: string): Promise<number[]> {
  const html = await (await shopper.get(path)).text();
  const from = shelf === undefined ? 0 : html.indexOf(`id="${shelf}"`);
  const part = shelf === undefined ? html : html.slice(from, html.indexOf("</section>", from));
  return [...part.matchAll(/<li[^>]* data-product="(\d+)"/g)].map((match) => Number(match[1]));
}

/** A visitor with a history, so that the home page has a personal shelf. */
async function openVisitor(app: TestApp): Promise<Shopper> {
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  return shopper;
}

Deno.test("not interested without script: gone everywhere on the next page, which says so and offers Undo", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = await openVisitor(app);
  const [first] = await productsOn(shopper, "/", "for-you");
  const answer = await shopper.post("/not-interested", { product: String(first), to: "/" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), `/?hidden=${first}`);
  const html = await (await shopper.get(`/?hidden=${first}`)).text();
  assert.match(html, /role="status"><p class="hidden-title">Hidden/);
  // The address of the page, for what is pressed next, does not hold it.
  assert.match(html, /name="to" value="\/"/);
  assert.doesNotMatch(html, /value="\/\?hidden/);
  assert.ok(!(await productsOn(shopper, "/")).includes(first!));
  const id = Number(decodeURIComponent(shopper.cookie).match(/=(\d+)\./)![1]);
  const { recommendations } = await (await app.fetch(`/api/recommendations/${id}?count=100`)).json();
  assert.ok(recommendations.every((item: { product_id: number }) => item.product_id !== first));

  await shopper.post("/not-interested/undo", { product: String(first), to: "/" });
  assert.equal((await productsOn(shopper, "/", "for-you"))[0], first);
  assert.doesNotMatch(await (await shopper.get(`/?hidden=${first}`)).text(), /class="hidden-title"/);
});

Deno.test("not interested with htmx: a card with Undo in the same place, then the category, then the card again", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = await openVisitor(app);
  const [first] = await productsOn(shopper, "/", "for-you");
  const fields = { product: String(first), to: "/", place: "for-you", look: "ticket" };
  const hidden = await (await shopper.press("/not-interested", fields)).text();
  assert.match(hidden, new RegExp(`^<li class="card card-hidden card-ticket" id="for-you-${first}"`));
  assert.match(hidden, /data-epoch="\d+"/);
  assert.match(hidden, /autofocus/);
  const category = app.services.catalogue.find(first!)!.category;
  assert.match(hidden, new RegExp(`Hide all ${category}`));
  // Nothing else of the page changes.
  assert.doesNotMatch(hidden, /hx-partial|id="for-you"/);

  const all = await (await shopper.press("/not-interested", { ...fields, scope: "category" })).text();
  assert.match(all, new RegExp(`Nothing of ${category}`));
  for (const id of await productsOn(shopper, "/")) {
    const product = app.services.catalogue.find(id)!;
    assert.ok(product.category !== category || id === 4, product.name);
  }
  const back = await (await shopper.press("/not-interested/undo", { ...fields, scope: "category" })).text();
  assert.match(back, new RegExp(`^<li class="card card-ticket" data-product="${first}"`));
  assert.match(back, /Because you viewed/);
  assert.equal((await productsOn(shopper, "/", "for-you"))[0], first);
});

Deno.test("not interested by somebody new makes them a visitor, and Undo by nobody does nothing", async () => {
  await using app = await openTestApp({ trained: true });
  const nobody = createShopper(app);
  assert.equal((await nobody.post("/not-interested/undo", { product: "4", to: "/" })).status, 303);
  assert.equal(nobody.cookie, "");
  const [popular] = await productsOn(nobody, "/", "popular");
  await nobody.post("/not-interested", { product: String(popular), to: "/" });
  assert.notEqual(nobody.cookie, "");
  assert.ok(!(await productsOn(nobody, "/")).includes(popular!));
  assert.equal((await nobody.post("/not-interested", { product: "x" })).status, 404);
});

Deno.test("no page shows a product twice, and no shelf one that is in the cart or sold out", async () => {
  await using app = await openTestApp({ trained: true, products: 90 });
  const shopper = await openVisitor(app);
  for (const id of ["1", "7"]) await shopper.post("/cart/add", { product: id, to: "/" });
  for (const path of ["/", "/product/13", "/cart"]) {
    const ids = (await productsOn(shopper, path)).filter((id) => path !== "/cart" || id !== 1 && id !== 7);
    assert.ok(ids.length >= 4, path);
    assert.deepEqual(ids, [...new Set(ids)], path);
    for (const id of ids) {
      // "Where you left off" is what the shopper did, not what the shop recommends.
      if (path === "/" && (await productsOn(shopper, "/", "recent")).includes(id)) continue;
      assert.ok(id !== 1 && id !== 7 && app.services.catalogue.find(id)!.stock > 0, `${id} on ${path}`);
    }
  }
});

Deno.test("with htmx, the personal shelf leaves out what the page says that it shows", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = await openVisitor(app);
  const shown = (await productsOn(shopper, "/", "for-you")).slice(0, 3);
  const answer = await shopper.post("/like", { product: "5", to: "/", place: "popular" }, {
    "hx-request": "true",
    "x-shown": shown.join(),
  });
  const html = await answer.text();
  assert.match(html, /id="for-you"/);
  for (const id of shown) assert.doesNotMatch(html, new RegExp(`data-product="${id}"`));
  const odd = await shopper.post("/like", { product: "5", to: "/" }, {
    "hx-request": "true",
    "x-shown": "x,-1,,9999999999999999999,".repeat(500),
  });
  assert.equal(odd.status, 200);
});

Deno.test("recently viewed: one is removed, then all, and neither counts for the picks any more", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  assert.match(await (await shopper.get("/recent")).text(), /Nothing viewed yet/);
  for (const id of [4, 5, 6]) await shopper.get(`/product/${id}`);
  assert.deepEqual(await productsOn(shopper, "/recent"), [6, 5, 4]);
  assert.equal((await shopper.post("/recent/remove", { product: "5" })).headers.get("location"), "/recent");
  assert.deepEqual(await productsOn(shopper, "/recent"), [6, 4]);
  assert.doesNotMatch(await (await shopper.get("/")).text(), /viewed <strong>Tent number 5/);
  const region = await (await shopper.press("/recent/remove", { product: "4" })).text();
  assert.match(region, /^<section id="recently"/);
  assert.match(region, /role="status">Kettle number 4 is removed\./);
  assert.match(region, /<h1[^>]*autofocus/);
  await shopper.post("/recent/clear", {});
  assert.deepEqual(await productsOn(shopper, "/recent"), []);
  assert.match(await (await shopper.get("/")).text(), /the same for everyone/);
});

Deno.test("liked: the heart pressed again takes the like back, which can be given anew", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  assert.match(await (await shopper.get("/liked")).text(), /Nothing liked yet/);
  await shopper.post("/like", { product: "7", to: "/" });
  await shopper.post("/like", { product: "8", to: "/" });
  assert.deepEqual(await productsOn(shopper, "/liked"), [8, 7]);
  const button = await (await shopper.press("/unlike", { product: "8", to: "/liked", place: "liked" }))
    .text();
  assert.match(button, /^<form class="like" method="post" action="\/like"/);
  assert.match(button, /aria-pressed="false" aria-label="Like Tent number 8"/);
  assert.equal(
    (await shopper.post("/unlike", { product: "8", to: "/liked" })).headers.get("location"),
    "/liked",
  );
  assert.deepEqual(await productsOn(shopper, "/liked"), [7]);
  await shopper.post("/like", { product: "8", to: "/" });
  assert.deepEqual(await productsOn(shopper, "/liked"), [8, 7]);
});

Deno.test("what is added on the cart page is a line of it at once", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "1", to: "/" });
  const html = await (await shopper.press("/cart/add", { product: "4", to: "/cart", place: "goes-with" }))
    .text();
  assert.match(html, /<hx-partial hx-target="#cart"/);
  assert.match(html, /class="cart-line" data-product="4"/);
});
