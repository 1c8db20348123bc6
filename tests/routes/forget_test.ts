import assert from "node:assert/strict";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, placeOrder, type Shopper } from "./shopper.ts";

const idOf = (shopper: Shopper) => Number(decodeURIComponent(shopper.cookie).match(/=(\d+)\./)![1]);

/** What is stored of a visitor, as "type product". */
async function actsOf({ services }: TestApp, shopper: Shopper): Promise<string[]> {
  const history = await services.interactions.history(idOf(shopper), 100);
  return history.map(({ type, productId }) => `${type} ${productId}`).sort();
}

const text = async (answer: Promise<Response>) => await (await answer).text();

/** Somebody with two reasons for a product, which is opened. */
async function openWithReasons(app: TestApp) {
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  await shopper.post("/like", { product: "7", to: "/" });
  const { items } = await app.services.recommendations.list(idOf(shopper), { count: 30 });
  const pick =
    items.find(({ product, reasons }) =>
      product.id !== 4 && product.id !== 7 && reasons.filter(({ kind }) => kind === "because").length === 2
    )!.product;
  const html = await text(shopper.get(`/product/${pick.id}`));
  return { shopper, pick, panel: html.match(/<section id="why"[\s\S]*?<\/section>/)![0] };
}

Deno.test("the reason panel forgets its products: at once, after a training, and once for two presses", async () => {
  await using app = await openTestApp({ trained: true });
  const { shopper, pick, panel } = await openWithReasons(app);
  assert.match(panel, /Forget these two/);
  const product = [...panel.matchAll(/name="product" value="(\d+)"/g)].map((match) => match[1]!).slice(0, 2);
  assert.deepEqual(product.toSorted(), ["4", "7"]);
  const here = `/product/${pick.id}`;
  const answers = await Promise.all([1, 2].map(() => shopper.post("/forget", { product, to: here })));
  for (const answer of answers) {
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), `${here}?forgotten=${product.join("%2C")}#why`);
  }
  assert.deepEqual(await actsOf(app, shopper), [`view ${pick.id}`]);
  const back = await text(shopper.get(`${here}?forgotten=${product.join()}`));
  assert.match(back, /id="why" class="why" role="status"/);
  assert.match(back, /<p class="hidden-title">Forgotten<\/p>/);
  assert.match(back, /name="to" value="\/product\/\d+"/);
  for (const train of [false, true]) {
    if (train) await app.services.models.train();
    const html = await text(shopper.get("/"));
    assert.doesNotMatch(html, /number [47]<\/strong>/);
    assert.match(html, new RegExp(`<mark>${pick.name}</mark>`));
    assert.doesNotMatch(html, /class="round" aria-pressed="true"/);
  }
});

Deno.test("forgetting with htmx answers the status in the panel's place, the shelf, and the hearts that were pressed", async () => {
  await using app = await openTestApp({ trained: true });
  const { shopper, pick } = await openWithReasons(app);
  const answer = await shopper.post("/forget", { product: ["4", "7"], to: `/product/${pick.id}` }, {
    "hx-request": "true",
    "x-liked": "like-similar-7,like-product-70,like-x y-7,like-similar-9",
  });
  const html = await answer.text();
  assert.match(html, /^<div id="why" class="why" role="status" tabindex="-1" autofocus>/);
  assert.match(html, /Kettle number 4 and Kettle number 7 no longer count/);
  assert.match(html, /<hx-partial hx-target="#for-you" hx-swap="outerMorph">/);
  assert.deepEqual(html.match(/hx-target="form:has[^"]*"/g), [
    'hx-target="form:has(&gt; #like-similar-7)"',
  ]);
  assert.match(html, /id="like-similar-7" type="submit" class="round" aria-pressed="false"/);
});

