/**
 * Drill: does the shop's memory stay flat?
 *
 *     deno run -A --config tests/deno.json tests/drills/memory.ts --seconds 1800 --rate 300
 *
 * The shop serves lists, clicks, searches and pages at a fixed rate; its resident memory and open descriptors are read from
 * /proc every so often and printed as a curve. After the first sixth memory must not grow by more than 10 %; when the clients have
 * gone, the shop must have no more descriptors than before they came, give or take 10.
 */
import { parseArgs } from "node:util";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

export interface Sample {
  readonly seconds: number;
  /** Resident megabytes. */
  readonly rss: number;
  readonly descriptors: number;
}

export interface Verdict {
  readonly load: LoadResult;
  readonly samples: readonly Sample[];
  /** Resident memory of the last third in relation to that of the part after the first sixth. */
  readonly growth: number;
  /** Descriptors after the clients have gone, less those before they came. */
  readonly descriptorGrowth: number;
  /** Faults that nothing caught. */
  readonly uncaught: number;
}

export async function drill({ seconds, rate }: { seconds: number; rate: number }): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    await using shop = await startShop({ url, env: { LOG_LEVEL: "error", L1_TTL_SECONDS: "5" } });
    // Once through, so that everything that stays open is open.
    await runLoad({ seconds: 1, rate: 20, request: (i) => toRequest(shop, i) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = readProcess(shop.pid).descriptors;
    const samples: Sample[] = [];
    const started = performance.now();
    const sampling = setInterval(() => {
      samples.push({ seconds: (performance.now() - started) / 1000, ...readProcess(shop.pid) });
    }, Math.max(100, 1000 * seconds / 60));
    const load = await runLoad({ seconds, rate, request: (i) => toRequest(shop, i) });
    clearInterval(sampling);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const descriptorGrowth = readProcess(shop.pid).descriptors - before;
    const metrics = await (await fetch(`${shop.base}/api/metrics`)).text();
    const uncaught = Number(/^aisle_uncaught_errors_total (\d+)/m.exec(metrics)?.[1]);
    const settled = samples.slice(Math.ceil(samples.length / 6));
    const early = settled.slice(0, Math.ceil(settled.length / 3));
    const late = settled.slice(-Math.ceil(settled.length / 3));
    const mean = (part: readonly Sample[]) => part.reduce((sum, { rss }) => sum + rss, 0) / part.length;
    verdict = {
      load,
      samples,
      growth: mean(late) / mean(early),
      descriptorGrowth,
      uncaught,
    };
    await shop.stop();
  });
  return verdict!;
}

function readProcess(pid: number): { rss: number; descriptors: number } {
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1]);
  return { rss: kilobytes / 1024, descriptors: [...Deno.readDirSync(`/proc/${pid}/fd`)].length };
}

/** Of ten requests: six lists, one of them computed, one click, one search, one page of a product, one home page. */
function toRequest({ base }: ShopProcess, i: number): Request {
  const userId = 1 + (i * 31) % 90;
  const productId = 1 + (i * 17) % 200;
  switch (i % 10) {
    case 0:
      return new Request(`${base}/api/interaction`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ user_id: userId, product_id: productId, interaction_type: "view" }),
      });
    case 1:
      return new Request(`${base}/api/search?q=steel&user_id=${userId}`);
    case 2:
      return new Request(`${base}/product/${productId}`);
    case 3:
      return new Request(base);
    case 4:
      return new Request(`${base}/api/recommendations/${userId}?repeats=true`);
    default:
      return new Request(`${base}/api/recommendations/${userId}`);
  }
}

/** Twelve points of the curve. */
function describeCurve(samples: readonly Sample[]): string {
  const every = Math.max(1, Math.floor(samples.length / 12));
  return samples.filter((_, i) => i % every === 0)
    .map(({ seconds, rss, descriptors }) =>
      `  ${seconds.toFixed(0).padStart(5)} s  ${rss.toFixed(0).padStart(5)} MB  ${descriptors} descriptors  ${
        "#".repeat(Math.round(rss / 10))
      }`
    ).join("\n");
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { seconds: { type: "string", default: "1800" }, rate: { type: "string", default: "300" } },
  });
  const { load, samples, growth, descriptorGrowth, uncaught } = await drill({
    seconds: Number(values.seconds),
    rate: Number(values.rate),
  });
  conclude([
    `${values.seconds} s at ${values.rate} requests/s; ${describeMachineLoad()}`,
    describeLoad(load),
    describeCurve(samples),
    `memory x ${growth.toFixed(3)}, descriptors ${descriptorGrowth}, ${uncaught} uncaught faults`,
  ], load.failed === 0 && growth <= 1.1 && descriptorGrowth <= 10 && uncaught === 0);
}

if (import.meta.main) await main();
