import assert from "node:assert/strict";
import { createMemoryCache } from "../../cache/memory.ts";
import { createUpstashCache } from "../../cache/upstash.ts";
import { openUpstashChannel } from "../../cache/upstash_channel.ts";
import { openDatabase } from "../../db/open.ts";
import { openWriter } from "../../db/writer.ts";
import { createLog } from "../../log.ts";
import { parseCachedList, sizeOfCachedList } from "../../services/cached_list.ts";
import type { LiveEvent } from "../../services/live.ts";
import { openServices, type Services } from "../../services/services.ts";
import { createTelemetry } from "../../telemetry.ts";
import { addShop, withDatabase } from "../db/setup.ts";
import { type RedisFixture, startRedis } from "../fixtures/redis.ts";
import { ignoreWithout } from "../fixtures/requires.ts";

const ignore = ignoreWithout("redis-server");

interface Instance extends AsyncDisposable {
  readonly services: Services;
}

interface Redis {
  readonly url: string;
  readonly token: string;
}

/** One of several processes on the same database file, as main.ts puts it together. */
async function openInstance(url: string, redis?: Redis): Promise<Instance> {
  const db = await openDatabase({ url });
  const writer = openWriter(db);
  const memory = createMemoryCache({ maxBytes: 2 ** 22, sizeOf: sizeOfCachedList });
  const cache = redis && createUpstashCache({ ...redis, parse: parseCachedList });
  const channel = redis && openUpstashChannel({ ...redis, timeoutMs: 500 });
  const services = await openServices({
    db,
    writer,
    memory,
    ...(cache ? { redis: cache } : {}),
    ...(channel ? { channel } : {}),
    ranking: { weights: { view: 1, like: 2, cart: 3, purchase: 5 }, decayPerDay: 0.1 },
    ttlSeconds: { memory: 1800, cache: 1800 },
    log: createLog("silent"),
    telemetry: createTelemetry(),
    now: Date.now,
  });
  return {
    services,
    async [Symbol.asyncDispose]() {
      services.close();
      cache?.close();
      memory.close();
      await writer.close();
      db.close();
    },
  };
}

/** Two of them, with a shop of three users. */
function withTwo(
  test: (one: Services, two: Services) => Promise<void>,
  redis?: Redis,
): Promise<void> {
  return withDatabase("file", async ({ writer, url }) => {
    await addShop(writer, { users: 3, products: 6 });
    await using one = await openInstance(url, redis);
    await using two = await openInstance(url, redis);
    await test(one.services, two.services);
  });
}

