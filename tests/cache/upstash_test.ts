import assert from "node:assert/strict";
import type { CacheFault } from "../../cache/cache.ts";
import { createUpstashCache } from "../../cache/upstash.ts";
import { type RedisFixture, startRedis } from "../fixtures/redis.ts";
import { ignoreWithout } from "../fixtures/requires.ts";
import { parseValue, testCache, type Value } from "./contract.ts";

const ignore = ignoreWithout("redis-server");
const value: Value = { epoch: 1, name: "Kettle", scores: [1] };

// Generous where Redis is well: these tests are about what is stored, not about a busy machine.
const patient = 5000;

async function withRedis(use: (redis: RedisFixture) => Promise<void>): Promise<void> {
  const redis = await startRedis();
  try {
    await use(redis);
  } finally {
    await redis.close();
  }
}

testCache({
  layer: "redis cache",
  ignore,
  withCache: (use) =>
    withRedis(async ({ url, token }) => {
      const cache = createUpstashCache<Value>({ url, token, parse: parseValue, timeoutMs: patient });
      await use(cache);
      cache.close();
    }),
});

Deno.test({
  name: "redis cache: get() misses and counts what is foreign, truncated or poisoned",
  ignore,
  fn: () =>
    withRedis(async (redis) => {
      const faults: CacheFault[] = [];
      const cache = createUpstashCache<Value>({
        ...redis,
        timeoutMs: patient,
        onFault: (kind) => faults.push(kind),
        parse: (stored) => {
          if (typeof stored === "string") throw new Error("not ours");
          return parseValue(stored);
        },
      });
      const whole = JSON.stringify(value);
      const poison: (string | Uint8Array)[] = [
        "",
        "null",
        "123",
        "OK",
        '"text"',
        "[]",
        '{"epoch":"1"}',
        whole.slice(0, -1),
        `${whole}${whole}`,
        btoa(whole),
        "<html></html>",
        '{"__proto__":{"epoch":1}}',
        new Uint8Array([0xff, 0xfe, 0x00, 0x80]),
      ];
      for (const stored of poison) {
        await redis.command("SET", "aisle:k", stored);
        assert.equal(await cache.get("k"), undefined, String(stored));
      }
      assert.deepEqual(faults, poison.map(() => "value"));

      await redis.command("DEL", "aisle:k");
      await redis.command("LPUSH", "aisle:k", "a list, not a text");
      assert.equal(await cache.get("k"), undefined);
      assert.equal(faults.at(-1), "failed");

      // None of it stops the cache from working.
      await redis.command("SET", "aisle:k", whole);
      assert.deepEqual(await cache.get("k"), value);
    }),
});

Deno.test({
  name: "redis cache: entries are JSON text under the project's prefix and leave by themselves",
  ignore,
  fn: () =>
    withRedis(async (redis) => {
      const cache = createUpstashCache<Value>({ ...redis, parse: parseValue, timeoutMs: patient });
      await cache.set("rec:1:a:7", value, 30);
      const stored = await redis.command("GET", "aisle:rec:1:a:7");
      assert.deepEqual(JSON.parse(new TextDecoder().decode(stored as Uint8Array)), value);
      const left = await redis.command("PTTL", "aisle:rec:1:a:7") as number;
      assert.ok(left > 25_000 && left <= 30_000, `${left} ms left`);
    }),
});

Deno.test({
  name: "redis cache: one call is one request, which tells nothing about the machine",
  ignore,
  fn: () =>
    withRedis(async (redis) => {
      const cache = createUpstashCache<Value>({ ...redis, parse: parseValue, timeoutMs: patient });
      await Promise.all([cache.get("a"), cache.get("b")]);
      assert.deepEqual(redis.requests.map(({ path }) => path), ["/", "/"]);
      for (const { headers } of redis.requests) {
        assert.deepEqual([...headers.keys()].filter((name) => name.includes("telemetry")), []);
      }
    }),
});

Deno.test({
  name: "redis cache: a value that is no JSON is a fault, and the one before it is gone",
  ignore,
  fn: () =>
    withRedis(async (redis) => {
      const faults: CacheFault[] = [];
      const cache = createUpstashCache<unknown>({
        ...redis,
        timeoutMs: patient,
        parse: (stored) => stored,
        onFault: (kind) => faults.push(kind),
      });
      await cache.set("k", "before", 60);
      await cache.set("k", 1n, 60);
      assert.equal(await cache.get("k"), undefined);
      assert.deepEqual(faults, ["value"]);
    }),
});

Deno.test({
  name: "the REST bridge answers pipelines, transactions and base64 as Upstash does",
  ignore,
  fn: () =>
    withRedis(async ({ url, token }) => {
      const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
        const authorization = `Bearer ${token}`;
        const init = { method: "POST", headers: { authorization, ...headers }, body: JSON.stringify(body) };
        const response = await fetch(url + path, init);
        return { status: response.status, body: await response.json() };
      };
      assert.deepEqual(await post("/pipeline", [["SET", "k", "é"], ["GET", "k"], ["NOPE"], ["INCR", "n"]]), {
        status: 200,
        body: [
          { result: "OK" },
          { result: "é" },
          { error: "ERR unknown command 'NOPE', with args beginning with: " },
          { result: 1 },
        ],
      });
      assert.deepEqual(await post("/multi-exec", [["INCR", "n"], ["INCR", "n"]]), {
        status: 200,
        body: [{ result: 2 }, { result: 3 }],
      });
      assert.deepEqual((await post("/", ["GET", "k"], { "upstash-encoding": "base64" })).body, {
        result: "w6k=",
      });
      assert.equal((await post("/", ["GET", "k"], { authorization: "Bearer wrong" })).status, 401);
      assert.equal((await post("/", ["NOPE"])).status, 400);
    }),
});
