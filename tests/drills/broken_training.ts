/**
 * Drill: does the old model go on serving when a training breaks, and does the next one work?
 *
 *     deno run -A --config tests/deno.json tests/drills/broken_training.ts
 *
 * First a process that trains is killed by SIGKILL in the middle; then the shop is started, whose first three trainings have a
 * Worker that crashes, fails, and hands over rubbish, while lists are asked for. The killed one's lease runs out within 30 s, the
 * others give theirs back: the fourth training must publish.
 */
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/open.ts";
import { root } from "../fixtures/paths.ts";
import { askList, readLog, waitUntil } from "./client.ts";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  /** What each training that broke said. */
  readonly failures: readonly string[];
  /** Lists of another model than the old one, before the next was published. */
  readonly wrongVersions: number;
  readonly load: LoadResult;
  /** Milliseconds from the start until the next model served; undefined when it never did. */
  readonly recovered: number | undefined;
  readonly alive: boolean;
}

/** `kill`: also kills a process that trains, which costs the half minute of its lease. */
export async function drill({ kill }: { kill: boolean }): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    if (kill) await killTraining(url);
    await using shop = await startShop({
      url,
      fault: "break_trainings.ts",
      env: { RETRAIN_CRON: "* * * * * *", TUNE_BUDGET_SECONDS: "0" },
    });
    let done = false;
    let wrongVersions = 0;
    const loads: LoadResult[] = [];
    const asking = (async () => {
      while (!done) {
        loads.push(
          await runLoad({
            seconds: 1,
            rate: 50,
            request: (i) => new Request(`${shop.base}/api/recommendations/${1 + i % 90}`),
            isGood(response, text) {
              const version = Number(/"model_version":(\d+)/.exec(text)?.[1]);
              if (version !== 1 && listFailures(shop).length < 3) wrongVersions++;
              return response.ok;
            },
          }),
        );
      }
    })();
    const recovered = await waitUntil(async () => ((await askList(shop, 1)).version ?? 0) > 1, 60_000, 200);
    done = true;
    await asking;
    const alive = !shop.ended;
    await shop.stop();
    verdict = { failures: listFailures(shop), wrongVersions, load: add(loads), recovered, alive };
  });
  return verdict!;
}

function listFailures(shop: ShopProcess): string[] {
  return readLog(shop).filter(({ event }) => event === "train.failed")
    .map(({ error }) => (error as { message: string }).message);
}

/** Starts a training with a search of a minute in it, and kills it as soon as its lease is taken. */
async function killTraining(url: string): Promise<void> {
  const db = await openDatabase({ url });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", "--quiet", `${root}/tasks/train.ts`, "--budget", "60"],
    cwd: root,
    env: { DATABASE_URL: url },
    stdout: "null",
    stderr: "null",
  }).spawn();
  const isTaken = async () => await db.get("SELECT 1 FROM leases WHERE name = 'train'") !== undefined;
  const taken = await waitUntil(isTaken, 30_000, 5);
  child.kill("SIGKILL");
  await child.status;
  const left = await isTaken();
  db.close();
  if (taken === undefined || !left) {
    throw new Error("Cannot drill: the training was not killed in the middle");
  }
}

function add(loads: readonly LoadResult[]): LoadResult {
  const sum = (of: (load: LoadResult) => number) => loads.reduce((total, load) => total + of(load), 0);
  const most = (of: (load: LoadResult) => number) => Math.max(0, ...loads.map(of));
  return {
    sent: sum(({ sent }) => sent),
    failed: sum(({ failed }) => failed),
    faults: Object.assign({}, ...loads.map(({ faults }) => faults)),
    p50: most(({ p50 }) => p50),
    p99: most(({ p99 }) => p99),
    max: most(({ max }) => max),
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: { short: { type: "boolean", default: false } } });
  const { failures, wrongVersions, load, recovered, alive } = await drill({ kill: !values.short });
  conclude([
    `${values.short ? "" : "a killed training, then "}three broken ones; ${describeMachineLoad()}`,
    ...failures.map((message) => `  ${message}`),
    describeLoad(load),
    `${alive ? "alive" : "ENDED"}, ${wrongVersions} lists of a broken model, ` +
    (recovered === undefined
      ? "NO NEW MODEL within a minute"
      : `the next model after ${(recovered / 1000).toFixed(1)} s`),
  ], alive && load.failed === 0 && wrongVersions === 0 && failures.length === 3 && recovered !== undefined);
}

if (import.meta.main) await main();
