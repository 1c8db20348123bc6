/**
 * Drill: how long from the start of the process to the first recommendation?
 *
 *     deno run -A --config tests/deno.json tests/drills/start.ts --starts 10 [--products 10000]
 *
 * A shop of 10,000 products with a trained model, its files in the cache of the system: the process is started as `deno task start`
 * starts it, and somebody asks for a list as soon as anybody listens. The time runs from before the process to after the answer.
 */
import { parseArgs } from "node:util";
import { askList } from "./client.ts";
import { conclude, describeMachineLoad } from "./load.ts";
import { startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  /** Milliseconds of each start: until it listened, and until the first list had come. */
  readonly starts: readonly { readonly listening: number; readonly first: number }[];
  /** First lists that were not personal ones of ten products. */
  readonly wrong: number;
  /** Milliseconds of as many starts of Deno with an empty program. */
  readonly bare: readonly number[];
}

export interface Options {
  readonly starts: number;
  readonly products?: number;
  readonly users?: number;
  readonly interactions?: number;
}

export async function drill({ starts: count, ...size }: Options): Promise<Verdict> {
  const starts: { listening: number; first: number }[] = [];
  const bare: number[] = [];
  let wrong = 0;
  await withPreparedShop(async (url) => {
    // One more, which fills the caches of the system and of Deno.
    for (let i = -1; i < count; i++) {
      const from = performance.now();
      await using shop = await startShop({ url });
      const listening = performance.now() - from;
      const { ids, strategy } = await askList(shop, 1 + (i + 1) % 90);
      const first = performance.now() - from;
      await shop.stop();
      if (i < 0) continue;
      starts.push({ listening, first });
      if (ids.length !== 10 || strategy !== "personal") wrong++;
      bare.push(await timeBareStart());
    }
  }, size);
  return { starts, wrong, bare };
}

async function timeBareStart(): Promise<number> {
  const from = performance.now();
  await new Deno.Command(Deno.execPath(), { args: ["eval", "0"], stdout: "null", stderr: "null" }).output();
  return performance.now() - from;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

async function main(): Promise<void> {
  const option = (value: string) => ({ type: "string", default: value } as const);
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      starts: option("10"),
      products: option("10000"),
      users: option("5000"),
      interactions: option("100000"),
    },
  });
  const { starts, wrong, bare } = await drill({
    starts: Number(values.starts),
    products: Number(values.products),
    users: Number(values.users),
    interactions: Number(values.interactions),
  });
  const firsts = starts.map(({ first }) => first);
  const middle = median(firsts);
  conclude([
    `${starts.length} starts with a model of ${values.products} products; ${describeMachineLoad()}`,
    `first list after ${middle.toFixed(0)} ms (median; ${Math.min(...firsts).toFixed(0)} to ${
      Math.max(...firsts).toFixed(0)
    }), listening after ${median(starts.map(({ listening }) => listening)).toFixed(0)} ms, ` +
    `an empty program takes ${median(bare).toFixed(0)} ms; ${wrong} wrong lists`,
  ], wrong === 0 && middle <= 300);
}

if (import.meta.main) await main();
