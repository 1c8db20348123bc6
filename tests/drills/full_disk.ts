/**
 * Drill: what happens when the disk is full, and when there is room again?
 *
 *     deno run -A --config tests/deno.json tests/drills/full_disk.ts --seconds 10
 *
 * The shop has its database on a file system of 64 MB (where one may be mounted) and then under a limit of file size, as a quota
 * sets it. While it is full every write must be refused with 503 and Retry-After, and every read be answered; when there is room
 * again writes must be recorded without a restart, nothing that was acknowledged may be missing, and the file must be whole.
 */
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/open.ts";
import { readRows } from "../../db/read_rows.ts";
import { act, isRefused, type Recorded, sleep, waitUntil } from "./client.ts";
import { conclude, describeLoad, describeMachineLoad, type LoadResult, runLoad } from "./load.ts";
import { prepareShop, type ShopProcess, startShop } from "./process.ts";
import { limitFileSize, mountSmallDisk, type SmallDisk } from "./small_disk.ts";

export interface Verdict {
  readonly kind: SmallDisk["kind"];
  /** Writes while it was full. */
  readonly refused: number;
  readonly recorded: number;
  /** Writes that were answered with anything but 201 or a proper 503. */
  readonly odd: readonly number[];
  readonly reads: LoadResult;
  /** Milliseconds from room to the first recorded write; undefined when it never came. */
  readonly recovered: number | undefined;
  readonly lost: number;
  readonly damage: readonly string[];
  readonly alive: boolean;
}

/** One verdict for each kind of full disk that can be had here. */
export async function drill({ seconds }: { seconds: number }): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const open of [() => mountSmallDisk(64), limitFileSize]) {
    await using disk = await open();
    if (disk) verdicts.push(await drillOn(disk, seconds));
  }
  return verdicts;
}

async function drillOn(disk: SmallDisk, seconds: number): Promise<Verdict> {
  const url = `file:${disk.folder}/aisle.db`;
  await prepareShop(url);
  let next = 0;
  const answers: Recorded[] = [];
  const acknowledged: string[] = [];
  const write = async (shop: ShopProcess) => {
    const i = next++;
    const eventId = `event-${i}`;
    const recorded = await act(shop, { userId: 91 + i % 9, productId: 1 + i % 200, eventId });
    if (recorded.status === 201) acknowledged.push(eventId);
    return recorded;
  };
  await using shop = await startShop({ url, ignoreFileSizeSignal: true, env: { L1_TTL_SECONDS: "1" } });
  for (let i = 0; i < 20; i++) await write(shop);
  await disk.fill(shop.pid);
  const until = performance.now() + 1000 * seconds;
  const writing = async () => {
    while (performance.now() < until) {
      answers.push(await write(shop));
      await sleep(5);
    }
  };
  const request = (i: number) =>
    new Request(shop.base + [`/api/recommendations/${1 + i % 90}`, "/", "/api/search?q=steel"][i % 3]!);
  const [reads] = await Promise.all([
    runLoad({ seconds, rate: 30, request }),
    ...Array.from({ length: 4 }, writing),
  ]);
  await disk.free(shop.pid);
  const recovered = await waitUntil(async () => (await write(shop)).status === 201, 10_000);
  for (let i = 0; i < 20; i++) answers.push(await write(shop));
  const alive = !shop.ended;
  await shop.stop();
  return {
    kind: disk.kind,
    refused: answers.filter(isRefused).length,
    recorded: answers.filter(({ status }) => status === 201).length,
    odd: answers.filter((a) => a.status !== 201 && !isRefused(a)).map(({ status }) => status),
    reads,
    recovered,
    ...await inspect(url, acknowledged),
    alive,
  };
}

/** How many of the acknowledged events are missing, and what SQLite finds wrong. */
async function inspect(
  url: string,
  acknowledged: readonly string[],
): Promise<{ lost: number; damage: string[] }> {
  const db = await openDatabase({ url });
  const rows = await readRows(db, { columns: ["event_id"], sql: "SELECT event_id FROM interactions" });
  const stored = new Set(rows.map(([eventId]) => eventId));
  const { rows: found } = await db.client.execute("PRAGMA integrity_check");
  db.close();
  return {
    lost: acknowledged.filter((eventId) => !stored.has(eventId)).length,
    damage: found.map((row) => String(row["integrity_check"])).filter((line) => line !== "ok"),
  };
}

export function isGood({ refused, odd, reads, recovered, lost, damage, alive }: Verdict): boolean {
  return alive && refused > 0 && odd.length === 0 && reads.failed === 0 && recovered !== undefined &&
    lost === 0 && damage.length === 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: { seconds: { type: "string", default: "10" } } });
  const verdicts = await drill({ seconds: Number(values.seconds) });
  conclude([
    `full for ${values.seconds} s; ${describeMachineLoad()}`,
    ...verdicts.flatMap((verdict) => [
      `${verdict.kind}: ${verdict.refused} writes refused with 503, ${verdict.recorded} recorded, ` +
      `${verdict.odd.length} answered otherwise (${[...new Set(verdict.odd)].join(", ")})`,
      `  reads: ${describeLoad(verdict.reads)}`,
      `  ${verdict.alive ? "alive" : "ENDED"}, ` +
      (verdict.recovered === undefined
        ? "NO RECOVERY"
        : `recorded again after ${verdict.recovered.toFixed(0)} ms`) +
      `, ${verdict.lost} acknowledged events lost, integrity_check ${verdict.damage.join("; ") || "ok"}`,
    ]),
  ], verdicts.length > 0 && verdicts.every(isGood));
}

if (import.meta.main) await main();
