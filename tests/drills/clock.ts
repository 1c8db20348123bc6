/**
 * Drill: what happens when the clock of the process jumps a day ahead, and back?
 *
 *     deno run -A --config tests/deno.json tests/drills/clock.ts
 *
 * A module that is run before main.ts moves the clock at a signal, twice there and back. After every jump: requests are answered,
 * a click is recorded and known by the next list, a cached list lives no longer than its time to live, a shopper who does nothing
 * keeps the same list (histories age alike), scores stay between 0 and 1, and trainings by the clock go on: also behind a lease
 * that a killed process took while the clock was ahead.
 */
import { parseArgs } from "node:util";
import { acquireLease } from "../../db/leases.ts";
import { openDatabase } from "../../db/open.ts";
import { openWriter } from "../../db/writer.ts";
import { act, askList, readCounter, readLog, sleep, waitUntil } from "./client.ts";
import { conclude, describeMachineLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

const dayMs = 86_400_000;
const trains = { RETRAIN_CRON: "* * * * * *", TUNE_BUDGET_SECONDS: "0" };

export interface Verdict {
  /** One line for each thing that was not as it should be. */
  readonly wrong: readonly string[];
  readonly jumps: number;
  /** Trainings after the last jump back. */
  readonly trainings: number;
}

/** `rounds` jumps ahead and as many back; with `trainings` one more of each, in a process that trains by its clock. */
export async function drill(
  { rounds, trainings: train }: { rounds: number; trainings: boolean },
): Promise<Verdict> {
  const wrong: string[] = [];
  let trainings = 0;
  await withPreparedShop(async (url) => {
    await drillLists(url, rounds, wrong);
    if (train) trainings = await drillTrainings(url, wrong);
  });
  return { wrong, jumps: 2 * rounds + (train ? 2 : 0), trainings };
}

async function drillLists(url: string, rounds: number, wrong: string[]): Promise<void> {
  await using shop = await startShop({ url, fault: "jump_on_signal.ts", env: { L1_TTL_SECONDS: "1" } });
  const silent = await askList(shop, 3);
  for (let jump = 0; jump < 2 * rounds; jump++) {
    const where = jump % 2 === 0 ? "a day ahead" : "back again";
    const expect = (holds: boolean, what: string) => void (holds || wrong.push(`${where}: ${what}`));
    await askList(shop, 3);
    Deno.kill(shop.pid, jump % 2 === 0 ? "SIGUSR1" : "SIGUSR2");
    await sleep(1_200);
    expect(await sourceOf(shop, 3) === "computed", "a cached list outlived its time");
    const userId = 10 + jump;
    const [first] = (await askList(shop, userId)).ids;
    const bought = await act(shop, { userId, productId: first!, type: "purchase" });
    expect(bought.status === 201, `a purchase was answered with ${bought.status}`);
    const after = await askList(shop, userId);
    expect(after.strategy === "personal" && after.ids.length === 10, "the list is not a personal one of ten");
    expect(!after.ids.includes(first!), "the list does not know the purchase");
    expect(after.confidence.every((score) => score >= 0 && score <= 1), "a score is not between 0 and 1");
    const again = await askList(shop, 3, "count=10&exclude=999999");
    expect(String(again.ids) === String(silent.ids), "the list of a shopper who did nothing changed");
    for (const path of ["/", "/api/health/ready", "/api/products/trending", "/product/1"]) {
      const response = await fetch(shop.base + path);
      await response.body?.cancel();
      expect(response.status === 200, `${path} was answered with ${response.status}`);
    }
    expect(await readCounter(shop, "aisle_uncaught_errors_total") === 0, "a fault went uncaught");
  }
  if (shop.ended) wrong.push("the process ended");
  await shop.stop();
}

async function sourceOf({ base }: ShopProcess, userId: number): Promise<string | null> {
  const response = await fetch(`${base}/api/recommendations/${userId}`);
  await response.body?.cancel();
  return response.headers.get("x-cache");
}

/** Gives the trainings after the jump back. */
async function drillTrainings(url: string, wrong: string[]): Promise<number> {
  await using shop = await startShop({
    url,
    fault: "jump_on_signal.ts",
    env: { ...trains, LOG_LEVEL: "info" },
  });
  const count = () =>
    readLog(shop).filter(({ event }) => event === "model.published" || event === "model.rejected").length;
  const another = async (what: string) => {
    const before = count();
    if (await waitUntil(() => count() > before + 1, 15_000) === undefined) wrong.push(`no training ${what}`);
  };
  await another("at the start");
  Deno.kill(shop.pid, "SIGUSR1");
  await another("a day ahead");
  Deno.kill(shop.pid, "SIGUSR2");
  const before = count();
  await another("back again");
  await leaveLease(url);
  await another("behind a lease from a clock that was a day ahead");
  const trainings = count() - before;
  if (shop.ended) wrong.push("the process ended");
  await shop.stop();
  return trainings;
}

/** What a process leaves that was killed in a training while the clock was a day ahead. */
async function leaveLease(url: string): Promise<void> {
  const db = await openDatabase({ url });
  const writer = openWriter(db);
  try {
    const lease = { name: "train", holder: "killed", now: Date.now() + dayMs, ttlMs: 30_000 };
    if (await waitUntil(() => acquireLease(writer, lease), 15_000, 5) === undefined) {
      throw new Error("Cannot drill: the lease was never free");
    }
  } finally {
    await writer.close();
    db.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: { rounds: { type: "string", default: "5" } } });
  const { wrong, jumps, trainings } = await drill({ rounds: Number(values.rounds), trainings: true });
  conclude([
    `${jumps} jumps of a day; ${describeMachineLoad()}`,
    ...wrong.map((line) => `  ${line}`),
    `${wrong.length} things not as they should be, ${trainings} trainings after the last jump back`,
  ], wrong.length === 0 && trainings > 0);
}

if (import.meta.main) await main();
