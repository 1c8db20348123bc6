import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { xssPayloads } from "../fixtures/xss_payloads.ts";
import { chromiumNames, type LiveShop, openLiveShop } from "./live_shop.ts";
import { type Ask, askAll, installDetector, type Known, learn, readPage } from "./xss_detector.ts";

/**
 * The suite sends each payload to every third of the requests, in turns, so that every field gets a third of them; with XSS=all
 * each goes everywhere, which takes a minute.
 */
const everywhere = Deno.env.get("XSS") === "all";

const ignore = ignoreWithout(...chromiumNames);

/** Every field that a shopper, or a link that a shopper follows, can fill, with one text in all of them. */
function toRequests(text: string, product: string): Ask[] {
  const q = encodeURIComponent(text);
  // A header takes one byte for each character and no line break.
  const line = /^[\x20-\x7e]+$/.test(text) ? text : q;
  const shown = { "X-Shown": line, "X-Liked": line };
  const press = { "HX-Request": "true" };
  const local = `/search?q=${q}`;
  const spot = { product, to: text, place: text, look: text, scope: text };
  const get = (label: string, path: string, headers = {}): Ask => ({ label, path, headers });
  const post = (label: string, path: string, fields: Record<string, string>, headers = {}): Ask => ({
    ...{ label, path, fields, headers },
  });
  return [
    get("search", `/search?q=${q}&page=${q}&hidden=${q}&${q}=${q}`),
    get("search", `/search?q=mug&category=${q}&kind=${q}&min_price=${q}&from=${q}&at=${q}`),
    get("cart page", `/cart?removed=${q}&saved=${q}&quantity=${q}&forgotten=${q}&undone=${q}`),
    get("suggest", `/suggest?q=${q}`),
    get("category", `/category/Kitchen?min_price=${q}&max_price=${q}&sort=${q}&page=${q}&in_stock=${q}`),
    get("error", `/category/${q}`),
    get("error", `/orders/${q}`),
    get("error", `/nowhere/${q}`),
    get("shelf", `/for-you?to=${encodeURIComponent(local)}`, shown),
    get("shop as", `/shop-as?to=${encodeURIComponent(local)}`),
    post("quantity refused", "/cart/add", { product, quantity: text, to: local }),
    post("control", "/cart/add", { product, quantity: text, to: local, place: "buy" }, press),
    post("cart", "/cart/quantity", { product, quantity: text, step: text }, press),
    post("control", "/like", { ...spot, to: local }, { ...press, ...shown }),
    post("card", "/not-interested", { ...spot, to: local }, press),
    post("card", "/not-interested/undo", { ...spot, to: local }, press),
    post("forgotten", "/forget", { product: text, to: text }, press),
    post("undone", "/undo", { product, type: text, to: text }, press),
    post("saved", "/cart/save", { product: text }, press),
    post("error", "/language", { language: text, to: text }),
    post("consent", "/privacy/choice", { choice: "yes", to: text }, { ...press, ...shown }),
    post("privacy", "/privacy/show", { category: text }),
    post("checkout", "/checkout", { key: text }),
    post("error", "/shop-as", { user: text, to: text }),
    post("error", "/cart/add", { product: text, to: text }),
    get("API", `/api/search?q=${q}`),
    get("API", `/api/products?category=${q}&cursor=${q}&sort=${q}`),
    get("API", `/api/products/${q}`),
  ];
}

/** What a payload may have in common with the words of a shopper: numbers, known words, unknown ones, none. */
const usualTexts = [
  "a",
  "a s b",
  "mug",
  "zeppelin",
  "kettel",
  "1",
  "2",
  "5 mug",
  "/cart",
  "/",
  "/product/3",
  "x".repeat(3000),
  "",
];

