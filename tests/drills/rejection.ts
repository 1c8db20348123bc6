/**
 * Drill: does the process live on when a promise is rejected that nobody waits for, or a timer throws?
 *
 *     deno run -A --config tests/deno.json tests/drills/rejection.ts --seconds 20
 *
 * A module that is run before main.ts makes such a fault at each signal, while lists are asked for. Every fault must be a line of
 * the log and a count in the metrics, and no request may fail.
 */
import { parseArgs } from "node:util";
import { readCounter, readLog, sleep, toActRequest } from "./client.ts";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  readonly load: LoadResult;
  readonly faults: number;
  readonly counted: number;
  readonly logged: number;
  readonly alive: boolean;
  readonly exitCode: number;
}

/** Three faults a second, for `seconds`. */
export async function drill({ seconds, rate }: { seconds: number; rate: number }): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    await using shop = await startShop({ url, fault: "reject_on_signal.ts" });
    const faults = Math.round(3 * seconds);
    const strike = async () => {
      for (let i = 0; i < faults; i++) {
        Deno.kill(shop.pid, "SIGUSR2");
        await sleep(1000 / 3);
      }
    };
    const request = (i: number) => {
      const userId = 1 + i % 90;
      return i % 10 === 9
        ? toActRequest(shop, { userId, productId: 1 + i % 200 })
        : new Request(`${shop.base}/api/recommendations/${userId}`);
    };
    const [load] = await Promise.all([runLoad({ seconds, rate, request }), strike()]);
    const counted = await readCounter(shop, "aisle_uncaught_errors_total");
    const alive = !shop.ended;
    const { code: exitCode } = await shop.stop();
    const logged = readLog(shop).filter(({ event }) =>
      /^process\.(unhandled_rejection|uncaught_error)$/.test(event)
    )
      .length;
    verdict = { load, faults, counted, logged, alive, exitCode };
  });
  return verdict!;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { seconds: { type: "string", default: "20" }, rate: { type: "string", default: "100" } },
  });
  const verdict = await drill({ seconds: Number(values.seconds), rate: Number(values.rate) });
  const { load, faults, counted, logged, alive, exitCode } = verdict;
  conclude([
    `${faults} unhandled faults within ${values.seconds} s; ${describeMachineLoad()}`,
    describeLoad(load),
    `${
      alive ? "alive" : "ENDED"
    }, ${counted} counted, ${logged} logged, then ended by SIGTERM with ${exitCode}`,
  ], alive && load.failed === 0 && counted === faults && logged === faults && exitCode === 0);
}

if (import.meta.main) await main();
