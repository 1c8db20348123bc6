import assert from "node:assert/strict";
import { InvalidInputError, NotFoundError, ReusedKeyError } from "../../errors.ts";
import { countInteractions } from "../../db/interactions.ts";
import { start, withShop } from "../fixtures/shop.ts";

Deno.test("record() counts a retry with the same event id once", () =>
  withShop(async ({ services, db }) => {
    const input = { userId: 1, productId: 2, type: "like", eventId: "tap-1" } as const;
    const before = await countInteractions(db);
    const [first, second] = [
      await services.interactions.record(input),
      await services.interactions.record(input),
    ];
    assert.equal(first.id, second.id);
    assert.equal(await countInteractions(db), before + 1);
    await assert.rejects(services.interactions.record({ ...input, productId: 3 }), ReusedKeyError);
  }, { train: false }));

Deno.test("record() refuses unknown users and products, and times far ahead", () =>
  withShop(async ({ services }) => {
    const { interactions } = services;
    await assert.rejects(
      interactions.record({ userId: 999, productId: 1, type: "view" }),
      (error) => error instanceof NotFoundError && /user 999/.test(error.message),
    );
    await assert.rejects(
      interactions.record({ userId: 1, productId: 999, type: "view" }),
      (error) => error instanceof NotFoundError && /product 999/.test(error.message),
    );
    const ahead = { userId: 1, productId: 1, type: "view" } as const;
    await assert.rejects(interactions.record({ ...ahead, at: start + 301_000 }), InvalidInputError);
    await interactions.record({ ...ahead, at: start + 299_000 });
  }, { train: false }));

Deno.test("recordMany() gives a result per row, in order, and loses no good one", () =>
  withShop(async ({ services, db }) => {
    const before = await countInteractions(db);
    const results = await services.interactions.recordMany([
      { userId: 1, productId: 1, type: "view" },
      { userId: 999, productId: 1, type: "view" },
      { userId: 1, productId: 999, type: "view" },
      { userId: 1, productId: 1, type: "view", at: start * 2 },
      { userId: 2, productId: 2, type: "cart" },
    ]);
    assert.deepEqual(results.map(({ status }) => status), [201, 404, 404, 400, 201]);
    assert.equal(await countInteractions(db), before + 2);
  }, { train: false }));

Deno.test("record() finds a product that another process added a moment ago", () =>
  withShop(async ({ services, writer }) => {
    await writer.write([{
      sql:
        "INSERT INTO products (name, description, category, price, stock, created_at, updated_at) VALUES (?,?,?,?,?,?,?)",
      args: ["Late lamp", "", "Home", 1000, 1, start, start],
    }]);
    const { id } = await services.interactions.record({ userId: 1, productId: 49, type: "view" });
    assert.ok(id > 0);
  }, { train: false }));

Deno.test("recentlyViewed() gives each product once, newest first", () =>
  withShop(async ({ services, clock }) => {
    const user = await services.users.create();
    for (const productId of [5, 6, 5, 7]) {
      clock.now += 1000;
      await services.interactions.record({ userId: user.id, productId, type: "view" });
    }
    const viewed = await services.interactions.recentlyViewed(user.id, 10);
    assert.deepEqual(viewed.map(({ id }) => id), [7, 5, 6]);
  }, { train: false }));
