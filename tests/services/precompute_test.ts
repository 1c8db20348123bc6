import assert from "node:assert/strict";
import { streamActiveUsers } from "../../db/active_users.ts";
import { createLog } from "../../log.ts";
import { createPrecompute, type PrecomputeBounds } from "../../services/precompute.ts";
import { day, type Shop, start, withShop } from "../fixtures/shop.ts";

function open(shop: Shop, bounds: Partial<PrecomputeBounds> = {}) {
  return createPrecompute({
    db: shop.db,
    recommendations: shop.services.recommendations,
    modelVersion: () => shop.services.models.ranker?.model.version ?? null,
    bounds: { ttlSeconds: 3600, share: 1, activeDays: 30, ...bounds },
    log: createLog("silent"),
    telemetry: shop.telemetry,
    now: () => shop.clock.now,
  });
}

Deno.test("streamActiveUsers() gives each user once, those who acted last first, within the range", () =>
  withShop(async ({ services, db, clock }) => {
    clock.now = start + day;
    for (const userId of [5, 7, 5]) {
      await services.interactions.record({ userId, productId: 1, type: "view", at: clock.now++ });
    }
    const read = async (pageSize: number, since: number) => {
      const users: number[] = [];
      for await (const page of streamActiveUsers(db, { before: clock.now, since, pageSize })) {
        users.push(...page);
      }
      return users;
    };
    assert.deepEqual(await read(1, start), [5, 7]);
    const all = await read(100, 0);
    assert.equal(all.length, 80);
    assert.equal(new Set(all).size, 80);
    assert.deepEqual(all.slice(0, 2), [5, 7]);
  }, { train: false }));

Deno.test("after run() the first visit of an active user finds the list in memory, equal to a computed one", () =>
  withShop(async (shop) => {
    const { recommendations } = shop.services;
    const precompute = open(shop);
    const result = await precompute.run();
    assert.deepEqual({ ...result, seconds: 0 }, {
      modelVersion: 1,
      users: 80,
      seconds: 0,
      cancelled: false,
    });
    const kept = await recommendations.list(3, { count: 10 });
    assert.equal(kept.source, "memory");
    const other = await shop.openInstance();
    const computed = await other.recommendations.list(3, { count: 10 });
    assert.equal(computed.source, "computed");
    assert.deepEqual({ ...kept, id: "", source: "" }, { ...computed, id: "", source: "" });
    // What is there already is not computed again.
    assert.equal((await precompute.run()).users, 0);
    assert.deepEqual(precompute.state, {
      running: false,
      last: { ...precompute.state.last!, users: 0, cancelled: false },
    });
  }));

Deno.test("a precomputed list gives way to a click like any other", () =>
  withShop(async (shop) => {
    const { recommendations, interactions } = shop.services;
    await open(shop).run();
    const { items } = await recommendations.list(3, { count: 10 });
    const productId = items[0]!.product.id;
    const { id } = await interactions.record({ userId: 3, productId, type: "purchase" });
    const after = await recommendations.list(3, { count: 10 });
    assert.equal(after.epoch, id);
    assert.ok(after.items.every(({ product }) => product.id !== productId));
  }));

Deno.test("run() can be watched and cancelled, and a second one takes the place of the first", () =>
  withShop(async (shop) => {
    const precompute = open(shop, { share: 0.05 });
    assert.equal(await precompute.cancel(), false);
    const first = precompute.run();
    while (!(precompute.state.done! > 2)) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(precompute.state.running, true);
    assert.equal(precompute.state.total, 80);
    const second = precompute.run();
    assert.equal((await first).cancelled, true);
    while (!(precompute.state.done! > 0)) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(await precompute.cancel(), true);
    const result = await second;
    assert.equal(result.cancelled, true);
    assert.ok(result.users < 80);
    assert.equal(precompute.state.running, false);
  }));

Deno.test("run() takes only so many users, those who acted last", () =>
  withShop(async (shop) => {
    shop.clock.now = start + day;
    await shop.services.interactions.record({ userId: 9, productId: 1, type: "view" });
    assert.equal((await open(shop, { users: 1 }).run()).users, 1);
    assert.equal((await shop.services.recommendations.list(9, { count: 1 })).source, "memory");
    assert.equal((await shop.services.recommendations.list(10, { count: 1 })).source, "computed");
  }));
