/**
 * Drill: how soon does an instance know what was clicked at another, with Redis and without?
 *
 *     deno run -A --config tests/deno.json tests/drills/two_instances.ts --purchases 100
 *
 * Two processes on one libSQL server, first with one Redis behind Upstash's REST interface, then without. What is bought at one
 * must be gone from the list of the other within a second, and without Redis within 10 s.
 */
import { parseArgs } from "node:util";
import { startRedis } from "../fixtures/redis.ts";
import { startSqld } from "../fixtures/sqld.ts";
import { act, askList, describeTimes, sleep, waitUntil } from "./client.ts";
import { conclude, describeMachineLoad } from "./load.ts";
import { prepareShop, type ShopProcess, startShop } from "./process.ts";

export const bounds = { redis: 1_000, alone: 10_000 } as const;

const size = { products: 60, users: 40, interactions: 1500 };

export interface Verdict {
  /** Milliseconds from the acknowledgement until the other's list knew; Infinity where it did not within twice the bound. */
  readonly redis: readonly number[];
  readonly alone: readonly number[];
}

export async function drill(
  { purchases, aloneFor }: { purchases: number; aloneFor: number },
): Promise<Verdict> {
  await using server = await startSqld();
  await prepareShop(server.url, size);
  const redis = await startRedis();
  try {
    const env = { UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token };
    const listening = () => redis.streams >= 2;
    const withRedis = await measure(server.url, {
      ...{ env, purchases, mostMs: 2 * bounds.redis, everyMs: 5 },
      ready: async () => {
        if (await waitUntil(listening, 10_000) === undefined) throw new Error("Cannot drill: nobody listens");
      },
    });
    const alone = await measure(server.url, {
      ...{ env: {}, purchases: aloneFor, mostMs: 2 * bounds.alone, everyMs: 25 },
      ready: () => Promise.resolve(),
    });
    return { redis: withRedis, alone };
  } finally {
    await redis.close();
  }
}

interface Measure {
  readonly env: Readonly<Record<string, string>>;
  readonly purchases: number;
  readonly mostMs: number;
  readonly everyMs: number;
  /** Once both have started. */
  readonly ready: () => Promise<void>;
}

async function measure(url: string, { env, purchases, mostMs, everyMs, ready }: Measure): Promise<number[]> {
  await using one = await startShop({ url, env });
  await using two = await startShop({ url, env });
  await ready();
  const times: number[] = [];
  for (let i = 0; i < purchases; i++) {
    const userId = 1 + i % 38;
    const [at, other]: ShopProcess[] = i % 2 === 0 ? [one, two] : [two, one];
    // Both have the list in memory: that is the one to be dropped.
    const [productId] = (await askList(other!, userId)).ids;
    await askList(at!, userId);
    const { status } = await act(at!, { userId, productId: productId!, type: "purchase" });
    const knows = async () => !(await askList(other!, userId)).ids.includes(productId!);
    times.push(status === 201 ? await waitUntil(knows, mostMs, everyMs) ?? Infinity : Infinity);
    // Not in step with their looks into the database.
    await sleep(Math.random() * 50);
  }
  await Promise.all([one.stop(), two.stop()]);
  return times;
}

export function isGood({ redis, alone }: Verdict): boolean {
  return redis.every((ms) => ms <= bounds.redis) && alone.every((ms) => ms <= bounds.alone);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { purchases: { type: "string", default: "100" }, alone: { type: "string", default: "12" } },
  });
  const verdict = await drill({ purchases: Number(values.purchases), aloneFor: Number(values.alone) });
  conclude([
    `two instances on one libSQL server; ${describeMachineLoad()}`,
    `with Redis ${verdict.redis.length} purchases were known to the other: ${describeTimes(verdict.redis)}`,
    `without Redis ${verdict.alone.length}: ${describeTimes(verdict.alone)}`,
  ], isGood(verdict));
}

if (import.meta.main) await main();
