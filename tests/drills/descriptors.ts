/**
 * Drill: does the shop survive clients that take every descriptor and never finish their requests?
 *
 *     deno run -A --config tests/deno.json tests/drills/descriptors.ts
 *
 * The shop runs with at most 600 descriptors. 700 connections are opened that send half a request each, while somebody else
 * asks for lists. Then `slow` connections that send a byte a second are held for some time.
 */
import { parseArgs } from "node:util";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  readonly alive: boolean;
  /** How often it had to listen anew. */
  readonly restarts: number;
  readonly during: LoadResult;
  /** From the end of the attack to a whole second of good answers. */
  readonly after: LoadResult;
  readonly exitCode: number;
}

export interface Options {
  readonly descriptors?: number;
  readonly halfOpen?: number;
  /** Connections that send a byte a second, with `seconds` of them. */
  readonly slow?: number;
  readonly seconds?: number;
}

export async function drill(
  { descriptors, halfOpen = 0, slow = 0, seconds = 3 }: Options,
): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    await using shop = await startShop({ url, ...(descriptors === undefined ? {} : { descriptors }) });
    const ask = (s: number) => runLoad({ seconds: s, rate: 50, request: (i) => listOf(shop, 1 + i % 90) });
    await ask(0.5);
    const held: Deno.TcpConn[] = [];
    const open = async () => {
      for (let i = 0; i < halfOpen + slow; i++) held.push(await connect(shop));
      for (let left = slow > 0 ? seconds : 0; left > 0; left--) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await Promise.all(held.map((conn) => conn.write(new TextEncoder().encode("a")).catch(() => {})));
      }
    };
    const [during] = await Promise.all([ask(seconds), open()]);
    for (const conn of held) conn.close();
    const after = await ask(1);
    const metrics = await (await fetch(`${shop.base}/api/metrics`)).text();
    const restarts = Number(/^aisle_server_restarts_total (\d+)/m.exec(metrics)?.[1]);
    const alive = !shop.ended;
    verdict = { alive, restarts, during, after, exitCode: (await shop.stop()).code };
  });
  return verdict!;
}

/** Half a request; tries again while nobody listens. */
async function connect({ port }: ShopProcess): Promise<Deno.TcpConn> {
  for (let left = 200;; left--) {
    try {
      const conn = await Deno.connect({ hostname: "127.0.0.1", port });
      await conn.write(
        new TextEncoder().encode("GET /api/recommendations/1 HTTP/1.1\r\nHost: x\r\nX-Slow: "),
      );
      return conn;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function listOf(shop: ShopProcess, userId: number): Request {
  return new Request(`${shop.base}/api/recommendations/${userId}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: { seconds: { type: "string", default: "60" } } });
  const half = await drill({ descriptors: 600, halfOpen: 700, seconds: 5 });
  const slow = await drill({ slow: 2000, seconds: Number(values.seconds) });
  const passed =
    [half, slow].every((v) => v.alive && v.exitCode === 0 && v.after.failed === 0 && v.during.p99 < 50) &&
    half.restarts > 0 && slow.restarts === 0 && slow.during.failed === 0 && half.during.failed <= 2;
  conclude([
    describeMachineLoad(),
    `600 descriptors, 700 half-open connections: listened anew ${half.restarts} times`,
    `  meanwhile ${describeLoad(half.during)}`,
    `  afterwards ${describeLoad(half.after)}`,
    `2000 slow connections for ${values.seconds} s:`,
    `  meanwhile ${describeLoad(slow.during)}`,
    `  afterwards ${describeLoad(slow.after)}`,
  ], passed);
}

if (import.meta.main) await main();
