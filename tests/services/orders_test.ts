import assert from "node:assert/strict";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { withShop } from "../fixtures/shop.ts";

Deno.test("place() turns a cart into one order, whatever is clicked twice", () =>
  withShop(async ({ services: { orders, catalogue, interactions } }) => {
    await orders.addToCart(1, 5, 2);
    await orders.addToCart(1, 7);
    const placed = await Promise.all([1, 2, 3].map(() => orders.place(1, "key-one")));
    assert.equal(new Set(placed.map(({ id }) => id)).size, 1);
    assert.deepEqual(await orders.cart(1), []);
    assert.equal(catalogue.find(5)!.stock, 8);
    const bought = (await interactions.history(1, 10)).filter(({ type }) => type === "purchase");
    assert.ok([5, 7].every((id) => bought.some(({ productId }) => productId === id)));
    await assert.rejects(orders.place(1, "key-two"), InvalidInputError);
  }, { train: false }));

Deno.test("place() lets only one of two tabs order the same cart", () =>
  withShop(async ({ services: { orders, catalogue } }) => {
    for (let round = 1; round <= 5; round++) {
      await orders.addToCart(1, 9);
      const tabs = await Promise.allSettled(["a", "b"].map((tab) => orders.place(1, `${tab}-${round}`)));
      assert.equal(tabs.filter(({ status }) => status === "fulfilled").length, 1);
      assert.equal(catalogue.find(9)!.stock, 10 - round);
    }
  }, { train: false }));

Deno.test("place() says by name what has sold out, and changes nothing", () =>
  withShop(async ({ services: { orders, catalogue, users } }) => {
    const other = await users.create();
    await orders.addToCart(1, 9, 6);
    await orders.addToCart(1, 10);
    await orders.addToCart(other.id, 9, 6);
    await orders.place(other.id, "first");
    await assert.rejects(
      orders.place(1, "second"),
      (error) => error instanceof ConflictError && /only 4 of "Kitchen thing 9" are left/.test(error.message),
    );
    assert.equal(catalogue.find(10)!.stock, 10);
    assert.equal((await orders.cart(1)).length, 2);
  }, { train: false }));

Deno.test("find() gives an order to its own shopper alone", () =>
  withShop(async ({ services: { orders } }) => {
    await orders.addToCart(1, 5);
    const { id } = await orders.place(1, "mine");
    assert.equal((await orders.find(1, id))!.total, 900);
    assert.equal(await orders.find(2, id), undefined);
  }, { train: false }));
