import assert from "node:assert/strict";
import { createUpstashCache } from "../../cache/upstash.ts";
import { NotFoundError } from "../../errors.ts";
import { createRandom } from "../../engine/random.ts";
import { parseCachedList } from "../../services/cached_list.ts";
import { startRedis } from "../fixtures/redis.ts";
import { ignoreWithout } from "../fixtures/requires.ts";
import { categories, categoryOf, productsPerCategory, type Shop, withShop } from "../fixtures/shop.ts";

const all = categories.length * productsPerCategory;

async function idsOf(shop: Shop, userId: number, count = 10): Promise<number[]> {
  const { items } = await shop.services.recommendations.list(userId, { count });
  return items.map(({ product }) => product.id);
}

Deno.test("list() ranks the user's own category first and leaves out what was bought", () =>
  withShop(async ({ services }) => {
    for (const userId of [1, 2, 3, 4]) {
      const list = await services.recommendations.list(userId, { count: 5 });
      assert.equal(list.strategy, "personal");
      const own = list.items.filter(({ product }) => product.category === categories[userId - 1]);
      assert.ok(own.length >= 4, `user ${userId}: ${list.items.map(({ product }) => product.category)}`);
      const history = await services.interactions.history(userId, 500);
      const bought = new Set(
        history.filter(({ type }) => type === "purchase").map(({ productId }) => productId),
      );
      assert.ok(bought.size > 0);
      const everything = await services.recommendations.list(userId, { count: 100 });
      assert.equal(everything.items.length, all - bought.size);
      assert.ok(everything.items.every(({ product }) => !bought.has(product.id)));
      const again = await services.recommendations.list(userId, { count: 100, repeats: true });
      assert.equal(again.items.length, all);
    }
  }));

Deno.test("list() gives scores in [0, 1], falling, that are 0.7 CF + 0.3 MF", () =>
  withShop(async ({ services }) => {
    const { items } = await services.recommendations.list(1, { count: 100 });
    let last = Infinity;
    for (const { score, cfScore, mfScore } of items) {
      assert.ok(score <= last);
      last = score;
      for (const value of [score, cfScore, mfScore]) assert.ok(value >= 0 && value <= 1);
      assert.ok(Math.abs(score - (0.7 * cfScore + 0.3 * mfScore)) < 1e-5);
    }
  }));

Deno.test("list() follows a click at once: computed, then from memory, then computed again", () =>
  withShop(async (shop) => {
    const { recommendations, interactions } = shop.services;
    const user = await shop.services.users.create();
    const before = await recommendations.list(user.id, { count: 10 });
    assert.equal(before.strategy, "popular");
    assert.equal(before.source, "computed");
    assert.equal((await recommendations.list(user.id, { count: 10 })).source, "memory");

    await interactions.record({ userId: user.id, productId: 4, type: "view" });
    const after = await recommendations.list(user.id, { count: 10 });
    assert.equal(after.source, "computed");
    assert.equal(after.strategy, "personal");
    const kin = after.items.slice(0, 5).filter(({ product }) => product.category === categoryOf(4));
    assert.ok(kin.length >= 4);
    const [reason] = after.items[0]!.reasons;
    assert.ok(reason?.kind === "because" && reason.productId === 4 && reason.interactionType === "view");
    assert.equal((await recommendations.list(user.id, { count: 3 })).source, "memory");
  }));

Deno.test("list() never stores a list that was computed before a click and finished after it", () =>
  withShop(async (shop) => {
    const { recommendations, interactions } = shop.services;
    const random = createRandom(3);
    for (let round = 0; round < 100; round++) {
      const userId = 1 + random.int(20), productId = 1 + random.int(all);
      await shop.memory.delete(`rec:${shop.services.models.ranker!.model.version}:default:${userId}`);
      // The list is under way while the click is committed.
      const [, { id }] = await Promise.all([
        recommendations.list(userId, { count: 10 }),
        interactions.record({ userId, productId, type: "purchase" }),
      ]);
      assert.ok(id > 0);
      assert.ok(!(await idsOf(shop, userId, 100)).includes(productId), `round ${round}`);
    }
  }));

