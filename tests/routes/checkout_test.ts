import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper, placeOrder } from "./shopper.ts";

const keyOf = (html: string) => html.match(/name="key" value="([^"]+)"/)![1]!;
const seenOf = (html: string) => html.match(/name="seen" value="([^"]+)"/)![1]!;

Deno.test("add to cart leads back without script, and answers the button and the count with it", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  const plain = await shopper.post("/cart/add", { product: "2", quantity: "2", to: "/product/2" });
  assert.equal(plain.status, 303);
  assert.equal(plain.headers.get("location"), "/product/2");
  const html = await (await shopper.press("/cart/add", { product: "3", to: "/", place: "for-you" })).text();
  assert.match(html, /In your cart\./);
  assert.match(
    html,
    /<hx-partial hx-target="#cart-link"[^>]*><a id="cart-link"[^>]*aria-label="Cart, 3 in it"/,
  );
  assert.match(html, /after you added Lamp number 3 to your cart/);
});

Deno.test("a wrong quantity and a sold-out product are told at the control, with 400 and 409", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  for (const quantity of ["0", "-1", "1.5", "1e1", "abc", "100", " "]) {
    const answer = await shopper.post("/cart/add", { product: "2", quantity, to: "/" });
    assert.equal(answer.status, 400, quantity);
    assert.match(await answer.text(), /id="buy-message">Choose a whole number from 1 to 99\./);
  }
  const tooMany = await shopper.post("/cart/add", { product: "2", quantity: "6", to: "/" });
  assert.equal(tooMany.status, 409);
  assert.match(await tooMany.text(), /Only 5 of “Tent number 2” are left\./);
  const soldOut = await shopper.press("/cart/add", { product: "10", place: "similar", to: "/product/2" });
  assert.equal(soldOut.status, 409);
  assert.match(
    await soldOut.text(),
    /^<form class="add"[^]*role="alert"[^>]*>“Kettle number 10” is sold out\./,
  );
});

Deno.test("the cart sets, steps and removes, and sums up", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", to: "/" });
  const quantity = async () =>
    (await (await shopper.get("/cart")).text()).match(/name="quantity" value="(\d+)"/)?.[1];
  assert.equal(
    (await shopper.post("/cart/quantity", { product: "2", quantity: "3" })).headers.get("location"),
    "/cart",
  );
  assert.equal(await quantity(), "3");
  await shopper.post("/cart/quantity", { product: "2", quantity: "3", step: "1" });
  assert.equal(await quantity(), "4");
  assert.match(await (await shopper.get("/cart")).text(), /\$11<span class="price-fraction">\.96/);
  const wrong = await shopper.post("/cart/quantity", { product: "2", quantity: "many" });
  assert.equal(wrong.status, 400);
  assert.match(await wrong.text(), /value="many"[^]*Choose a whole number from 0 to 99/);
  const gone = await shopper.press("/cart/quantity", { product: "2", quantity: "9" });
  assert.equal(gone.status, 409);
  assert.match(await gone.text(), /^<section id="cart"[^]*Only 5 of/);
  assert.match(await (await shopper.press("/cart/remove", { product: "2" })).text(), /Your cart is empty/);
});

Deno.test("several products are added at once; what cannot be is told and the others stay", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  const all = await shopper.post("/cart/add", { product: ["1", "2", "3"], to: "/product/1" });
  assert.equal(all.headers.get("location"), "/cart?added=1%2C2%2C3");
  const some = await shopper.post("/cart/add", { product: ["4", "10"], to: "/product/1" });
  assert.equal(some.status, 409);
  const html = await some.text();
  assert.match(html, /role="status">Added <strong[^>]*>Kettle number 4<\/strong>\./);
  assert.match(html, /role="alert"[^>]*>Not added: Kettle number 10\. “Kettle number 10” is sold out/);
  assert.match(html, /data-product="4"/);
});

