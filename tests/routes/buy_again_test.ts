import assert from "node:assert/strict";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { addRepeats } from "../fixtures/repeats.ts";
import { createShopper, type Shopper } from "./shopper.ts";

const day = 86_400_000;

/** Ids of the products on each shelf of the home page, by the shelf's id. */
async function shelvesOf(shopper: Shopper): Promise<Record<string, number[]>> {
  const html = await (await shopper.get("/")).text();
  const shelves = html.matchAll(/<section[^>]* id="([\w-]+)".*?<\/section>/gs);
  return Object.fromEntries(
    [...shelves].map(([section, id]) => [
      id,
      [...section.matchAll(/<li[^>]* data-product="(\d+)"/g)].map((match) => Number(match[1])),
    ]),
  );
}

/** A shop whose people buy again, unless told otherwise. */
async function openApp({ repeats = true } = {}): Promise<TestApp> {
  const app = await openTestApp({ products: 90 });
  if (repeats) await addRepeats(app.writer, Date.now());
  await app.services.models.train();
  return app;
}

/** A visitor who bought each of these products on so many days, each day's purchases in this order. */
async function openBuyer(app: TestApp, bought: readonly (readonly [product: number, days: number])[]) {
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  const userId = Number(decodeURIComponent(shopper.cookie).match(/=(\d+)\./)![1]);
  for (const [i, [productId, days]] of bought.entries()) {
    for (let ago = 1; ago <= days; ago++) {
      const at = Date.now() - ago * day + i;
      await app.services.interactions.record({ userId, productId, type: "purchase", at });
    }
  }
  return { shopper, userId };
}

Deno.test("home has a shelf to buy again from, below the picks: the first five of the list, nothing twice", async () => {
  await using app = await openApp();
  const bought = [[31, 1], [32, 2], [33, 1], [34, 1], [35, 3], [36, 1], [4, 2]] as const;
  const { shopper, userId } = await openBuyer(app, bought);
  const list = async () => (await app.services.buyAgain.list(userId)).map(({ product }) => product.id);
  const shelves = await shelvesOf(shopper);
  // Behind the question for consent.
  assert.deepEqual(Object.keys(shelves).slice(1, 3), ["for-you", "again"]);
  const ranked = await list();
  assert.equal(ranked.length, bought.length);
  assert.deepEqual(shelves["again"], ranked.slice(0, 5));
  const all = Object.values(shelves).flat();
  assert.deepEqual(all, [...new Set(all)]);
  assert.ok(shelves["for-you"]!.length > 0);
  const html = await (await shopper.get("/")).text();
  assert.match(html, /<h2 id="again-title">Buy again<\/h2>/);
  // Put in the cart from here, it leaves the shelf, and the next one moves up.
  const [first] = ranked;
  assert.match(html, new RegExp(`id="add-again-${first}"`));
  await shopper.post("/cart/add", { product: String(first), to: "/", place: "again" });
  assert.deepEqual(
    (await shelvesOf(shopper))["again"],
    (await list()).filter((id) => id !== first).slice(0, 5),
  );
});

Deno.test("the shelf to buy again from leaves out what is sold out, hidden or no longer sold", async () => {
  await using app = await openApp();
  // Every tenth product is sold out.
  const { shopper } = await openBuyer(app, [[30, 4], [31, 3], [32, 2], [33, 1]]);
  assert.deepEqual((await shelvesOf(shopper))["again"]?.sort(), [31, 32, 33]);
  await shopper.post("/not-interested", { product: "31", to: "/" });
  await app.writer.write([{ sql: "DELETE FROM products WHERE id = ?", args: [32] }]);
  await app.services.refresh();
  assert.deepEqual((await shelvesOf(shopper))["again"], [33]);
});

Deno.test("there is no shelf to buy again from for newcomers, nor for those who bought nothing", async () => {
  await using app = await openApp();
  const nobody = createShopper(app);
  assert.ok(!("again" in await shelvesOf(nobody)));
  const { shopper } = await openBuyer(app, []);
  assert.ok(!("again" in await shelvesOf(shopper)));
});

Deno.test("there is no shelf to buy again from where the data says that people do not", async () => {
  await using app = await openApp({ repeats: false });
  assert.equal(app.services.models.ranker!.model.report.repeats!.share, 0);
  const { shopper } = await openBuyer(app, [[31, 3], [32, 2]]);
  assert.ok(!("again" in await shelvesOf(shopper)));
});

Deno.test("there is no shelf to buy again from for who wants nothing personal", async () => {
  await using app = await openApp();
  const { shopper } = await openBuyer(app, [[31, 3], [32, 2]]);
  assert.deepEqual((await shelvesOf(shopper))["again"]?.sort(), [31, 32]);
  await shopper.post("/privacy/choice", { choice: "no", to: "/" });
  assert.ok(!("again" in await shelvesOf(shopper)));
});

Deno.test("how it works says that people buy again where they do, and keeps silent where they do not", async () => {
  for (const repeats of [true, false]) {
    await using app = await openApp({ repeats });
    const html = await (await createShopper(app).get("/how-it-works")).text();
    assert.equal(/of what returning shoppers buy, \d+% is something/.test(html), repeats);
    assert.equal(/Buy again/.test(html), repeats);
  }
});

Deno.test("the API ranks what was bought only with repeats=true, and then near the top", async () => {
  await using app = await openApp();
  const { userId } = await openBuyer(app, [[31, 3], [34, 2], [37, 1]]);
  const idsOf = async (query: string) => {
    const answer = await app.fetch(`/api/recommendations/${userId}?count=100${query}`);
    const { recommendations } = await answer.json();
    const scores = recommendations.map(({ confidence_score: score }: { confidence_score: number }) => score);
    assert.deepEqual(scores, scores.toSorted((a: number, b: number) => b - a));
    return recommendations.map(({ product_id: id }: { product_id: number }) => id) as number[];
  };
  const without = await idsOf(""), withRepeats = await idsOf("&repeats=true");
  assert.ok(without.every((id) => ![31, 34, 37].includes(id)));
  assert.deepEqual(withRepeats.filter((id) => ![31, 34, 37].includes(id)), without);
  assert.ok([31, 34, 37].every((id) => withRepeats.indexOf(id) >= 0 && withRepeats.indexOf(id) < 20));
});