Deno.test("list() gives reasons whose shares sum to 1 over the whole history when asked to explain", () =>
  withShop(async ({ services }) => {
    for (let userId = 1; userId <= 20; userId++) {
      const { items } = await services.recommendations.list(userId, { count: 10, explain: true });
      for (const { reasons } of items) {
        const shares = reasons.flatMap((reason) => reason.kind === "because" ? [reason.share] : []);
        if (shares.length === 0) continue;
        assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) - 1) < 1e-5);
        assert.deepEqual(shares, [...shares].sort((a, b) => b - a));
      }
    }
  }));

Deno.test("list() explains the rest of a kept list as if it had been explained at once, whatever came since", () =>
  withShop(async (shop) => {
    const { recommendations } = shop.services;
    const users = [1, 2, 3];
    const whole = new Map();
    for (const userId of users) {
      whole.set(userId, await (await shop.openInstance()).recommendations.list(userId, { count: 100 }));
      assert.equal((await recommendations.list(userId, { count: 10 })).source, "computed");
      assert.equal(await recommendations.inMemory(userId, 11), undefined);
    }
    // The clock goes on, and an instance that shares no cache records clicks: the lists are what they were.
    shop.clock.now += 20 * 60_000;
    const other = await shop.openInstance();
    for (const userId of users) await other.interactions.record({ userId, productId: 9, type: "view" });
    for (const userId of users) {
      const { items, epoch } = whole.get(userId);
      const later = await recommendations.list(userId, { count: 100 });
      assert.deepEqual([later.source, later.epoch], ["memory", epoch]);
      assert.deepEqual(later.items, items);
      const kept = (await recommendations.inMemory(userId, 100))!.answer();
      assert.deepEqual([kept.id, kept.items], [later.id, items]);
    }
  }));

Deno.test("list() is computed anew where a part of the history that it was made of is gone", () =>
  withShop(async (shop) => {
    const { recommendations } = shop.services;
    const kept = await recommendations.list(1, { count: 10 });
    // As `deno task archive` does beside a running shop.
    await shop.db.client.execute(
      "DELETE FROM interactions WHERE user_id = 1 AND id < (SELECT max(id) FROM interactions WHERE user_id = 1)",
    );
    const later = await recommendations.list(1, { count: 100 });
    assert.equal(later.source, "computed");
    assert.notEqual(later.id, kept.id);
    const fresh = await (await shop.openInstance()).recommendations.list(1, { count: 100 });
    assert.deepEqual(later.items, fresh.items);
  }));

Deno.test("list() applies filters before the best are taken, so that as many come back as there are", () =>
  withShop(async ({ services }) => {
    const bought = new Set(
      (await services.interactions.history(1, 500)).filter(({ type }) => type === "purchase")
        .map(({ productId }) => productId),
    );
    const { items, source } = await services.recommendations.list(1, {
      count: 100,
      category: "Desk",
      minPrice: 1000,
      maxPrice: 3000,
      exclude: [8, 12],
    });
    const expected = services.catalogue.products.filter((p) =>
      p.category === "Desk" && p.price >= 1000 && p.price <= 3000 && p.id !== 8 && p.id !== 12 &&
      !bought.has(p.id)
    );
    assert.equal(source, "computed");
    assert.ok(expected.length > 2);
    assert.deepEqual(items.map(({ product }) => product.id).sort(), expected.map(({ id }) => id).sort());
  }));

Deno.test("list() takes none of a product's places when it has left the catalogue since the training", () =>
  withShop(async (shop) => {
    const { recommendations, catalogue } = shop.services, wanted = { count: 10, repeats: true };
    const { items: [first, second] } = await recommendations.list(1, wanted);
    const gone = first!.product.id;
    for (const table of ["interactions", "products"]) {
      const column = table === "products" ? "id" : "product_id";
      await shop.writer.write([{ sql: `DELETE FROM ${table} WHERE ${column} = ?`, args: [gone] }]);
    }
    assert.ok(await catalogue.refresh());
    const { items } = await recommendations.list(1, { ...wanted, exclude: [second!.product.id] });
    assert.equal(items.length, 10);
    const ids = items.map(({ product }) => product.id);
    assert.ok(
      !ids.includes(gone) && !ids.includes(second!.product.id),
      `${gone}, ${second!.product.id}: ${ids}`,
    );
  }));

Deno.test("list() brings more categories to the top the higher the diversity", () =>
  withShop(async ({ services }) => {
    const categoriesOf = async (diversity: number) => {
      const { items } = await services.recommendations.list(1, {
        count: 8,
        ...(diversity ? { diversity } : {}),
      });
      return new Set(items.map(({ product }) => product.category)).size;
    };
    assert.ok(await categoriesOf(0.9) > await categoriesOf(0));
  }));