Deno.test("forgetting leaves orders, the cart and other visitors alone, and refuses what is no product", async () => {
  await using app = await openTestApp({ trained: true });
  const [one, two] = [createShopper(app), createShopper(app)];
  for (const shopper of [one, two]) await shopper.get("/product/4");
  await one.post("/cart/add", { product: "4", to: "/" });
  const order = (await placeOrder(one, "a-key-of-this-test")).headers.get("location")!;
  await one.post("/cart/add", { product: "4", to: "/" });
  assert.deepEqual(await actsOf(app, one), ["cart 4", "cart 4", "purchase 4", "view 4"]);
  for (const product of ["x", "4.5", "-4", "", "04", ["4", "7", "8"], ["4", "x"]]) {
    assert.equal((await one.post("/forget", { product, to: "/" })).status, 400, String(product));
  }
  assert.equal((await one.post("/forget", { to: "/" })).status, 400);
  assert.equal((await actsOf(app, one)).length, 4);
  // A product of no history, and one that is not in the shop, change nothing.
  await one.post("/forget", { product: ["9", "999"], to: "/" });
  assert.equal((await actsOf(app, one)).length, 4);
  await one.post("/forget", { product: "4", to: "/" });
  assert.deepEqual(await actsOf(app, one), []);
  assert.deepEqual(await actsOf(app, two), ["view 4"]);
  assert.equal((await one.get(order)).status, 200);
  // The same key still is the same order, and does not count anew.
  assert.equal((await placeOrder(one, "another-key-of-it")).status, 303);
  assert.deepEqual(await actsOf(app, one), ["purchase 4"]);
  const nobody = createShopper(app);
  assert.equal((await nobody.post("/forget", { product: "4", to: "/" })).status, 303);
  assert.equal(nobody.cookie, "");
});

Deno.test("undo takes back the view that the shelf followed, and coming back to the page is no view again", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/7");
  const html = await text(shopper.get("/product/4"));
  assert.match(html, /after you looked at Kettle number 4\.<\/p> <form class="undo"/);
  assert.match(html, /aria-label="Undo: you looked at Kettle number 4"/);
  const answer = await shopper.post("/undo", { product: "4", type: "view", to: "/product/4" });
  assert.equal(answer.headers.get("location"), "/product/4?undone=view-4");
  const back = await text(shopper.get("/product/4?undone=view-4"));
  assert.match(back, /role="status">Undone\. That you looked at Kettle number 4 is forgotten\./);
  assert.doesNotMatch(back, /class="undo"/);
  assert.deepEqual(await actsOf(app, shopper), ["view 7"]);
  // Opened anew it is looked at.
  await shopper.get("/product/4");
  assert.deepEqual(await actsOf(app, shopper), ["view 4", "view 7"]);
});

Deno.test("undo takes back a like with htmx: the shelf and the hearts are answered, twice is once", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  await shopper.post("/like", { product: "7", to: "/" });
  const undo = () =>
    shopper.post("/undo", { product: "7", type: "like", to: "/" }, {
      "hx-request": "true",
      "x-liked": "like-popular-7",
    });
  for (let press = 0; press < 2; press++) {
    const html = await text(undo());
    assert.match(html, /^<section id="for-you"/);
    assert.match(html, /role="status">Undone\. Kettle number 7 is no longer liked\./);
    assert.match(html, /id="like-popular-7" type="submit" class="round" aria-pressed="false"/);
    assert.deepEqual(await actsOf(app, shopper), ["view 4"]);
  }
  assert.equal((await shopper.post("/undo", { product: "7", type: "purchase", to: "/" })).status, 400);
  assert.equal((await shopper.post("/undo", { product: "x", type: "like", to: "/" })).status, 400);
  // What goes into the cart has its own way out again.
  await shopper.post("/cart/add", { product: "1", to: "/" });
  const home = await text(shopper.get("/"));
  assert.match(home, /after you added Kettle number 1 to your cart\./);
  assert.doesNotMatch(home, /class="undo"/);
});

