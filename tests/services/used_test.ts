import assert from "node:assert/strict";
import { day, withShop } from "../fixtures/shop.ts";

Deno.test("used.list() counts what was done with each product, newest first, and its part of what counts by weight and age", () =>
  withShop(async (shop) => {
    const { interactions, used, users } = shop.services;
    const { id: userId } = await users.create();
    assert.deepEqual(await used.list(userId), []);
    const now = shop.clock.now;
    const record = (productId: number, type: "view" | "purchase", daysAgo: number) =>
      interactions.record({ userId, productId, type, at: now - daysAgo * day });
    await record(5, "purchase", 10);
    await record(1, "view", 5);
    await record(1, "view", 0);
    const list = await used.list(userId);
    assert.deepEqual(list.map(({ product, times, lastAt }) => [product.id, times, lastAt]), [
      [1, { view: 2, like: 0, cart: 0, purchase: 0 }, now],
      [5, { view: 0, like: 0, cart: 0, purchase: 1 }, now - 10 * day],
    ]);
    const [looked, bought] = [1 + Math.exp(-0.5), 5 * Math.exp(-1)];
    assert.ok(Math.abs(list[0]!.share! - looked / (looked + bought)) < 1e-3, String(list[0]!.share));
    assert.ok(Math.abs(list[0]!.share! + list[1]!.share! - 1) < 1e-6);
  }));

Deno.test("used.list() gives no share where no model knows the product", () =>
  withShop(async ({ services: { interactions, used } }) => {
    await interactions.record({ userId: 81, productId: 5, type: "like" });
    const [only] = await used.list(81);
    assert.equal(only!.share, null);
  }, { train: false }));
