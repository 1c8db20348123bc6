/** The second cache layer: Redis over Upstash's REST API, shared by all instances. */
import { Redis } from "@upstash/redis";
import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll } from "cockatiel";
import type { Cache, CacheFault, OnFault } from "./cache.ts";

export interface UpstashCacheOptions<V> {
  readonly url: string;
  readonly token: string;
  /** Checks what comes back: undefined (or a throw) for anything that is not a value of ours. */
  readonly parse: (value: unknown) => V | undefined;
  /** How long one call may take, its answer read included. */
  readonly timeoutMs?: number;
  /** How long no call is tried after five have failed in a row. */
  readonly pauseMs?: number;
  readonly onFault?: OnFault;
}

const prefix = "aisle:";
const failuresBeforePause = 5;
/** Redis refuses an expiry whose absolute time does not fit in its counter. */
const longestMs = 100 * 365 * 86_400_000;

/**
 * Makes a cache in Redis. Values are stored as JSON text and checked by `parse` when they come back, so that an entry of
 * another version, another program or a broken write is a miss. A server that is slow, silent or wrong costs at most
 * `timeoutMs` a call, and nothing once five calls in a row have failed: then one call is let through every `pauseMs`.
 */
export function createUpstashCache<V>(
  { url, token, parse, timeoutMs = 50, pauseMs = 3000, onFault = () => {} }: UpstashCacheOptions<V>,
): Cache<V> {
  const redis = new Redis({
    url,
    token,
    // `retry: false` would still send every command a second time.
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(timeoutMs),
    enableTelemetry: false,
    automaticDeserialization: false,
    // One command, one request: a slow or failing one does not take others with it.
    enableAutoPipelining: false,
    // JSON text needs no base64 around it.
    responseEncoding: false,
  });
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: pauseMs,
    breaker: new ConsecutiveBreaker(failuresBeforePause),
  });
  let closed = false;

  async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (closed) return undefined;
    // While one call probes whether Redis is back, the others would wait for its result.
    if (breaker.state === CircuitState.HalfOpen) {
      onFault("open");
      return undefined;
    }
    try {
      return await breaker.execute(call);
    } catch (error) {
      onFault(toFault(error), error);
      return undefined;
    }
  }

  return {
    name: "redis",

    async get(key) {
      const text = await attempt(() => redis.get<string>(prefix + key));
      if (text === undefined || text === null) return undefined;
      try {
        const value = parse(JSON.parse(text));
        if (value !== undefined) return value;
        onFault("value");
      } catch (error) {
        onFault("value", error);
      }
      return undefined;
    },

    async set(key, value, ttlSeconds) {
      if (!(ttlSeconds > 0)) return await this.delete(key);
      let text: string | undefined;
      try {
        text = JSON.stringify(value);
      } catch (error) {
        onFault("value", error);
      }
      // Not storable: what was there before must not be found either.
      if (text === undefined) return await this.delete(key);
      const px = Math.max(1, Math.min(longestMs, Math.round(ttlSeconds * 1000)));
      await attempt(() => redis.set(prefix + key, text, { px }));
    },

    async delete(...keys) {
      if (keys.length === 0) return;
      await attempt(() => redis.del(...keys.map((key) => prefix + key)));
    },

    async isHealthy() {
      return await attempt(() => redis.ping()) === "PONG";
    },

    close() {
      closed = true;
    },
  };
}

/** What kind of fault a failed call was. */
export function toFault(error: unknown): CacheFault {
  if (error instanceof BrokenCircuitError) return "open";
  const name = error instanceof Error ? error.name : "";
  return name === "TimeoutError" || name === "AbortError" ? "timeout" : "failed";
}