Deno.test("list() is popular for a user without history, never empty, and 404 for an unknown one", () =>
  withShop(async ({ services }) => {
    const list = await services.recommendations.list(81, { count: 10 });
    assert.equal(list.strategy, "popular");
    assert.equal(list.items.length, 10);
    assert.ok(list.items.every(({ reasons }) => reasons[0]?.kind === "popular"));
    await assert.rejects(services.recommendations.list(4242, { count: 10 }), NotFoundError);
  }));

Deno.test("list() answers without a model: the newest products first", () =>
  withShop(async ({ services }) => {
    const list = await services.recommendations.list(1, { count: 100 });
    assert.equal(list.modelVersion, null);
    assert.equal(list.strategy, "popular");
    assert.ok(list.items.length > 20);
    assert.equal(list.items[0]!.product.id, all);
    assert.equal(list.items[0]!.reasons[0]!.kind, "new");
  }, { train: false }));

Deno.test("list() takes the ensemble weights that were set on purpose", () =>
  withShop(async (shop) => {
    const other = await shop.openInstance({ ranking: { ensemble: { cf: 0, mf: 1 } } });
    const { items } = await other.recommendations.list(1, { count: 20 });
    for (const { score, mfScore } of items) assert.ok(Math.abs(score - mfScore) < 1e-5);
  }));

Deno.test("similar() gives products of the same planted taste, without the product itself", () =>
  withShop(({ services }) => {
    const scored = services.recommendations.similar(4, { count: 5 });
    assert.equal(scored.length, 5);
    assert.ok(scored.every(({ product }) => product.id !== 4));
    assert.ok(scored.filter(({ product }) => product.category === categoryOf(4)).length >= 4);
    assert.deepEqual(services.recommendations.similar(4242, { count: 5 }), []);
    return Promise.resolve();
  }));

const withoutRedis = ignoreWithout("redis-server");

async function withRedis(
  use: (
    open: () => ReturnType<typeof connect>,
    redis: Awaited<ReturnType<typeof startRedis>>,
  ) => Promise<void>,
) {
  const redis = await startRedis();
  try {
    await use(() => connect(redis), redis);
  } finally {
    await redis.close();
  }
}

function connect({ url, token }: { url: string; token: string }) {
  return createUpstashCache({ url, token, parse: parseCachedList, timeoutMs: 1000 });
}

Deno.test({
  name: "a second instance answers from Redis, and computes when Redis does not know the newest click",
  ignore: withoutRedis,
  fn: () =>
    withRedis((open) =>
      withShop(async (shop) => {
        const one = await shop.openInstance({ redis: open() });
        const two = await shop.openInstance({ redis: open() });
        assert.equal((await one.recommendations.list(1, { count: 10 })).source, "computed");
        // The store is not waited for by the answer.
        await new Promise((resolve) => setTimeout(resolve, 100));
        const shared = await two.recommendations.list(1, { count: 10 });
        assert.equal(shared.source, "redis");
        assert.equal((await two.recommendations.list(1, { count: 10 })).source, "memory");

        // An instance without Redis records a click: nobody deletes the entry, the epoch gives it away.
        await shop.services.interactions.record({ userId: 1, productId: 2, type: "purchase" });
        const three = await shop.openInstance({ redis: open() });
        const fresh = await three.recommendations.list(1, { count: 100 });
        assert.equal(fresh.source, "computed");
        assert.ok(fresh.items.every(({ product }) => product.id !== 2));
      })
    ),
});

Deno.test({
  name: "a poisoned, truncated or foreign value in Redis is a miss",
  ignore: withoutRedis,
  fn: () =>
    withRedis((open, redis) =>
      withShop(async (shop) => {
        const key = `aisle:rec:${shop.services.models.ranker!.model.version}:default:1`;
        const poisons = [
          "",
          "null",
          "[]",
          '{"id":"x"',
          '{"items":[{"p":-1}]}',
          '"text"',
          "\u0000\u0001",
          "<html>",
        ];
        for (const poison of poisons) {
          await redis.command("SET", key, poison);
          const instance = await shop.openInstance({ redis: open() });
          const list = await instance.recommendations.list(1, { count: 10 });
          assert.equal(list.source, "computed", poison);
          assert.equal(list.items.length, 10);
          // The computed list is stored behind the answer; the next poison must come after it.
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      })
    ),
});
