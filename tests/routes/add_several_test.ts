import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

const press = { "hx-request": "true" };

for (
  const { language, added, notAdded } of [
    { language: "en", added: /Added <strong/, notAdded: /Not added: Kettle number 10\./ },
    {
      language: "de",
      added: /In den Warenkorb gelegt: <strong/,
      notAdded: /Nicht hineingelegt: Kettle number 10\./,
    },
  ]
) {
  Deno.test(`adding several with htmx tells under the button what is in the cart and what is not: ${language}`, async () => {
    await using app = await openTestApp();
    const shopper = createShopper(app, `aisle_language=${language}`);
    const send = (product: string | readonly string[]) =>
      shopper.post("/cart/add", { product, to: "/product/4", place: "together" }, press);
    const both = await send(["4", "5"]);
    assert.equal(both.status, 200);
    const html = await both.text();
    assert.match(html, added);
    assert.match(
      html,
      /^<p class="message message-done" role="status">[^]*number 4[^]*number 5[^]*href="\/cart"/,
    );
    assert.match(html, /<hx-partial hx-target="#cart-link"/);
    const some = await send(["7", "10"]);
    assert.equal(some.status, 409);
    const mixed = await some.text();
    assert.match(mixed, added);
    assert.match(mixed, notAdded);
    // One that is left ticked is answered the same way.
    assert.match(await (await send("8")).text(), added);
    const none = await shopper.post("/cart/add", { to: "/product/4", place: "together" }, press);
    assert.equal(none.status, 400);
    assert.match(await none.text(), /^<p class="message message-error" role="alert"/);
  });

  Deno.test(`adding several without script leads to the cart, which tells what came, as far as it is there: ${language}`, async () => {
    await using app = await openTestApp();
    const shopper = createShopper(app, `aisle_language=${language}`);
    const answer = await shopper.post("/cart/add", {
      product: ["4", "5"],
      to: "/product/4",
      place: "together",
    });
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), "/cart?added=4%2C5");
    const html = await (await shopper.get("/cart?added=4%2C5%2C7%2Cx")).text();
    const notice = html.match(/<div class="notice cart-notice">[^]*?<\/div>/)![0];
    assert.match(notice, added);
    assert.match(notice, /number 4[^]*number 5/);
    assert.doesNotMatch(notice, /number 7/);
    assert.doesNotMatch(await (await shopper.get("/cart?added=7")).text(), /cart-notice/);
  });
}
