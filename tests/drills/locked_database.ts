/**
 * Drill: what do shoppers notice while another process holds the lock of the database?
 *
 *     deno run -A --config tests/deno.json tests/drills/locked_database.ts --seconds 8
 *
 * Another process takes the lock that writers need and keeps it. Every write must wait, or be refused with 503 and Retry-After
 * after the five seconds that a commit waits; every read must be answered meanwhile. When the lock is free again writes must be
 * recorded at once.
 */
import { parseArgs } from "node:util";
import { fromFileUrl } from "../fixtures/paths.ts";
import { act, describeTimes, isRefused, type Recorded, sleep, waitUntil } from "./client.ts";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  readonly waited: readonly number[];
  readonly refused: readonly number[];
  readonly odd: readonly number[];
  readonly reads: LoadResult;
  /** Milliseconds from the release to the first recorded write. */
  readonly recovered: number | undefined;
  readonly alive: boolean;
}

export async function drill({ seconds }: { seconds: number }): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url, folder) => {
    await using shop = await startShop({ url, env: { L1_TTL_SECONDS: "1" } });
    const write = (i: number) => act(shop, { userId: 91 + i % 9, productId: 1 + i % 200 });
    await write(0);
    const holder = await hold(`${folder}/aisle.db`);
    const answers: Promise<Recorded>[] = [];
    const writing = async () => {
      for (let i = 1; i <= 10 * seconds; i++) {
        answers.push(write(i));
        await sleep(100);
      }
    };
    const request = (i: number) =>
      new Request(shop.base + [`/api/recommendations/${1 + i % 90}`, "/", "/api/search?q=steel"][i % 3]!);
    const [reads] = await Promise.all([runLoad({ seconds, rate: 50, request }), writing()]);
    await holder.release();
    const recovered = await waitUntil(async () => (await write(0)).status === 201, 10_000);
    const all = await Promise.all(answers);
    verdict = {
      waited: all.filter(({ status }) => status === 201).map(({ ms }) => ms),
      refused: all.filter(isRefused).map(({ ms }) => ms),
      odd: all.filter((a) => a.status !== 201 && !isRefused(a)).map(({ status }) => status),
      reads,
      recovered,
      alive: !shop.ended,
    };
    await shop.stop();
  });
  return verdict!;
}

/** Another process that takes the lock; resolves when it has it. */
async function hold(path: string): Promise<{ release(): Promise<void> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      "--no-check",
      "--quiet",
      ...[
        "--config",
        fromFileUrl("../deno.json"),
        fromFileUrl("../drills/locked_database.ts"),
        "--hold",
        path,
      ],
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  if (done) throw new Error("Cannot drill: the other process did not get the lock");
  return {
    async release() {
      await child.stdin.close();
      await child.status;
      await reader.cancel();
    },
  };
}

/** The other process: holds the lock until its input ends. */
async function holdUntilTold(path: string): Promise<void> {
  const { default: Libsql } = await import("libsql");
  const database = new Libsql(path, { timeout: 5000 });
  database.exec("BEGIN EXCLUSIVE");
  Deno.stdout.writeSync(new TextEncoder().encode("held\n"));
  for await (const _ of Deno.stdin.readable);
  database.exec("ROLLBACK");
  database.close();
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { seconds: { type: "string", default: "8" }, hold: { type: "string" } },
  });
  if (values.hold !== undefined) return await holdUntilTold(values.hold);
  const { waited, refused, odd, reads, recovered, alive } = await drill({ seconds: Number(values.seconds) });
  conclude([
    `locked for ${values.seconds} s; ${describeMachineLoad()}`,
    `writes: ${waited.length} recorded late (${describeTimes(waited)}), ${refused.length} refused with 503 ` +
    `(${describeTimes(refused)}), ${odd.length} answered otherwise (${[...new Set(odd)].join(", ")})`,
    `reads: ${describeLoad(reads)}`,
    `${alive ? "alive" : "ENDED"}, ` +
    (recovered === undefined ? "NO RECOVERY" : `recorded again after ${recovered.toFixed(0)} ms`),
  ], alive && odd.length === 0 && reads.failed === 0 && recovered !== undefined);
}

if (import.meta.main) await main();
