/**
 * Drill: does anybody notice that the shop trains all the time?
 *
 *     deno run -A --config tests/deno.json tests/drills/retrain_loop.ts --seconds 300 --rate 300
 *
 * The shop trains by its clock, one training after the other, under mixed requests; a sixth of the time before it and a twelfth
 * after it the same load is measured on the same shop without trainings. No request may fail, and p99 may be at most 1.5 times that
 * without trainings. Every list must be of one model: of a version that was published, not older than what anybody was given
 * before it was asked for, and with the same products and scores as every other list of that version for that shopper.
 */
import { parseArgs } from "node:util";
import { type Database, openDatabase } from "../../db/open.ts";
import { readRows } from "../../db/read_rows.ts";
import { readLog, toActRequest } from "./client.ts";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";
import { createVersionCheck } from "./version_check.ts";

export interface Verdict {
  readonly idle: readonly LoadResult[];
  readonly training: LoadResult;
  /** Lists that were not of one model, as said above. */
  readonly mixed: readonly string[];
  /** Lists that were looked at. */
  readonly lists: number;
  /** Times that another version was served. */
  readonly swaps: number;
  readonly rejected: number;
  readonly failedTrainings: readonly string[];
  readonly alive: boolean;
}

export interface Options {
  readonly seconds: number;
  readonly rate: number;
  readonly size?: Parameters<typeof withPreparedShop>[1];
}

/** The decay is off: lists of shoppers who do nothing then depend on the model alone, to the last digit. */
const env = { DECAY_PER_DAY: "0", TUNE_BUDGET_SECONDS: "0", L1_TTL_SECONDS: "2" };

export async function drill({ seconds, rate, size }: Options): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    const db = await openDatabase({ url });
    try {
      const idle = [await measureIdle(url, { seconds: seconds / 6, rate })];
      await using shop = await startShop({ url, env: { ...env, RETRAIN_CRON: "* * * * * *" } });
      const check = createVersionCheck();
      const published = new Set<number>();
      // Only the last five are kept.
      const looking = setInterval(
        () => void listPublished(db).then((all) => all.forEach(published.add, published)),
        250,
      );
      await runLoad({ seconds: 1, rate: rate / 4, request: (i) => toRequest(shop, i) });
      const training = await runLoad({
        ...{ seconds, rate },
        request(i) {
          check.asked(i);
          return toRequest(shop, i);
        },
        isGood(response, text, i) {
          if (response.ok && isList(i)) check.answered(i, userOf(i), text);
          return response.ok;
        },
      });
      clearInterval(looking);
      (await listPublished(db)).forEach(published.add, published);
      const alive = !shop.ended;
      await shop.stop();
      idle.push(await measureIdle(url, { seconds: seconds / 12, rate }));
      const log = readLog(shop);
      verdict = {
        ...{ idle, training, alive },
        mixed: [
          ...check.faults,
          ...check.versions.filter((v) => !published.has(v)).map((v) => `version ${v} was never published`),
        ],
        lists: check.lists,
        swaps: check.versions.length - 1,
        rejected: log.filter(({ event }) => event === "model.rejected").length,
        failedTrainings: log.filter(({ event }) => event === "train.failed")
          .map(({ error }) => (error as { message: string }).message),
      };
    } finally {
      db.close();
    }
  }, size);
  return verdict!;
}

async function measureIdle(
  url: string,
  { seconds, rate }: { seconds: number; rate: number },
): Promise<LoadResult> {
  await using shop = await startShop({ url, env });
  await runLoad({ seconds: 1, rate: rate / 4, request: (i) => toRequest(shop, i) });
  const load = await runLoad({ seconds, rate, request: (i) => toRequest(shop, i) });
  await shop.stop();
  return load;
}

async function listPublished(db: Database): Promise<number[]> {
  const rows = await readRows(db, {
    columns: ["version"],
    sql: "SELECT version FROM models WHERE state <> 'rejected'",
  });
  return rows.map(([version]) => version as number);
}

/** Seven of ten are lists of shoppers who do nothing; those who act are others. */
const isList = (i: number) => i % 10 < 7;
const userOf = (i: number) => 1 + (i * 31) % 60;

function toRequest(shop: ShopProcess, i: number): Request {
  if (isList(i)) return new Request(`${shop.base}/api/recommendations/${userOf(i)}?count=20`);
  if (i % 10 === 7) {
    // Each acts within a taste, so that there is something to learn.
    const userId = 61 + i % 30;
    return toActRequest(shop, { userId, productId: 1 + (userId % 8) * 25 + i % 25 });
  }
  return new Request(
    i % 10 === 8 ? `${shop.base}/product/${1 + i % 200}` : `${shop.base}/api/search?q=steel`,
  );
}

/** p99 under trainings in relation to that without, where the longer of both measurements counts more. */
export function slowdown({ idle, training }: Verdict): number {
  const sum = (of: (load: LoadResult) => number) => idle.reduce((total, load) => total + of(load), 0);
  return training.p99 / (sum(({ p99, sent }) => p99 * sent) / sum(({ sent }) => sent));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { seconds: { type: "string", default: "300" }, rate: { type: "string", default: "300" } },
  });
  const verdict = await drill({ seconds: Number(values.seconds), rate: Number(values.rate) });
  const { idle, training, mixed, lists, swaps, rejected, failedTrainings, alive } = verdict;
  const times = slowdown(verdict);
  conclude(
    [
      `${values.seconds} s at ${values.rate} requests/s; ${describeMachineLoad()}`,
      `without trainings, before: ${describeLoad(idle[0]!)}`,
      `with trainings:            ${describeLoad(training)}`,
      `without trainings, after:  ${describeLoad(idle[1]!)}`,
      ...mixed.slice(0, 10).map((line) => `  ${line}`),
      ...failedTrainings.slice(0, 10).map((line) => `  ${line}`),
      `${alive ? "alive" : "ENDED"}, ${swaps} swaps of the model, ${rejected} models rejected, ` +
      `${failedTrainings.length} trainings failed, ${mixed.length} of ${lists} lists not of one model, ` +
      `p99 x ${times.toFixed(2)} (bar 1.5)`,
    ],
    alive && swaps > 0 && mixed.length === 0 && failedTrainings.length === 0 && times <= 1.5 &&
      [...idle, training].every(({ failed }) => failed === 0),
  );
}

if (import.meta.main) await main();
