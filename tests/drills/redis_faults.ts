/**
 * Drill: does any request fail, or get slow, when Redis does whatever it likes?
 *
 *     deno run -A --config tests/deno.json tests/drills/redis_faults.ts --seconds 60 [--only hanging]
 *
 * The shop runs with a Redis of its own making that refuses, hangs, answers late, answers HTML, answers JSON of another shape,
 * answers poisoned lists, and flaps, while lists are asked for and clicks are recorded. The same load without Redis is measured
 * first.
 */
import { parseArgs } from "node:util";
import { behaviours } from "./false_redis.ts";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  readonly name: string;
  readonly load: LoadResult;
  /** Answers with something that is not in the catalogue. */
  readonly poisonedAnswers: number;
  readonly alive: boolean;
}

/** The load with Redis refused, with each behaviour, and first ("off") without Redis. */
export async function drill(
  { seconds, rate, names }: { seconds: number; rate: number; names?: readonly string[] },
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const wanted = (name: string) => names === undefined || names.length === 0 || names.includes(name);
  await withPreparedShop(async (url) => {
    verdicts.push(await run("off", { url, seconds, rate, env: {} }));
    if (wanted("refused")) {
      const env = toEnv("http://127.0.0.1:9");
      verdicts.push(await run("refused", { url, seconds, rate, env }));
    }
    for (const name of Object.keys(behaviours)) {
      if (!wanted(name)) continue;
      const redis = new Worker(new URL("./false_redis.ts", import.meta.url), { type: "module", name });
      try {
        const port = await new Promise<number>((resolve) => redis.onmessage = ({ data }) => resolve(data));
        const env = toEnv(`http://127.0.0.1:${port}`);
        verdicts.push(await run(name, { url, seconds, rate, env }));
      } finally {
        redis.terminate();
      }
    }
  });
  return verdicts;
}

const toEnv = (url: string) => ({ UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: "a-token" });

interface Run {
  readonly url: string;
  readonly seconds: number;
  readonly rate: number;
  readonly env: Readonly<Record<string, string>>;
}

async function run(name: string, { url, seconds, rate, env }: Run): Promise<Verdict> {
  await using shop = await startShop({ url, env: { ...env, L1_TTL_SECONDS: "1", LOG_LEVEL: "error" } });
  // The first calls find out that Redis is of no use.
  await runLoad({ seconds: 1, rate: 30, request: (i) => toRequest(shop, i) });
  let poisonedAnswers = 0;
  const load = await runLoad({
    seconds,
    rate,
    request: (i) => toRequest(shop, i),
    isGood(response, text) {
      if (/"recommendation_id":"poison"|"product_id":999999/.test(text)) poisonedAnswers++;
      return response.ok;
    },
  });
  const alive = !shop.ended;
  await shop.stop();
  return { name, load, poisonedAnswers, alive };
}

/** Nine lists of many users, one click. */
function toRequest({ base }: ShopProcess, i: number): Request {
  const userId = 1 + (i * 31) % 90;
  if (i % 10 !== 9) return new Request(`${base}/api/recommendations/${userId}`);
  return new Request(`${base}/api/interaction`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user_id: userId, product_id: 1 + i % 200, interaction_type: "view" }),
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      seconds: { type: "string", default: "60" },
      rate: { type: "string", default: "200" },
      only: { type: "string", multiple: true, default: [] },
    },
  });
  const options = { seconds: Number(values.seconds), rate: Number(values.rate), names: values.only };
  const verdicts = await drill(options);
  const off = verdicts[0]!.load;
  const isGood = ({ load, poisonedAnswers, alive }: Verdict) =>
    alive && load.failed === 0 && poisonedAnswers === 0 && load.p99 <= Math.max(1.2 * off.p99, off.p99 + 5);
  conclude([
    `${values.seconds} s each at ${values.rate} requests/s; ${describeMachineLoad()}`,
    ...verdicts.map((verdict) =>
      `${verdict.name.padEnd(10)} ${describeLoad(verdict.load)}, p99 x ${
        (verdict.load.p99 / off.p99).toFixed(2)
      }${verdict.poisonedAnswers > 0 ? `, ${verdict.poisonedAnswers} POISONED` : ""}${
        verdict.alive ? "" : ", ENDED"
      }`
    ),
  ], verdicts.every(isGood));
}

if (import.meta.main) await main();
