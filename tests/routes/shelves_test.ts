import assert from "node:assert/strict";
import { createRandom } from "../../engine/random.ts";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, placeOrder, type Shopper } from "./shopper.ts";

/** The shelves of a page and what stands on each, as the HTML says. Lists that the shopper asked for are none. */
function shelvesOf(html: string): Map<string, number[]> {
  const shelves = new Map<string, number[]>();
  for (const [section, id] of html.matchAll(/<section[^>]*\bid="([\w-]+)"[\s\S]*?<\/section>/g)) {
    const ids = [...section.matchAll(/<li(?! class="cart-line")[^>]* data-product="(\d+)"/g)].map((match) =>
      Number(match[1])
    );
    if (id !== "results" && ids.length > 0) shelves.set(id!, ids);
  }
  return shelves;
}

/** What a page recommends: "Where you left off" is what the shopper did. */
function recommendedOn(html: string): number[] {
  return [...shelvesOf(html)].flatMap(([id, ids]) => id === "recent" ? [] : ids);
}

async function read(shopper: Shopper, path: string): Promise<string> {
  const answer = await shopper.get(path);
  assert.equal(answer.status, 200, path);
  return await answer.text();
}

interface Made {
  readonly cart: Set<number>;
  readonly hiddenProducts: Set<number>;
  readonly hiddenCategories: Set<string>;
  order?: string;
}

/** A visitor who has done this and that. */
async function makeVisitor(app: TestApp, shopper: Shopper, seed: number): Promise<Made> {
  const random = createRandom(seed);
  const { products } = app.services.catalogue;
  const any = () => products[random.int(products.length)]!;
  const made: Made = { cart: new Set(), hiddenProducts: new Set(), hiddenCategories: new Set() };
  for (let step = random.int(9); step > 0; step--) {
    const { id, stock, category } = any();
    const product = String(id);
    switch (random.int(6)) {
      case 0:
        await shopper.post("/like", { product, to: "/" });
        break;
      case 1:
        if (stock === 0) break;
        await shopper.post("/cart/add", { product, to: "/" });
        made.cart.add(id);
        break;
      case 2:
        await shopper.post("/not-interested", { product, to: "/" });
        made.hiddenProducts.add(id);
        break;
      case 3:
        if (made.hiddenCategories.size > 0) break;
        await shopper.post("/not-interested", { product, scope: "category", to: "/" });
        made.hiddenCategories.add(category);
        break;
      default:
        await shopper.get(`/product/${id}`);
    }
  }
  if (made.cart.size > 0 && random.int(3) === 0) {
    const key = `order-of-visitor-${seed}`;
    made.order = (await placeOrder(shopper, key)).headers.get("location")!;
    made.cart.clear();
  }
  return made;
}

Deno.test("whoever looks, no page recommends a product twice, nor one that is in the cart, sold out or hidden", async () => {
  await using app = await openTestApp({ trained: true, products: 120, users: 40 });
  let looked = 0;
  for (let seed = 1; seed <= 25; seed++) {
    const shopper = createShopper(app);
    const made = await makeVisitor(app, shopper, seed);
    const pages = [
      ...["/", "/for-you", "/for-you?page=2", "/cart", "/search?q=zeppelin", "/category/Desk"],
      ...[`/product/${seed}`, `/product/${100 - seed}`, "/product/10"],
      ...(made.order ? [made.order] : []),
    ];
    for (const path of pages) {
      const html = await read(shopper, path);
      const where = `${path} of visitor ${seed}`;
      const feed = path.startsWith("/for-you")
        ? [...html.matchAll(/id="feed-(\d+)"/g)].map((match) => Number(match[1]))
        : [];
      const all = [...[...shelvesOf(html).values()].flat(), ...feed];
      assert.deepEqual(all, [...new Set(all)], where);
      const itself = /^\/product\/(\d+)/.exec(path)?.[1];
      for (const id of [...recommendedOn(html), ...feed]) {
        const product = app.services.catalogue.find(id)!;
        assert.ok(product.stock > 0, `${where}: ${id} is sold out`);
        assert.ok(!made.cart.has(id), `${where}: ${id} is in the cart`);
        assert.ok(!made.hiddenProducts.has(id), `${where}: ${id} is hidden`);
        assert.ok(!made.hiddenCategories.has(product.category), `${where}: ${product.category} is hidden`);
        assert.notEqual(String(id), itself, where);
        looked++;
      }
    }
  }
  assert.ok(looked > 2000, `only ${looked} were looked at`);
});

Deno.test("what is hidden, a product and a category, is on no shelf of the next page nor after a training; search still finds it", async () => {
  await using app = await openTestApp({ trained: true, products: 60, users: 30 });
  const shopper = createShopper(app);
  for (const id of [4, 7]) await shopper.get(`/product/${id}`);
  const [first] = shelvesOf(await read(shopper, "/")).get("for-you")!;
  await shopper.post("/not-interested", { product: String(first), to: "/" });
  await shopper.post("/not-interested", { product: "2", scope: "category", to: "/" });
  const pages = ["/", "/for-you", "/product/7", "/product/2", "/cart", "/search?q=zeppelin"];
  const look = async () => {
    for (const path of pages) {
      const ids = recommendedOn(await read(shopper, path));
      assert.ok(path === "/for-you" || ids.length > 0, path);
      for (const id of ids) {
        assert.notEqual(id, first, path);
        assert.notEqual(app.services.catalogue.find(id)!.category, "Camping", path);
      }
    }
    const feed = await read(shopper, "/for-you");
    assert.doesNotMatch(feed, new RegExp(`id="feed-${first}"`));
    assert.match(feed, /id="feed-\d+"/);
  };
  await look();
  const before = app.services.models.ranker!.model.version;
  await app.services.models.train();
  assert.ok(app.services.models.ranker!.model.version > before);
  await look();
  assert.match(await read(shopper, `/search?q=tent`), /Tent number 2</);
});

Deno.test("without consent every visitor gets the same shelves to the last byte, and looking is not recorded", async () => {
  await using app = await openTestApp({ trained: true, products: 60, settings: { development: false } });
  const main = (html: string) => html.slice(html.indexOf("<main"), html.indexOf("</main>"));
  const count = async () => (await app.db.get("SELECT count(*) AS n FROM interactions"))?.["n"];
  const before = await count();
  const refusing = (shopper: Shopper) => (path: string) =>
    shopper.get(path, { cookie: ["aisle_consent=no", shopper.cookie].filter(Boolean).join("; ") });
  // One has a history of the time when it was allowed, one says no, one was not asked yet.
  const one = createShopper(app);
  await one.post("/not-interested", { product: "4", to: "/" });
  await one.post("/not-interested/undo", { product: "4", to: "/" });
  const id = Number(decodeURIComponent(one.cookie).match(/=(\d+)\./)![1]);
  await app.services.interactions.record({ userId: id, productId: 5, type: "view" });
  const two = createShopper(app), three = createShopper(app);
  for (const path of ["/", "/product/7", "/for-you", "/for-you?page=2", "/search?q=zeppelin", "/cart"]) {
    const [first, second, third] = [
      main(await (await refusing(one)(path)).text()),
      main(await (await refusing(two)(path)).text()),
      main(await (await three.get(path)).text()),
    ];
    // The visitor's own shelf carries no products, and no trace of who asks.
    assert.equal(first, second, path);
    assert.equal(second, third, path);
    assert.doesNotMatch(first, /data-personal="true"|Because you/);
  }
  assert.equal(await count(), (before as number) + 1);
  assert.equal(three.cookie, "");
});