Deno.test("the page of what was used lists each product with what was done and how much it counts, and forgets it", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  assert.match(await text(shopper.get("/used")), /Nothing so far/);
  await shopper.get("/product/4");
  await shopper.post("/like", { product: "4", to: "/" });
  await shopper.post("/cart/add", { product: "5", to: "/" });
  await shopper.post("/cart/add", { product: "5", to: "/" });
  const html = await text(shopper.get("/used"));
  assert.match(html, /Put into the cart twice · Last on/);
  assert.match(html, /Viewed, liked · Last on/);
  // Six of nine, three of nine, by the weights in force.
  assert.match(html, /<meter value="0\.667" aria-labelledby="share-5">[\s\S]*67% of what counts now/);
  assert.match(html, /<meter value="0\.333" aria-labelledby="share-4">[\s\S]*33% of what counts now/);
  assert.ok(html.indexOf("share-5") < html.indexOf("share-4"), "the newest first");

  const region = await text(shopper.press("/forget", { product: "5", to: "/used" }));
  assert.match(region, /^<section id="used"/);
  assert.match(region, /role="status">Tent number 5 is forgotten\. Orders and cart stay as they are\./);
  assert.match(region, /100% of what counts now/);
  const slashed = await text(shopper.press("/forget", { product: "5", to: "/used/" }));
  assert.match(slashed, /^<section id="used"/);
  const sent = await shopper.post("/forget", { product: "5", to: "/used/?page=1" });
  assert.equal(sent.headers.get("location"), "/used/?page=1&forgotten=5");
  const answer = await shopper.post("/forget", { product: "4", to: "/used" });
  assert.equal(answer.headers.get("location"), "/used?forgotten=4");
  assert.match(await text(shopper.get("/used?forgotten=4")), /role="status">Kettle number 4 is forgotten/);
  assert.match(await text(shopper.get("/cart")), /Tent number 5/);
});

Deno.test("forget everything asks once more, keeps orders, cart and what is hidden, and the picks are everyone's", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  await shopper.post("/cart/add", { product: "5", to: "/" });
  await shopper.post("/not-interested", { product: "8", to: "/" });
  assert.match(await text(shopper.get("/used/forget")), /Forget everything you did\?/);
  assert.equal((await actsOf(app, shopper)).length, 2);
  const answer = await shopper.post("/used/forget", {});
  assert.equal(answer.headers.get("location"), "/used?forgotten=all");
  assert.match(await text(shopper.get("/used?forgotten=all")), /Everything you did is forgotten\./);
  assert.deepEqual(await actsOf(app, shopper), []);
  assert.match(await text(shopper.get("/")), /the same for everyone/);
  assert.match(await text(shopper.get("/cart")), /Tent number 5/);
  assert.match(await text(shopper.get("/privacy")), /Show again: Tent number 8/);
});

Deno.test("with personal picks off, what was used is listed as unused and without a share", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  await app.services.choices.setPersonal(idOf(shopper), false);
  const html = await text(shopper.get("/used"));
  assert.match(html, /Personal picks are off, so nothing of this is used\./);
  assert.match(html, /Kettle number 4/);
  assert.doesNotMatch(html, /<meter/);
});

Deno.test("a product that came after the training counts from the next one on, and is not given a share", async () => {
  await using app = await openTestApp({ products: 10 });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  assert.match(await text(shopper.get("/used")), /Counts from the next training on/);
  await app.services.models.train();
  assert.match(await text(shopper.get("/used")), /100% of what counts now/);
});

Deno.test("what was used goes on to a second page, and forgetting there stays there", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  for (let id = 1; id <= 26; id++) await shopper.get(`/product/${id}`);
  const lines = (html: string) => html.match(/<li class="used-line">/g)?.length ?? 0;
  assert.equal(lines(await text(shopper.get("/used"))), 24);
  const second = await text(shopper.get("/used?page=2"));
  assert.equal(lines(second), 2);
  assert.match(second, /name="to" value="\/used\?page=2"/);
  const region = await text(shopper.press("/forget", { product: "1", to: "/used?page=2" }));
  assert.equal(lines(region), 1);
  const answer = await shopper.post("/forget", { product: "2", to: "/used?page=2" });
  assert.equal(answer.headers.get("location"), "/used?page=2&forgotten=2");
  assert.equal(lines(await text(shopper.get("/used?page=2&forgotten=2"))), 24);
});

Deno.test("undo of a view forgets that the product was looked at, however often; its like stays", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/7");
  await shopper.post("/like", { product: "4", to: "/" });
  await shopper.get("/product/4");
  // As some minutes later.
  await app.services.interactions.record({ userId: idOf(shopper), productId: 4, type: "view" });
  assert.deepEqual(await actsOf(app, shopper), ["like 4", "view 4", "view 4", "view 7"]);
  const html = await text(shopper.press("/undo", { product: "4", type: "view", to: "/" }));
  assert.match(html, /Undone\. That you looked at Kettle number 4 is forgotten\./);
  assert.deepEqual(await actsOf(app, shopper), ["like 4", "view 7"]);
});