Deno.test("an order that is sent twice is one order, seen by its shopper alone", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", quantity: "2", to: "/" });
  const page = await (await shopper.get("/checkout")).text();
  assert.match(page, /No card is charged/);
  const key = keyOf(page);
  const first = await placeOrder(shopper, key);
  const second = await placeOrder(shopper, key);
  assert.equal(first.status, 303);
  assert.equal(second.headers.get("location"), first.headers.get("location"));
  const order = await shopper.get(first.headers.get("location")!);
  assert.equal(order.status, 200);
  assert.match(await order.text(), /\$5<span class="price-fraction">\.98/);
  await app.services.catalogue.refresh();
  assert.equal(app.services.catalogue.find(2)!.stock, 3);
  const other = createShopper(app);
  await other.get("/product/1");
  assert.equal((await other.get(first.headers.get("location")!)).status, 404);
});

Deno.test("checkout tells when a product has sold out meanwhile, and nothing is ordered", async () => {
  await using app = await openTestApp();
  const [slow, quick] = [createShopper(app), createShopper(app)];
  await slow.post("/cart/add", { product: "2", quantity: "4", to: "/" });
  const shown = await (await slow.get("/checkout")).text();
  await quick.post("/cart/add", { product: "2", quantity: "3", to: "/" });
  await placeOrder(quick, keyOf(await (await quick.get("/checkout")).text()));
  const answer = await slow.post("/checkout", { key: keyOf(shown), seen: seenOf(shown) });
  assert.equal(answer.status, 409);
  const html = await answer.text();
  assert.match(html, /role="alert"/);
  assert.match(html, /data-product="2"/);
});

Deno.test("checkout without key is asked again, without cart it leads to the cart", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  assert.equal((await shopper.get("/checkout")).headers.get("location"), "/cart");
  assert.equal((await shopper.post("/checkout", { key: "0123456789" })).headers.get("location"), "/cart");
  await shopper.post("/cart/add", { product: "2", to: "/" });
  for (const key of ["", "short", "a b c d e f g h", "x".repeat(100)]) {
    assert.equal((await shopper.post("/checkout", { key })).status, 400);
  }
});

Deno.test("an order of another cart than the shopper saw is asked about again, with the true reason", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  await shopper.post("/cart/add", { product: "2", to: "/" });
  const shown = await (await shopper.get("/checkout")).text();
  // In another tab: one more of it, another product, and two changes that leave the sum as it was.
  await shopper.post("/cart/quantity", { product: "2", quantity: "2" });
  const changed = /role="alert"[^>]*>Your cart has changed since you looked/;
  const refuse = async (fields: Record<string, string>, reason: RegExp) => {
    const answer = await shopper.post("/checkout", { key: keyOf(shown), ...fields });
    assert.equal(answer.status, 409);
    const html = await answer.text();
    assert.match(html, reason);
    return html;
  };
  await refuse({ seen: seenOf(shown) }, changed);
  await refuse({}, changed);
  await shopper.post("/cart/add", { product: "3", to: "/" });
  await shopper.post("/cart/quantity", { product: "2", quantity: "1" });
  await refuse({ seen: seenOf(shown) }, changed);
  const setPrice = async (id: number, price: number) => {
    await app.writer.write([{ sql: "UPDATE products SET price = ? WHERE id = ?", args: [price, id] }]);
    await app.services.catalogue.refresh();
  };
  const before = await (await shopper.get("/checkout")).text();
  const price = (id: number) => app.services.catalogue.find(id)!.price;
  await setPrice(2, price(2) + 50);
  await setPrice(3, price(3) - 50);
  const asked = await refuse({ seen: seenOf(before) }, /role="alert"[^>]*>A price has changed meanwhile/);
  const placed = await shopper.post("/checkout", { key: keyOf(asked), seen: seenOf(asked) });
  assert.match(placed.headers.get("location")!, /^\/orders\/\d+$/);
});
