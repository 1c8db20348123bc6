/**
 * Drill: do two processes on one database file get on?
 *
 *     deno run -A --config tests/deno.json tests/drills/two_processes.ts --seconds 30
 *
 * 16 clients write to both of them at once. No acknowledged event may be missing or be there twice; what is bought at one must be
 * gone from the other's lists within 10 s, and a model that one trains must be served by the other within 10 s.
 */
import { parseArgs } from "node:util";
import { type Database, openDatabase } from "../../db/open.ts";
import { readRows } from "../../db/read_rows.ts";
import { act, askList, describeTimes, isRefused, readLog, sleep, waitUntil } from "./client.ts";
import { conclude, describeMachineLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

/** How soon one must know what the other did. */
export const boundMs = 10_000;
const clients = 16;

export interface Verdict {
  readonly acknowledged: number;
  /** Writes that were refused with 503, and written again. */
  readonly refused: number;
  /** Answers of any other kind. */
  readonly odd: number;
  readonly lost: number;
  readonly twice: number;
  /** Milliseconds until the other knew of a purchase; Infinity where it did not in time. */
  readonly seen: readonly number[];
  /** Milliseconds from the publication at one until the other served the model; undefined when it did not in time. */
  readonly model: number | undefined;
  readonly alive: boolean;
}

export async function drill(
  { seconds, purchases }: { seconds: number; purchases: number },
): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    await using one = await startShop({ url });
    await using two = await startShop({ url });
    // Before the writes: they know no taste, and the publish gate would be right to reject what is learnt from them.
    const model = await timeModel(url, two);
    const writing = write([one, two], seconds);
    const seen: number[] = [];
    for (let i = 0; i < purchases; i++) {
      seen.push(await timePurchase(i % 2 === 0 ? [one, two] : [two, one], 1 + i));
    }
    const { acknowledged, refused, odd } = await writing;
    const alive = !one.ended && !two.ended;
    await Promise.all([one.stop(), two.stop()]);
    const db = await openDatabase({ url });
    const { lost, twice } = await inspect(db, acknowledged);
    db.close();
    verdict = { acknowledged: acknowledged.length, refused, odd, lost, twice, seen, model, alive };
  });
  return verdict!;
}

/** Every event goes to the processes in turn; one that was refused is sent again, to the other one. */
async function write(shops: readonly ShopProcess[], seconds: number) {
  const until = performance.now() + 1000 * seconds;
  const acknowledged: string[] = [];
  let refused = 0;
  let odd = 0;
  await Promise.all(Array.from({ length: clients }, async (_, side) => {
    for (let i = side; performance.now() < until; i++) {
      const eventId = `${side}-${i}`;
      const what = { userId: 61 + (i * clients + side) % 30, productId: 1 + i % 200, eventId };
      for (let attempt = 0;; attempt++) {
        const answer = await act(shops[(i + attempt) % shops.length]!, what);
        if (answer.status === 201) acknowledged.push(eventId);
        else if (isRefused(answer)) {
          refused++;
          continue;
        } else odd++;
        break;
      }
      await sleep(10);
    }
  }));
  return { acknowledged, refused, odd };
}

/** Buys at the first, and asks the second until it knows. */
async function timePurchase([at, other]: readonly [ShopProcess, ShopProcess], userId: number) {
  const [productId] = (await askList(other, userId)).ids;
  const { status } = await act(at, { userId, productId: productId!, type: "purchase" });
  if (status !== 201) return Infinity;
  const knows = async () => !(await askList(other, userId)).ids.includes(productId!);
  return await waitUntil(knows, boundMs) ?? Infinity;
}

/** A third process is started, which trains by the clock until a model is published. */
async function timeModel(url: string, other: ShopProcess): Promise<number | undefined> {
  await using trainer = await startShop({
    url,
    env: { RETRAIN_CRON: "* * * * * *", TUNE_BUDGET_SECONDS: "0", LOG_LEVEL: "info" },
  });
  const published = () => readLog(trainer).find(({ event }) => event === "model.published");
  if (await waitUntil(() => published() !== undefined, 60_000) === undefined) return undefined;
  const version = published()!["version"] as number;
  const served = await waitUntil(async () => ((await askList(other, 3)).version ?? 0) >= version, boundMs);
  await trainer.stop();
  return served;
}

async function inspect(
  db: Database,
  acknowledged: readonly string[],
): Promise<{ lost: number; twice: number }> {
  const rows = await readRows(db, {
    columns: ["event_id"],
    sql: "SELECT event_id FROM interactions WHERE event_id IS NOT NULL",
  });
  const stored = new Map<unknown, number>();
  for (const [eventId] of rows) stored.set(eventId, (stored.get(eventId) ?? 0) + 1);
  return {
    lost: acknowledged.filter((eventId) => !stored.has(eventId)).length,
    twice: acknowledged.filter((eventId) => (stored.get(eventId) ?? 0) > 1).length,
  };
}

export function isGood({ acknowledged, odd, lost, twice, seen, model, alive }: Verdict): boolean {
  return alive && acknowledged > 0 && odd === 0 && lost === 0 && twice === 0 &&
    seen.every((ms) => ms <= boundMs) && model !== undefined;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { seconds: { type: "string", default: "30" }, purchases: { type: "string", default: "12" } },
  });
  const verdict = await drill({ seconds: Number(values.seconds), purchases: Number(values.purchases) });
  const { acknowledged, refused, odd, lost, twice, seen, model, alive } = verdict;
  conclude([
    `${clients} writers over two processes for ${values.seconds} s; ${describeMachineLoad()}`,
    `${acknowledged} events acknowledged, ${refused} refused with 503 and sent again, ${odd} answered ` +
    `otherwise; ${lost} lost, ${twice} there twice`,
    `${seen.length} purchases known to the other process: ${describeTimes(seen)}; ` +
    (model === undefined ? "NO MODEL of the other" : `a model after ${model.toFixed(0)} ms`) +
    (alive ? "" : "; ENDED"),
  ], isGood(verdict));
}

if (import.meta.main) await main();
