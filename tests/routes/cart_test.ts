import assert from "node:assert/strict";
import { openTestApp, type TestApp } from "../fixtures/app.ts";
import { createShopper, placeOrder, type Shopper } from "./shopper.ts";

/** As an import does it, which the shop notices within seconds. */
async function change(app: TestApp, productId: number, columns: { price?: number; stock?: number }) {
  for (const [column, value] of Object.entries(columns)) {
    await app.writer.write([{
      sql: `UPDATE products SET ${column} = ? WHERE id = ?`,
      args: [value, productId],
    }]);
  }
  await app.services.catalogue.refresh();
}

/** Follows the redirect of a form that was sent without script. */
async function submit(shopper: Shopper, path: string, fields: Record<string, string>): Promise<string> {
  const answer = await shopper.post(path, fields);
  assert.equal(answer.status, 303);
  return await (await shopper.get(answer.headers.get("location")!)).text();
}

const linesOf = (html: string) =>
  [...html.matchAll(/class="cart-line" data-product="(\d+)"[^]*?name="quantity" value="(\d+)"/g)]
    .map(([, product, quantity]) => `${quantity} of ${product}`);

/** The fields of Undo, as the page has them. */
function undoOf(html: string): Record<string, string> {
  const notice = html.match(/class="notice cart-notice"[^]*?<\/form>/)![0];
  const fields = [...notice.matchAll(/name="(\w+)" value="(\d+)"/g)].map((
    [, name, value],
  ) => [name!, value!]);
  return Object.fromEntries(fields);
}

Deno.test("what is removed can be put back in the same quantity, without script", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", quantity: "3", to: "/" });
  const html = await submit(shopper, "/cart/remove", { product: "2" });
  assert.match(html, /Removed <strong[^>]*>Tent number 2<\/strong>\./);
  assert.match(html, /Your cart is empty/);
  assert.deepEqual(undoOf(html), { product: "2", quantity: "3" });
  const back = await submit(shopper, "/cart/quantity", undoOf(html));
  assert.deepEqual(linesOf(back), ["3 of 2"]);
  assert.doesNotMatch(back, /cart-notice/);
});

Deno.test("with htmx the notice stands in the region, and the keyboard goes to it", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", quantity: "2", to: "/" });
  const fragment = await (await shopper.press("/cart/remove", { product: "2" })).text();
  assert.match(fragment, /^<section id="cart"[^]*<p role="status" tabindex="-1" autofocus[^>]*>Removed /);
  assert.match(fragment, /<a id="cart-link"[^>]*aria-label="Cart"/);
  // A second press of the same button is no second removal.
  assert.doesNotMatch(await (await shopper.press("/cart/remove", { product: "2" })).text(), /cart-notice/);
  // Stepping down to nothing is a removal, too.
  await shopper.post("/cart/add", { product: "3", to: "/" });
  const stepped = await shopper.press("/cart/quantity", { product: "3", quantity: "1", step: "-1" });
  assert.match(await stepped.text(), /Removed <strong[^>]*>Lamp number 3/);
});

Deno.test("save for later takes a line out of the cart and likes the product once; undo puts it back", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", quantity: "2", to: "/" });
  const html = await submit(shopper, "/cart/save", { product: "2" });
  assert.match(html, /Saved <strong[^>]*>Tent number 2<\/strong> under <a href="\/liked">Liked<\/a>\./);
  assert.match(await (await shopper.get("/liked")).text(), /data-product="2"/);
  assert.deepEqual(linesOf(await submit(shopper, "/cart/quantity", undoOf(html))), ["2 of 2"]);
  await submit(shopper, "/cart/save", { product: "2" });
  const likes = (await app.services.interactions.history(13, 20)).filter(({ type }) => type === "like");
  assert.equal(likes.length, 1);
  // What is not in the cart cannot be saved from it.
  await shopper.post("/cart/save", { product: "5" });
  assert.doesNotMatch(await (await shopper.get("/liked")).text(), /data-product="5"/);
});

Deno.test("the address of the page that follows tells nothing that is not so", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", to: "/" });
  for (
    const query of [
      "removed=2&quantity=1",
      "removed=999&quantity=1",
      "removed=3&quantity=0",
      "removed=3&quantity=100",
      "removed=3",
      "saved=3&quantity=1",
      "removed=x&quantity=x",
    ]
  ) {
    assert.doesNotMatch(await (await shopper.get(`/cart?${query}`)).text(), /cart-notice/, query);
  }
});

Deno.test("a line that sold out says so, blocks the checkout and is not in the sum", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: ["1", "2", "3"], to: "/" });
  await shopper.post("/cart/quantity", { product: "3", quantity: "4" });
  await change(app, 2, { stock: 0 });
  await change(app, 3, { stock: 1 });
  const html = await (await shopper.get("/cart")).text();
  assert.match(html, /data-product="2"[^]*Sold out\. Remove it or save it for later\./);
  assert.match(html, /data-product="3"[^]*Only 1 left\. Lower the quantity\./);
  assert.match(html, /2 lines cannot be ordered as they are/);
  assert.doesNotMatch(html, /href="\/checkout"/);
  assert.match(html, /<span>Total<\/span> <span class="price">\$1<span class="price-fraction">\.99/);
  assert.equal((await shopper.get("/checkout")).headers.get("location"), "/cart");
  await shopper.post("/cart/remove", { product: "2" });
  await shopper.post("/cart/quantity", { product: "3", quantity: "1" });
  assert.match(await (await shopper.get("/cart")).text(), /href="\/checkout"/);
});

