import assert from "node:assert/strict";
import fc from "fast-check";
import { createMemoryCache } from "../../cache/memory.ts";
import { testCache, type Value } from "./contract.ts";

const sizeOf = (value: Value) => 2 * value.name.length + 8 * value.scores.length + 64;

testCache({
  layer: "memory cache",
  ignore: false,
  withCache: (use) => use(createMemoryCache<Value>({ maxBytes: 1_000_000, sizeOf })),
});

const isThere = async (cache: { get(key: string): Promise<unknown> }, key: string) =>
  await cache.get(key) !== undefined;

Deno.test("memory cache: the entries together stay within maxBytes, whatever is set", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 60 });
  await fc.assert(fc.asyncProperty(sizes, async (lengths) => {
    const cache = createMemoryCache<string>({ maxBytes: 50_000, sizeOf: (text) => text.length });
    for (const [i, length] of lengths.entries()) await cache.set(`k${i}`, "x".repeat(length), 60);
    let held = 0;
    for (const i of lengths.keys()) held += (await cache.get(`k${i}`))?.length ?? 0;
    assert.ok(held <= 50_000, `${held} bytes held`);
    // Bounded by forgetting, not by refusing: the newest entry is there.
    if (lengths.length > 0) assert.ok(await isThere(cache, `k${lengths.length - 1}`));
  }));
});

Deno.test("memory cache: what was used last outlives what was not used", async () => {
  const cache = createMemoryCache<string>({ maxBytes: 5000, sizeOf: (text) => text.length });
  for (const key of ["a", "b", "c", "d"]) await cache.set(key, "x".repeat(900), 60);
  await cache.get("a");
  await cache.set("e", "x".repeat(900), 60);
  assert.deepEqual([await isThere(cache, "a"), await isThere(cache, "b")], [true, false]);
});

Deno.test("memory cache: a value larger than the whole cache is not kept, nor the one that it should replace", async () => {
  const cache = createMemoryCache<string>({ maxBytes: 1000, sizeOf: (text) => text.length });
  await cache.set("k", "old", 60);
  await cache.set("other", "kept", 60);
  await cache.set("k", "x".repeat(2000), 60);
  assert.equal(await cache.get("k"), undefined);
  assert.equal(await cache.get("other"), "kept");
});

Deno.test("memory cache: a value whose size cannot be told is a fault and a miss, not an error", async () => {
  const faults: string[] = [];
  const onFault = (kind: string) => faults.push(kind);
  const broken = createMemoryCache<string>({
    maxBytes: 1000,
    onFault,
    sizeOf: () => {
      throw new Error("no size");
    },
  });
  await broken.set("k", "x", 60);
  const nan = createMemoryCache<string>({ maxBytes: 1000, onFault, sizeOf: () => NaN });
  await nan.set("k", "x", 60);
  assert.deepEqual([await broken.get("k"), await nan.get("k"), faults], [undefined, undefined, [
    "value",
    "value",
  ]]);
});

Deno.test("createMemoryCache() refuses a size that bounds nothing", () => {
  for (const maxBytes of [0, -1, NaN, Infinity, 1.5]) {
    assert.throws(() => createMemoryCache<string>({ maxBytes, sizeOf: () => 1 }), {
      message: `Cannot create memory cache: maxBytes is "${maxBytes}"`,
    });
  }
});
