import assert from "node:assert/strict";
import fc from "fast-check";
import type { Cache } from "../../cache/cache.ts";

export interface Value {
  readonly epoch: number;
  readonly name: string;
  readonly scores: readonly number[];
}

export function parseValue(value: unknown): Value | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { epoch, name, scores } = value as Record<string, unknown>;
  return typeof epoch === "number" && typeof name === "string" && Array.isArray(scores)
    ? { epoch, name, scores }
    : undefined;
}

const one: Value = { epoch: 1, name: "Copper kettle, 1½ l \u{1FAD6}", scores: [0.25, 1, 0] };
const two: Value = { epoch: 2, name: "", scores: [] };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export interface CacheContract {
  readonly layer: string;
  readonly ignore: boolean;
  /** Runs `use` with an empty cache and cleans up after it. */
  readonly withCache: (use: (cache: Cache<Value>) => Promise<void>) => Promise<void>;
}

/** What both adapters must do alike. */
export function testCache({ layer, ignore, withCache }: CacheContract): void {
  const test = (name: string, use: (cache: Cache<Value>) => Promise<void>) =>
    Deno.test({ name: `${layer}: ${name}`, ignore, fn: () => withCache(use) });

  test("get() gives undefined for a key that was never set", async (cache) => {
    assert.equal(await cache.get("rec:1:a:7"), undefined);
  });

  test("isHealthy() is true while the layer answers, false once it is closed", async (cache) => {
    assert.equal(await cache.isHealthy(), true);
    cache.close();
    assert.equal(await cache.isHealthy(), false);
  });

  test("get() gives what set() was given", async (cache) => {
    await cache.set("rec:1:a:7", one, 60);
    assert.deepEqual(await cache.get("rec:1:a:7"), one);
  });

  test("set() replaces the value and its time", async (cache) => {
    await cache.set("k", one, 0.03);
    await cache.set("k", two, 60);
    await wait(80);
    assert.deepEqual(await cache.get("k"), two);
  });

  test("a value is gone after its time, fractions of a second included", async (cache) => {
    await cache.set("short", one, 0.05);
    await cache.set("long", two, 60);
    await wait(120);
    assert.equal(await cache.get("short"), undefined);
    assert.deepEqual(await cache.get("long"), two);
  });

  test("set() with a time of 0, below 0 or NaN removes the key", async (cache) => {
    for (const seconds of [0, -1, NaN]) {
      await cache.set("k", one, 60);
      await cache.set("k", two, seconds);
      assert.equal(await cache.get("k"), undefined, String(seconds));
    }
  });

  test("set() with a time beyond all clocks keeps the value", async (cache) => {
    await cache.set("k", one, Infinity);
    assert.deepEqual(await cache.get("k"), one);
  });

  test("delete() forgets the named keys and no other", async (cache) => {
    for (const key of ["a", "b", "c"]) await cache.set(key, one, 60);
    await cache.delete("a", "b", "never set");
    assert.equal(await cache.get("a"), undefined);
    assert.equal(await cache.get("b"), undefined);
    assert.deepEqual(await cache.get("c"), one);
  });

  test("delete() without keys does nothing", async (cache) => {
    await cache.set("a", one, 60);
    await cache.delete();
    assert.deepEqual(await cache.get("a"), one);
  });

  test("any text is a key, and different texts are different keys", async (cache) => {
    const key = fc.string({ unit: "grapheme", maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(key, key, fc.nat(), async (a, b, epoch) => {
        fc.pre(a !== b);
        await cache.delete(a, b);
        await cache.set(a, { epoch, name: a, scores: [] }, 60);
        assert.deepEqual(await cache.get(a), { epoch, name: a, scores: [] });
        assert.equal(await cache.get(b), undefined);
      }),
      { numRuns: 40 },
    );
  });

  test("many calls at once keep their values apart", async (cache) => {
    const keys = Array.from({ length: 50 }, (_, i) => `k${i}`);
    await Promise.all(keys.map((key, epoch) => cache.set(key, { ...one, epoch }, 60)));
    const values = await Promise.all(keys.map((key) => cache.get(key)));
    assert.deepEqual(values.map((value) => value?.epoch), keys.map((_, i) => i));
  });

  test("after close() every get() is a miss, and nothing rejects", async (cache) => {
    await cache.set("k", one, 60);
    cache.close();
    assert.equal(await cache.get("k"), undefined);
    await cache.set("k", two, 60);
    await cache.delete("k");
    assert.equal(await cache.get("k"), undefined);
    cache.close();
  });
}