async function openVisit(shop: LiveShop) {
  const context = await shop.browser.newContext();
  const told = await installDetector(context);
  const page = await context.newPage();
  // A visitor with a history, a full cart and the product of all forms.
  const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
  await page.goto(`${shop.origin}/product/${first!.product.id}`);
  await page.locator("#buy-button").click();
  await page.locator("#buy .message").waitFor();
  return { page, told, product: String(first!.product.id) };
}

Deno.test({
  name: "whatever a shopper sends in any field, an address, a header or a cookie is text in every answer",
  ignore,
  async fn(t) {
    await using shop = await openLiveShop({ products: 40, users: 60, interactions: 1500 });
    const { page, told, product } = await openVisit(shop);
    const known: Known = {};
    for (const text of usualTexts) {
      const requests = toRequests(text, product);
      const answers = await askAll(page, requests);
      answers.forEach((answer, i) => learn(known, requests[i]!.label, answer));
    }
    // What is hidden stands on the privacy page until another request has shown it again.
    await askAll(page, [{ label: "", path: "/not-interested", headers: {}, fields: { product } }]);
    const [hidden] = await askAll(page, [{ label: "", path: "/privacy", headers: {} }]);
    learn(known, "privacy", hidden!);

    await t.step("asked for and sent", async () => {
      const faults: string[] = [];
      for (let from = 0; from < xssPayloads.length; from += 20) {
        const requests = xssPayloads.slice(from, from + 20).flatMap((text, i) =>
          toRequests(text, product).filter((_, j) => everywhere || (i + j) % 3 === 0)
        );
        const answers = await askAll(page, requests, known);
        for (const [i, { status, type, marks, faults: found }] of answers.entries()) {
          const { label, path } = requests[i]!;
          const wrong = [...found, ...marks.map((mark) => `strange: ${mark}`)];
          if (status === 0 || status >= 500) wrong.push(`status ${status}`);
          if (label === "API" && !/json$/.test(type)) wrong.push(`type ${type}`);
          faults.push(...wrong.map((fault) => `${label}: ${fault} at ${path.slice(0, 200)}`));
        }
      }
      assert.deepEqual(faults, []);
    });

    await t.step("typed, opened and looked at", async () => {
      for (const payload of xssPayloads.filter((_, i) => i % 12 === 0)) {
        await page.goto(`${shop.origin}/search?q=${encodeURIComponent(payload)}`);
        const { faults, heading, field } = await readPage(page);
        assert.deepEqual(faults, []);
        // Control characters, and those that turn the direction of the text, are no part of a search.
        const asked = payload.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ");
        assert.equal(field, asked.trim().slice(0, 200));
        assert.equal(heading.replace(/[\u2068\u2069]/g, ""), `Results for “${field}”`);
        const suggested = page.waitForResponse((response) => response.url().includes("/suggest?"));
        await page.locator("#search-field").fill(`${payload.slice(0, 150)} mug`);
        await suggested;
      }
    });
    assert.deepEqual(told, []);
  },
});

Deno.test({
  name: "cookies that we did not make, and places to go back to that are not ours, come to nothing",
  ignore,
  async fn() {
    await using shop = await openLiveShop({ products: 40, users: 60, interactions: 1500 });
    const plain = await (await fetch(`${shop.origin}/cart`)).text();
    for (const payload of xssPayloads) {
      const value = encodeURIComponent(payload);
      const cookie = `aisle_visitor=${value}; aisle_consent=${value}; ${value.slice(0, 50)}=x`;
      assert.equal(await (await fetch(`${shop.origin}/cart`, { headers: { cookie } })).text(), plain);
      const body = new URLSearchParams({ product: "1", quantity: "1", to: payload });
      const answer = await fetch(`${shop.origin}/cart/add`, { method: "POST", body, redirect: "manual" });
      await answer.body?.cancel();
      const location = answer.headers.get("location") ?? "";
      assert.match(location, /^\/(?!\/)/, payload);
      assert.equal(new URL(location, shop.origin).origin, shop.origin, payload);
    }
  },
});
