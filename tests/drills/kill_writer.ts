/**
 * Drill: are acknowledged interactions still there after the process was killed in the middle of writing?
 *
 *     deno run -A --config tests/deno.json tests/drills/kill_writer.ts --kills 10
 *
 * A child process writes interactions from 16 sides at once and prints each one that was acknowledged. After a while it gets
 * SIGKILL. Then the database is opened again, every printed interaction must be in it as it was sent, and SQLite must find
 * the file whole. The next child goes on with the same file. (A power cut, which takes the kernel's buffers too, cannot be
 * drilled from here; `synchronous=FULL` is the answer to that.)
 */
import { parseArgs } from "node:util";
import { toInsert } from "../../db/interactions.ts";
import { type Database, openDatabase } from "../../db/open.ts";
import { readRows } from "../../db/read_rows.ts";
import { openWriter } from "../../db/writer.ts";
import { addShop, interaction } from "../db/setup.ts";
import { fromFileUrl } from "../fixtures/paths.ts";

const sides = 16;
const users = 50;
const products = 200;

/** An interaction that the child was told is durable. */
export interface Acknowledged {
  readonly id: number;
  readonly eventId: string;
}

export interface Verdict {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged interactions that are not there. */
  readonly lost: number;
  /** What SQLite found wrong with the file; empty when it is whole. */
  readonly damage: readonly string[];
}

/** Kills a writing process `kills` times, each after 100 to 500 ms of acknowledged writes. */
export async function drill({ kills }: { kills: number }): Promise<Verdict> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-drill-" });
  const url = `file:${folder}/aisle.db`;
  const acknowledged: Acknowledged[] = [];
  let lost = 0;
  const damage: string[] = [];
  try {
    await fill(url);
    for (let round = 0; round < kills; round++) {
      acknowledged.push(...await writeUntilKilled(url, { round, ms: 100 + 400 * Math.random() }));
      const db = await openDatabase({ url });
      lost = (await listLost(db, acknowledged)).length;
      damage.push(...await listDamage(db));
      db.close();
    }
    return { kills, acknowledged: acknowledged.length, lost, damage };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function fill(url: string): Promise<void> {
  const db = await openDatabase({ url });
  const writer = openWriter(db);
  await addShop(writer, { users, products });
  await writer.close();
  db.close();
}

/** Runs the child until `ms` after its first acknowledgement; gives what it printed. */
async function writeUntilKilled(
  url: string,
  { round, ms }: { round: number; ms: number },
): Promise<Acknowledged[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      "--quiet",
      "--config",
      fromFileUrl("../deno.json"),
      fromFileUrl("../drills/kill_writer.ts"),
      "--child",
      url,
      "--round",
      String(round),
    ],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let text = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    timer ??= setTimeout(() => child.kill("SIGKILL"), ms);
  }
  clearTimeout(timer);
  const { signal, code } = await child.status;
  if (signal !== "SIGKILL") throw new Error(`Cannot drill: the writing process ended by itself with ${code}`);
  // The last line may be cut; nobody could act on it.
  return text.split("\n").slice(0, -1).map((line) => {
    const [id, eventId] = line.split(" ");
    return { id: Number(id), eventId: eventId! };
  });
}

/** Those of `acknowledged` that are not in the database with their id. */
export async function listLost(db: Database, acknowledged: readonly Acknowledged[]): Promise<Acknowledged[]> {
  const stored = new Map(
    await readRows(db, {
      columns: ["event_id", "id"],
      sql: "SELECT event_id, id FROM interactions",
    }) as [string, number][],
  );
  return acknowledged.filter(({ id, eventId }) => stored.get(eventId) !== id);
}

async function listDamage({ client }: Database): Promise<string[]> {
  const { rows } = await client.execute("PRAGMA integrity_check");
  const orphans = await client.execute("PRAGMA foreign_key_check");
  return [
    ...rows.map((row) => String(row["integrity_check"])).filter((line) => line !== "ok"),
    ...orphans.rows.map((row) => `row ${row["rowid"]} of ${row["table"]} refers to nothing`),
  ];
}

/** The child: writes until it is killed. */
async function writeForEver(url: string, round: number): Promise<void> {
  const writer = openWriter(await openDatabase({ url }));
  const encoder = new TextEncoder();
  const write = async (side: number) => {
    for (let i = 0;; i++) {
      const eventId = `${round}-${side}-${i}`;
      const [result] = await writer.write([toInsert(interaction({
        userId: 1 + (i * sides + side) % users,
        productId: 1 + (i * 7 + side) % products,
        at: Date.now(),
        eventId,
      }))]);
      Deno.stdout.writeSync(encoder.encode(`${result!.rows[0]!["id"]} ${eventId}\n`));
    }
  };
  await Promise.all(Array.from({ length: sides }, (_, side) => write(side)));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      kills: { type: "string", default: "10" },
      child: { type: "string" },
      round: { type: "string" },
    },
  });
  if (values.child !== undefined) return await writeForEver(values.child, Number(values.round));
  const verdict = await drill({ kills: Number(values.kills) });
  const { kills, acknowledged, lost, damage } = verdict;
  // deno-lint-ignore no-console
  console.log(
    `${kills} kills, ${acknowledged} interactions acknowledged, ${lost} of them lost, ` +
      (damage.length === 0 ? "integrity_check ok" : `damage: ${damage.join("; ")}`),
  );
  const passed = lost === 0 && damage.length === 0 && acknowledged > 0;
  // deno-lint-ignore no-console
  console.log(passed ? "PASSED" : "FAILED");
  Deno.exitCode = passed ? 0 : 1;
}

if (import.meta.main) main();