/** Follows a user until something comes. */
async function follow(services: Services, userId: number) {
  const events: { event: LiveEvent; at: number }[] = [];
  await services.live.follow(userId, {
    onEvent: (event) => void events.push({ event, at: performance.now() }),
    onClose() {},
  });
  return {
    events,
    async next() {
      for (let left = 300; events.length === 0; left--) {
        assert.ok(left > 0, "nothing came for three seconds");
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return events.shift()!;
    },
  };
}

const listed = async (services: Services, userId: number) => {
  const { items, epoch, source } = await services.recommendations.list(userId, { count: 6 });
  return { ids: items.map(({ product }) => product.id), epoch, source };
};

async function untilListening(redis: RedisFixture): Promise<void> {
  for (let left = 300; redis.streams < 2; left--) {
    assert.ok(left > 0, "the instances do not listen");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  // Both have looked into the database once more.
  await new Promise((resolve) => setTimeout(resolve, 50));
}

const buy = (services: Services, userId: number, productId: number) =>
  services.interactions.record({ userId, productId, type: "purchase" });

Deno.test({
  name: "with Redis, another instance drops its list and tells its pages within a second of the click",
  ignore,
  async fn() {
    const redis = await startRedis();
    try {
      await withTwo(async (one, two) => {
        await untilListening(redis);
        const page = await follow(two, 1);
        const other = await follow(two, 2);
        const before = await listed(two, 1);
        assert.equal((await listed(two, 1)).source, "memory");

        const { id } = await buy(one, 1, before.ids[0]!);
        const acknowledged = performance.now();
        const { event, at } = await page.next();
        assert.ok(at - acknowledged < 1000, `${at - acknowledged} ms`);
        assert.equal(event.epoch, id);
        const after = await listed(two, 1);
        assert.equal(after.epoch, id);
        assert.ok(!after.ids.includes(before.ids[0]!));
        assert.deepEqual(other.events, []);

        // What is told twice, by Redis and by the database, is heard once.
        await two.refresh();
        assert.deepEqual(page.events, []);
        assert.notEqual((await listed(two, 1)).source, "computed");
      }, redis);
    } finally {
      await redis.close();
    }
  },
});

Deno.test({
  name: "with Redis, a model that one instance trained ranks in the other at once",
  ignore,
  async fn() {
    const redis = await startRedis();
    try {
      await withTwo(async (one, two) => {
        await untilListening(redis);
        for (const productId of [1, 2, 3]) {
          for (const userId of [1, 2]) await buy(one, userId, productId);
        }
        const page = await follow(two, 3);
        const { version } = await one.models.train();
        const { event } = await page.next();
        assert.deepEqual(event, { userId: 3, epoch: 0, modelVersion: version });
        assert.equal(two.models.ranker!.model.version, version);
      }, redis);
    } finally {
      await redis.close();
    }
  },
});

Deno.test({
  name: "with Redis, many clicks at once are told in few messages, and what others say there is passed over",
  ignore,
  async fn() {
    const redis = await startRedis();
    try {
      await withTwo(async (one, two) => {
        await untilListening(redis);
        const pages = await Promise.all([1, 2, 3].map((userId) => follow(two, userId)));
        const texts = [
          "",
          "{",
          "[]",
          '{"from":"x","users":[[1,"a"]]}',
          '{"from":"x","users":[[0,1]]}',
          "null",
        ];
        for (const text of texts) await redis.command("PUBLISH", "aisle:live", text);
        const before = redis.requests.filter(({ path }) => path === "/").length;
        const clicks = Array.from(
          { length: 60 },
          (_, i) => one.interactions.record({ userId: 1 + i % 3, productId: 1 + i % 6, type: "view" }),
        );
        const ids = (await Promise.all(clicks)).map(({ id }) => id);
        for (const [i, page] of pages.entries()) {
          const newest = Math.max(...ids.filter((_, click) => click % 3 === i));
          while ((await page.next()).event.epoch < newest);
        }
        const deleted = 60;
        const sent = redis.requests.filter(({ path }) => path === "/").length - before - deleted;
        assert.ok(sent <= 30, `${sent} messages for 60 clicks`);
      }, redis);
    } finally {
      await redis.close();
    }
  },
});

Deno.test({
  name: "after Redis was gone, an instance learns what it missed as soon as it listens again",
  ignore,
  async fn() {
    const redis = await startRedis();
    try {
      await withTwo(async (one, two) => {
        await untilListening(redis);
        const page = await follow(two, 1);
        redis.endStreams();
        const { id } = await buy(one, 1, 1);
        assert.equal((await page.next()).event.epoch, id);
      }, redis);
    } finally {
      await redis.close();
    }
  },
});

Deno.test("without Redis, another process's clicks are seen at the next look, in memory and on pages", () =>
  withTwo(async (one, two) => {
    const page = await follow(two, 1);
    const before = await listed(two, 1);
    const { id } = await buy(one, 1, before.ids[0]!);
    assert.equal((await listed(two, 1)).source, "memory");
    await Promise.all([two.refresh(), two.refresh()]);
    assert.deepEqual(page.events.map(({ event }) => event.epoch), [id]);
    assert.ok(!(await listed(two, 1)).ids.includes(before.ids[0]!));
    await two.refresh();
    assert.equal(page.events.length, 1);

    // Its own clicks are no news.
    await buy(two, 1, 2);
    await two.refresh();
    assert.equal(page.events.length, 2);
  }));

Deno.test("a Redis that fails or hangs never fails a click, and pages of the same process follow", async () => {
  const leaving = new AbortController();
  const handlers: (() => Response | Promise<Response>)[] = [
    () => new Response("<html>", { status: 502 }),
    () => new Promise<Response>(() => {}),
  ];
  for (const handler of handlers) {
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, signal: leaving.signal, onListen() {} },
      handler,
    );
    const redis = { url: `http://127.0.0.1:${server.addr.port}`, token: "t" };
    await withTwo(async (one, two) => {
      const here = await follow(one, 1);
      const there = await follow(two, 1);
      for (let i = 0; i < 12; i++) {
        const { id } = await buy(one, 1, 1 + i % 6);
        assert.equal((await here.next()).event.epoch, id);
      }
      await two.refresh();
      assert.equal((await there.next()).event.epoch, 12);
    }, redis);
  }
  leaving.abort();
});