Deno.test("a product that left the shop is named in the carts it lay in, until the shopper has seen it", async () => {
  await using app = await openTestApp();
  const [shopper, other] = [createShopper(app), createShopper(app)];
  await shopper.post("/cart/add", { product: ["30", "2"], to: "/" });
  await shopper.post("/cart/add", { product: "29", to: "/" });
  await other.post("/cart/add", { product: "2", to: "/" });
  await app.writer.write([{ sql: "DELETE FROM products WHERE id = 29", args: [] }]);
  await app.services.catalogue.refresh();
  const gone = /<strong[^>]*>Tent number 29<\/strong> has left the shop and is out of your cart\./;
  assert.match(await (await shopper.get("/cart")).text(), gone);
  assert.match(await (await shopper.press("/cart/quantity", { product: "2", quantity: "2" })).text(), gone);
  assert.match(
    await (await shopper.press("/cart/add", { product: "4", to: "/cart", place: "goes-with" })).text(),
    gone,
  );
  assert.match(
    await (await shopper.get("/privacy/export")).text(),
    /"cartDepartures":\[\{"name":"Tent number 29"/,
  );
  assert.doesNotMatch(await (await other.get("/cart")).text(), /has left the shop/);
  assert.doesNotMatch(await submit(shopper, "/cart/noticed", {}), /has left the shop/);
  assert.doesNotMatch(await (await shopper.get("/cart")).text(), /has left the shop/);
});

Deno.test("a price that changed since is told at the line until the line is changed", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: ["1", "2"], to: "/" });
  await change(app, 1, { price: 299 });
  await change(app, 2, { price: 199 });
  const html = await (await shopper.get("/cart")).text();
  assert.match(html, /data-product="1"[^]*The price rose since you added it, from <span[^>]*>\$1<[^>]*>\.99/);
  assert.match(html, /data-product="2"[^]*The price fell since you added it, from <span[^>]*>\$2<[^>]*>\.99/);
  for (const product of ["1", "2"]) await shopper.post("/cart/quantity", { product, quantity: "2" });
  assert.doesNotMatch(await (await shopper.get("/cart")).text(), /since you added it/);
});

Deno.test("an order whose prices are not what the shopper saw is asked about again", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "1", to: "/" });
  const read = (html: string) => ({
    key: html.match(/name="key" value="([^"]+)"/)![1]!,
    seen: html.match(/name="seen" value="([^"]+)"/)![1]!,
  });
  const seen = read(await (await shopper.get("/checkout")).text());
  await change(app, 1, { price: 1999 });
  const asked = await shopper.post("/checkout", seen);
  assert.equal(asked.status, 409);
  const html = await asked.text();
  assert.match(html, /role="alert"[^>]*>A price has changed meanwhile/);
  const agreed = await shopper.post("/checkout", read(html));
  assert.match(agreed.headers.get("location")!, /^\/orders\/\d+$/);
  // The same press once more finds its order, whatever things cost by now.
  await change(app, 1, { price: 1 });
  const again = await shopper.post("/checkout", read(html));
  assert.equal(again.headers.get("location"), agreed.headers.get("location"));
});

Deno.test("an order is shown with what was bought, also when a product is sold out since", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", to: "/" });
  const page = await (await shopper.get("/checkout")).text();
  const placed = await placeOrder(shopper, page.match(/name="key" value="([^"]+)"/)![1]!);
  await change(app, 2, { stock: 0, price: 5 });
  const html = await (await shopper.get(placed.headers.get("location")!)).text();
  assert.match(html, /class="order-lines"[^]*Tent number 2[^]*\$2<span class="price-fraction">\.99/);
});

Deno.test("cart, checkout and what goes wrong in them speak German to whoever asks for it", async () => {
  await using app = await openTestApp({ settings: { currency: "EUR" } });
  const shopper = createShopper(app);
  const german = { "accept-language": "de" };
  await shopper.post("/cart/add", { product: "2", to: "/" }, german);
  const cart = await (await shopper.get("/cart", german)).text();
  for (const words of ["Warenkorb", "Für später merken", "Zur Testkasse", "Testkasse: Keine Karte"]) {
    assert.ok(cart.includes(words), words);
  }
  assert.match(cart, /2<span class="price-fraction">,99<\/span>\s€/);
  const few = await shopper.post("/cart/quantity", { product: "2", quantity: "9" }, german);
  assert.match(await few.text(), /role="alert"[^>]*>Von „Tent number 2“ sind nur noch 5 da\./);
  const none = await shopper.post("/cart/add", { product: "10", to: "/" }, german);
  assert.match(await none.text(), /„Kettle number 10“ ist ausverkauft\./);
  const wrong = await shopper.post("/cart/add", { product: "2", quantity: "0", to: "/" }, german);
  assert.match(await wrong.text(), /Gib eine ganze Zahl von 1 bis 99 ein\./);
  const page = await (await shopper.get("/checkout", german)).text();
  const key = page.match(/name="key" value="([^"]+)"/)![1]!;
  const placed = await placeOrder(shopper, key, german);
  const order = await (await shopper.get(placed.headers.get("location")!, german)).text();
  assert.match(
    order,
    /<h1>Danke<[^]*Testbestellung <strong>\d+<\/strong> vom <time[^>]*>\d+\. \S+ \d{4} um /,
  );
});
