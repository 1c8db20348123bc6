/** Several processes on one libSQL server and one Redis, and one without native addon, files or Workers. */
import assert from "node:assert/strict";
import { prepareShop, type ShopProcess, startShop } from "./drills/process.ts";
import { root } from "./fixtures/paths.ts";
import { startRedis } from "./fixtures/redis.ts";
import { ignoreWithout } from "./fixtures/requires.ts";
import { ignoreWithoutSqld, startSqld } from "./fixtures/sqld.ts";

const small = { products: 60, users: 40, interactions: 1500 };

interface Answer {
  readonly ids: readonly number[];
  readonly version: number;
  readonly cache: string | null;
}

async function listOf(shop: ShopProcess, userId: number): Promise<Answer> {
  const response = await fetch(`${shop.base}/api/recommendations/${userId}?count=10`);
  const body = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return {
    ids: body.recommendations.map((item: { product_id: number }) => item.product_id),
    version: body.model_version,
    cache: response.headers.get("x-cache"),
  };
}

async function buy(shop: ShopProcess, userId: number, productId: number): Promise<void> {
  const response = await fetch(`${shop.base}/api/interaction`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user_id: userId, product_id: productId, interaction_type: "purchase" }),
  });
  const text = await response.text();
  assert.equal(response.status, 201, text);
}

/** Milliseconds until it holds. */
async function until(holds: () => Promise<boolean>, mostMs: number): Promise<number> {
  const from = performance.now();
  while (!await holds()) {
    assert.ok(performance.now() - from < mostMs, `not within ${mostMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return performance.now() - from;
}

async function train(url: string): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "--quiet", `${root}/tasks/train.ts`],
    cwd: root,
    env: { DATABASE_URL: url, LOG_LEVEL: "error" },
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
}

async function assertAgree(one: ShopProcess, two: ShopProcess): Promise<void> {
  for (const userId of [3, 4, 5]) {
    assert.deepEqual((await listOf(one, userId)).ids, (await listOf(two, userId)).ids, `user ${userId}`);
  }
}

Deno.test({
  name:
    "two processes on one libSQL server and one Redis give the same answers after a click and a new model",
  ignore: ignoreWithoutSqld() || ignoreWithout("redis-server"),
  async fn() {
    await using server = await startSqld();
    const redis = await startRedis();
    try {
      await prepareShop(server.url, small);
      const env = { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token };
      await using one = await startShop({ url: server.url, env });
      await using two = await startShop({ url: server.url, env });
      await assertAgree(one, two);
      const [first] = (await listOf(two, 3)).ids;
      await buy(one, 3, first!);
      assert.ok(!(await listOf(one, 3)).ids.includes(first!));
      await until(async () => !(await listOf(two, 3)).ids.includes(first!), 10_000);
      await train(server.url);
      for (const shop of [one, two]) await until(async () => (await listOf(shop, 4)).version === 2, 10_000);
      await assertAgree(one, two);
      for (const shop of [one, two]) {
        assert.deepEqual(await shop.stop().then(({ code }) => code), 0, shop.output);
      }
    } finally {
      await redis.close();
    }
  },
});

Deno.test({
  name: "with network, environment and its own folder to read alone, the shop serves from a libSQL server",
  ignore: ignoreWithoutSqld(),
  async fn() {
    await using server = await startSqld();
    await prepareShop(server.url, small);
    const permissions = ["--allow-net", "--allow-env", "--allow-read=."];
    await using edge = await startShop({ url: server.url, permissions });
    const before = await listOf(edge, 3);
    assert.equal(before.ids.length, 10);
    assert.equal(before.version, 1);
    await buy(edge, 3, before.ids[0]!);
    const after = await listOf(edge, 3);
    assert.ok(!after.ids.includes(before.ids[0]!));
    for (const path of ["/", "/api/health/ready", "/api/search?q=a", "/api/products?limit=3", "/api/docs"]) {
      const response = await fetch(edge.base + path);
      await response.text();
      assert.equal(response.status, 200, path);
    }
    // What another instance trains is served here.
    await train(server.url);
    await until(async () => (await listOf(edge, 4)).version === 2, 10_000);
    assert.equal((await edge.stop()).code, 0, edge.output);
  },
});
