import assert from "node:assert/strict";
import { addQuantity, listCart, removeLine, setQuantity } from "../../db/carts.ts";
import { findLatestId, listHistory } from "../../db/interactions.ts";
import { findOrder, findOrderIdByKey, listOrderIds, placeOrder } from "../../db/orders.ts";
import { findProduct } from "../../db/products.ts";
import type { Writer } from "../../db/writer.ts";
import { ConflictError, NotFoundError, ReusedKeyError } from "../../errors.ts";
import { addShop, testEach } from "./setup.ts";

testEach("a cart holds one line per product, in the order they came", async ({ db, writer }) => {
  await addShop(writer, { users: 2, products: 3 });
  const line = (productId: number, quantity: number) => ({
    userId: 1,
    productId,
    quantity,
    unitPrice: 100,
    updatedAt: 1,
  });
  await setQuantity(writer, line(3, 2));
  await setQuantity(writer, line(1, 1));
  await setQuantity(writer, line(3, 5));
  await Promise.all([1, 2, 3].map(() => addQuantity(writer, { ...line(1, 2), atMost: 6 })));
  assert.deepEqual(await listCart(db, 1), [
    { productId: 3, quantity: 5, unitPrice: 100 },
    { productId: 1, quantity: 6, unitPrice: 100 },
  ]);
  assert.equal(await removeLine(writer, { userId: 1, productId: 3 }), true);
  assert.equal(await removeLine(writer, { userId: 1, productId: 3 }), false);
  assert.deepEqual(await listCart(db, 1), [{ productId: 1, quantity: 6, unitPrice: 100 }]);
  assert.deepEqual(await listCart(db, 2), []);
  await assert.rejects(setQuantity(writer, line(9, 1)), NotFoundError);
});

const order = (given: Partial<Parameters<typeof placeOrder>[1]> = {}) => ({
  userId: 1,
  at: 500,
  key: "click-1",
  sessionId: "s",
  lines: [{ productId: 2, quantity: 3, unitPrice: 250 }, { productId: 1, quantity: 1, unitPrice: 1000 }],
  ...given,
});

type Order = ReturnType<typeof order>;

/** Puts in the cart what the order will take out of it. */
async function fillCart(writer: Writer, { userId, lines }: Order): Promise<void> {
  for (const { productId, quantity } of lines) {
    await setQuantity(writer, { userId, productId, quantity, unitPrice: 100, updatedAt: 1 });
  }
}

testEach("placeOrder() writes order, stock, purchases and cart together", async ({ db, writer }) => {
  await addShop(writer, { users: 2, products: 3 });
  await fillCart(writer, order());
  await setQuantity(writer, { userId: 1, productId: 3, quantity: 1, unitPrice: 100, updatedAt: 1 });
  assert.deepEqual(await placeOrder(writer, order()), { id: 1, created: true });
  assert.deepEqual(await findOrder(db, 1), {
    id: 1,
    userId: 1,
    total: 1750,
    at: 500,
    lines: [{ productId: 1, quantity: 1, unitPrice: 1000 }, { productId: 2, quantity: 3, unitPrice: 250 }],
  });
  assert.deepEqual([(await findProduct(db, 1))?.stock, (await findProduct(db, 2))?.stock], [9, 7]);
  // What was put there meanwhile stays.
  assert.deepEqual(await listCart(db, 1), [{ productId: 3, quantity: 1, unitPrice: 100 }]);
  const history = await listHistory(db, 1, 10);
  assert.deepEqual(history.map(({ productId, type, at }) => [productId, type, at]), [
    [1, "purchase", 500],
    [2, "purchase", 500],
  ]);
  assert.equal(await findOrder(db, 2), undefined);
});

testEach(
  "placeOrder() with the same key is the same order, also at the same moment",
  async ({ db, writer }) => {
    await addShop(writer, { users: 2, products: 3 });
    await fillCart(writer, order());
    const placed = await Promise.all([1, 2, 3, 4].map(() => placeOrder(writer, order())));
    assert.deepEqual(placed.map(({ id }) => id), [1, 1, 1, 1]);
    assert.deepEqual(placed.map(({ created }) => created), [true, false, false, false]);
    assert.equal((await findProduct(db, 2))?.stock, 7);
    assert.equal(await findLatestId(db, 1), 2);
    assert.equal(await findOrderIdByKey(db, { userId: 1, key: "click-1" }), 1);
    assert.equal(await findOrderIdByKey(db, { userId: 1, key: "click-2" }), undefined);
    await assert.rejects(placeOrder(writer, order({ userId: 2 })), ReusedKeyError);
    await assert.rejects(findOrderIdByKey(db, { userId: 2, key: "click-1" }), ReusedKeyError);
    await fillCart(writer, order());
    await placeOrder(writer, order({ key: "click-2" }));
    assert.deepEqual(await listOrderIds(db, 1, 5), [2, 1]);
  },
);

testEach("placeOrder() does nothing at all when one product has too little stock", async ({ db, writer }) => {
  await addShop(writer, { users: 1, products: 2 });
  const lines = [{ productId: 1, quantity: 1, unitPrice: 5 }, { productId: 2, quantity: 11, unitPrice: 5 }];
  await fillCart(writer, order({ lines }));
  await assert.rejects(placeOrder(writer, order({ lines })), (error) =>
    error instanceof ConflictError &&
    error.message === 'Cannot write: product "2" has fewer than 11 in stock');
  assert.equal((await findProduct(db, 1))?.stock, 10);
  assert.equal(await findLatestId(db, 1), 0);
  assert.deepEqual((await listCart(db, 1)).map(({ quantity }) => quantity), [1, 11]);
  assert.equal(await findOrder(db, 1), undefined);
});

testEach("placeOrder() never sells more than there is to many at once", async ({ db, writer }) => {
  await addShop(writer, { users: 8, products: 1 });
  const lines = [{ productId: 1, quantity: 3, unitPrice: 5 }];
  const orders = Array.from({ length: 8 }, (_, i) => order({ userId: i + 1, key: `k${i}`, lines }));
  for (const one of orders) await fillCart(writer, one);
  const settled = await Promise.allSettled(orders.map((one) => placeOrder(writer, one)));
  assert.equal(settled.filter(({ status }) => status === "fulfilled").length, 3);
  assert.equal((await findProduct(db, 1))?.stock, 1);
});

testEach(
  "placeOrder() does nothing when the cart holds something else than what is ordered",
  async ({ db, writer }) => {
    await addShop(writer, { users: 1, products: 3 });
    await fillCart(writer, order());
    await setQuantity(writer, { userId: 1, productId: 1, quantity: 2, unitPrice: 100, updatedAt: 2 });
    await assert.rejects(
      placeOrder(writer, order()),
      (error) => error instanceof ConflictError && /the cart has changed meanwhile/.test(error.message),
    );
    assert.equal((await listCart(db, 1)).length, 2);
    assert.equal(await findOrder(db, 1), undefined);
  },
);
