import { HtmlValidate } from "html-validate/node";
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Services } from "../../services/services.ts";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, placeOrder } from "./shopper.ts";

const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  // htmx's own element.
  elements: ["html5", { "hx-partial": { flow: true, phrasing: true } }],
  rules: {
    // Hono writes boolean attributes and void elements its own way; both are valid.
    "attribute-boolean-style": "off",
    "void-style": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "long-title": "off",
    // A list without bullets is no list to VoiceOver unless it says so.
    "no-redundant-role": "off",
    // Spaces in category names come from the merchant and are encoded.
    "prefer-native-element": "off",
  },
});

/** A shop whose people buy again: its home page has one more shelf. */
const busy = {
  ...{ trained: true, products: 90 },
  override: (services: Services): Services => ({
    ...services,
    buyAgain: {
      share: 0.4,
      list: () => Promise.resolve(services.recommendations.popular({ count: 60 })),
    },
  }),
};

/** Pages as a visitor with a cart, likes and hidden products sees them. */
async function* readPages(app: TestApp): AsyncGenerator<[path: string, html: string]> {
  const shopper = createShopper(app);
  const paths = [
    "/",
    "/category/Kitchen",
    "/category/Kitchen?min_price=x&in_stock=true",
    "/category/Kitchen?page=2&from=1",
    "/category/Kitchen?kind=number&in_stock=true&sort=price&max_price=99",
    "/category/Kitchen?min_price=900",
    "/product/4",
    "/search?q=tent",
    "/search?q=number&category=Kitchen&category=Desk&sort=-price&page=3",
    "/search?q=tent+zeppelin",
  ];
  const ofSomebodyNew = ["/search?q=ketle", "/search?q=zeppelin", "/cart", "/privacy", "/for-you", "/used"];
  for (const path of [...paths, ...ofSomebodyNew, "/nowhere"]) {
    yield [`${path} of somebody new`, await (await createShopper(app).get(path)).text()];
  }
  await shopper.get("/product/1");
  await shopper.post("/like", { product: "7", to: "/" });
  await shopper.post("/cart/add", { product: "2", to: "/" });
  await shopper.post("/not-interested", { product: "13", to: "/" });
  for (
    const path of [
      ...paths,
      "/?hidden=13",
      "/product/10",
      "/cart",
      "/cart?removed=16&quantity=2",
      "/checkout",
      "/recent",
      "/liked",
      "/for-you",
      "/for-you?page=2",
      "/used",
      "/used/forget",
      "/used?forgotten=19",
      "/product/19?forgotten=22",
      "/product/7?undone=view-7",
      "/privacy",
      "/privacy/delete",
      "/how-it-works",
      "/shop-as",
    ]
  ) {
    yield [path, await (await shopper.get(path)).text()];
  }
  const failed = await shopper.post("/cart/quantity", { product: "2", quantity: "many" });
  yield ["a refused quantity", await failed.text()];
  await shopper.post("/cart/save", { product: "2" });
  yield ["/cart?saved=2&quantity=1", await (await shopper.get("/cart?saved=2&quantity=1")).text()];
  await shopper.post("/cart/add", { product: "5", to: "/" });
  await app.writer.write([{ sql: "UPDATE products SET stock = 0 WHERE id = 5", args: [] }]);
  await app.services.catalogue.refresh();
  yield ["a sold-out line", await (await shopper.get("/cart")).text()];
  await shopper.post("/cart/add", { product: "8", to: "/" });
  await shopper.post("/cart/remove", { product: "5" });
  const placed = await placeOrder(shopper, "0123456789");
  yield ["an order", await (await shopper.get(placed.headers.get("location")!)).text()];
}

Deno.test("the validator sees faults at all", async () => {
  const report = await validator.validateString("<!doctype html><p id='a'><div id='a'></p><button></button>");
  assert.equal(report.valid, false);
});

Deno.test("html-validate finds nothing on any page", async () => {
  await using app = await openTestApp(busy);
  const faults: string[] = [];
  for await (const [path, html] of readPages(app)) {
    const report = await validator.validateString(html);
    for (const { messages } of report.results) {
      for (const { ruleId, message, selector } of messages) {
        faults.push(`${path}: ${ruleId}: ${message} (${selector})`);
      }
    }
  }
  assert.deepEqual(faults, []);
});

Deno.test("html-validate finds nothing in fragments of more products and of suggestions", async () => {
  await using app = await openTestApp(busy);
  const read = async (path: string) =>
    await (await app.fetch(path, { headers: { "hx-request": "true" } })).text();
  const more = await read("/category/Kitchen?page=2&from=1");
  const [items, partials] = [
    more.slice(0, more.indexOf("<hx-partial")),
    more.slice(more.indexOf("<hx-partial")),
  ];
  for (
    const html of [
      `<ul>${items}</ul>`,
      partials,
      `<ul role="listbox" aria-label="x">${await read("/suggest?q=kitchen")}</ul>`,
    ]
  ) {
    const { results } = await validator.validateString(html);
    assert.deepEqual(results.flatMap(({ messages }) => messages.map(({ message }) => message)), []);
  }
});

Deno.test("every page is at most 14 KB, the styles 10 KB and the scripts 16 KB, gzipped", async () => {
  await using app = await openTestApp(busy);
  for await (const [path, html] of readPages(app)) {
    assert.ok(gzipSync(html).length <= 14 * 1024, `${path}: ${gzipSync(html).length}`);
  }
  const sizeOf = async (name: string) => gzipSync(await (await app.fetch(`/static/${name}`)).text()).length;
  assert.ok(await sizeOf("aisle.css") <= 10 * 1024);
  const scripts = await sizeOf("htmx.js") + await sizeOf("shop.js");
  assert.ok(scripts <= 16 * 1024, `scripts: ${scripts}`);
});
