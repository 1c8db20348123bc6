/** The first cache layer: in the memory of this process, bounded in bytes, least recently used out first. */
import { LRUCache } from "lru-cache";
import type { Cache, OnFault } from "./cache.ts";

export interface MemoryCacheOptions<V> {
  /** Bound of all entries together; an entry larger than this is not kept. */
  readonly maxBytes: number;
  /** About how many bytes a value holds. The key and the entry itself are added to it. */
  readonly sizeOf: (value: V) => number;
  readonly onFault?: OnFault;
}

/** What an entry costs besides its key and value, rounded up: map slot, list links, size, start, lifetime. */
const entryBytes = 200;

/**
 * Makes a cache in memory. Values are kept by reference: callers must not change them.
 *
 * @throws RangeError when `maxBytes` is not a whole number above 0
 */
export function createMemoryCache<V extends object | string | number | boolean>(
  { maxBytes, sizeOf, onFault = () => {} }: MemoryCacheOptions<V>,
): Cache<V> {
  if (!Number.isSafeInteger(maxBytes) || maxBytes <= 0) {
    throw new RangeError(`Cannot create memory cache: maxBytes is "${maxBytes}"`);
  }
  // ttlResolution 0: one look at the clock per call is cheaper than the timer that would save it.
  const entries = new LRUCache<string, V>({ maxSize: maxBytes, ttlResolution: 0 });
  let closed = false;

  return {
    name: "memory",

    get: (key) => Promise.resolve(entries.get(key)),

    set: (key, value, ttlSeconds) => {
      if (closed) return Promise.resolve();
      try {
        if (!(ttlSeconds > 0)) entries.delete(key);
        else {
          entries.set(key, value, { ttl: toMilliseconds(ttlSeconds), size: sizeOfEntry(key, sizeOf(value)) });
        }
      } catch (error) {
        entries.delete(key);
        onFault("value", error);
      }
      return Promise.resolve();
    },

    delete: (...keys) => {
      for (const key of keys) entries.delete(key);
      return Promise.resolve();
    },

    isHealthy: () => Promise.resolve(!closed),

    close: () => {
      closed = true;
      entries.clear();
    },
  };
}

function sizeOfEntry(key: string, valueBytes: number): number {
  if (!(valueBytes >= 0)) throw new RangeError(`Cannot cache value: its size is "${valueBytes}"`);
  return Math.ceil(valueBytes) + 2 * key.length + entryBytes;
}

/** Whole milliseconds, at least 1: lru-cache takes 0 for "never expires". */
function toMilliseconds(seconds: number): number {
  return Math.max(1, Math.min(Number.MAX_SAFE_INTEGER, Math.round(seconds * 1000)));
}
