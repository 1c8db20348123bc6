/**
 * Drill: does everybody go on with the former model when damaged ones lie in the database?
 *
 *     deno run -A --config tests/deno.json tests/drills/bad_model.ts
 *
 * Behind a whole model damaged copies are put, one after the other, as published ones of higher versions: a flipped bit, another
 * shape, NaN, and 2 GB claimed in three places. The running process must say so once for each and go on with the whole one, and so
 * must a process that is started then, which has to pass all of them over. Neither may take memory for what is merely claimed.
 */
import { parseArgs } from "node:util";
import { crc32 } from "node:zlib";
import { findModel } from "../../db/models.ts";
import { openDatabase } from "../../db/open.ts";
import { openWriter, type Writer } from "../../db/writer.ts";
import { askList, readLog, type ShownList, waitUntil } from "./client.ts";
import { conclude, describeMachineLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

interface Damage {
  readonly change: (artifact: Uint8Array<ArrayBuffer>) => void;
  /** The checksums fit: somebody wrote it so. */
  readonly signed: boolean;
  /** What the row says of the size, where that is not the size. */
  readonly claimedBytes?: number;
}

const viewOf = (artifact: Uint8Array<ArrayBuffer>) => new DataView(artifact.buffer);

export const damages: Readonly<Record<string, Damage>> = {
  "a flipped bit": { change: (a) => void (a[a.length >> 1]! ^= 1), signed: false },
  "another shape": { change: (a) => replaceInHeader(a, /"length":(\d)/g, "9"), signed: true },
  "NaN for numbers": { change: (a) => void a.fill(0xff, a.length - 64, a.length - 16), signed: true },
  "a header of 2 GB": { change: (a) => viewOf(a).setUint32(8, 2 ** 31, true), signed: true },
  "an artifact of 2 GB": { change: (a) => viewOf(a).setBigUint64(16, 2n ** 31n, true), signed: true },
  "a row of 2 GB": { change: () => {}, signed: false, claimedBytes: 2 ** 31 },
};

/** Replaces the first group of every match by `digit`, which keeps the header as long as it was. */
function replaceInHeader(artifact: Uint8Array<ArrayBuffer>, pattern: RegExp, digit: string): void {
  const header = artifact.subarray(32, 32 + viewOf(artifact).getUint32(8, true));
  const text = new TextDecoder("latin1").decode(header);
  for (const match of text.matchAll(pattern)) {
    header[match.index + match[0].length - 1] = digit.charCodeAt(0);
  }
}

export interface Verdict {
  /** For each damage whether the running process said so, and still gave the lists of the whole model. */
  readonly running: Readonly<Record<string, { readonly noticed: boolean; readonly served: boolean }>>;
  /** The process that was started behind them all serves the whole model. */
  readonly started: boolean;
  /** Megabytes that the running process took while it looked at them; NaN where there is no /proc. */
  readonly growth: number;
  readonly alive: boolean;
}

/** `together`: the running process sees only the last of them, which takes one look and not one for each. */
export async function drill({ together }: { together: boolean }): Promise<Verdict> {
  let verdict: Verdict | undefined;
  await withPreparedShop(async (url) => {
    const db = await openDatabase({ url });
    const writer = openWriter(db);
    try {
      const { artifact: whole } = (await findModel(db, 1))!;
      await using shop = await startShop({ url });
      const before = await askList(shop, 3);
      const isSame = (list: ShownList) => list.version === 1 && String(list.ids) === String(before.ids);
      const residentBefore = readResident(shop);
      const running: Record<string, { noticed: boolean; served: boolean }> = {};
      const names = Object.keys(damages);
      for (const [i, name] of names.entries()) {
        const version = 2 + i;
        await insert(writer, { version, whole, damage: damages[name]! });
        if (together && i < names.length - 1) continue;
        const noticed = await waitUntil(() => readUnusable(shop).includes(version), 15_000) !== undefined;
        running[name] = { noticed, served: isSame(await askList(shop, 3)) };
      }
      const growth = readResident(shop) - residentBefore;
      await using other = await startShop({ url });
      const started = isSame(await askList(other, 3));
      const alive = !shop.ended && !other.ended;
      await Promise.all([shop.stop(), other.stop()]);
      verdict = { running, started, growth, alive };
    } finally {
      await writer.close();
      db.close();
    }
  });
  return verdict!;
}

async function insert(
  writer: Writer,
  { version, whole, damage }: { version: number; whole: Uint8Array<ArrayBuffer>; damage: Damage },
): Promise<void> {
  const bytes = whole.slice();
  damage.change(bytes);
  if (damage.signed) {
    viewOf(bytes).setUint32(12, 0, true);
    viewOf(bytes).setUint32(12, crc32(bytes.subarray(16), crc32(bytes.subarray(0, 12))), true);
  }
  const size = damage.claimedBytes ?? bytes.length;
  const sum = crc32(damage.signed ? bytes : whole);
  const part = 1 << 20;
  await writer.write([
    { sql: "UPDATE models SET state = 'superseded' WHERE state = 'published'", args: [] },
    {
      sql: "INSERT INTO models (version, created_at, state, metrics, artifact_bytes, checksum) " +
        "VALUES (?, ?, 'published', '{}', ?, ?)",
      args: [version, Date.now(), size, sum],
    },
    ...Array.from({ length: Math.ceil(bytes.length / part) }, (_, i) => ({
      sql: "INSERT INTO model_artifacts (version, part, bytes) VALUES (?, ?, ?)",
      args: [version, i, bytes.slice(i * part, (i + 1) * part)],
    })),
  ]);
}

/** The versions that the shop has said it cannot use. */
function readUnusable(shop: ShopProcess): number[] {
  return readLog(shop).filter(({ event }) => event === "model.unusable").map(({ error }, i) =>
    // Some messages name the version, others what is wrong with the bytes: each version is told once, in order.
    Number(/model "(\d+)"/.exec((error as { message: string }).message)?.[1] ?? 2 + i)
  );
}

function readResident({ pid }: ShopProcess): number {
  if (Deno.build.os !== "linux") return NaN;
  return Number(/VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1]) / 1024;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: { short: { type: "boolean", default: false } } });
  const { running, started, growth, alive } = await drill({ together: values.short });
  const states = Object.entries(running);
  conclude([
    `${Object.keys(damages).length} damaged models; ${describeMachineLoad()}`,
    ...states.map(([name, { noticed, served }]) =>
      `  ${name.padEnd(20)} ${noticed ? "noticed" : "NOT NOTICED"}, ${
        served ? "the former model serves" : "THE FORMER MODEL DOES NOT SERVE"
      }`
    ),
    `${alive ? "alive" : "ENDED"}, a new process ${
      started ? "serves" : "DOES NOT SERVE"
    } the former model, ` +
    `memory ${growth >= 0 ? "+" : ""}${growth.toFixed(0)} MB`,
  ], alive && started && !(growth > 200) && states.every(([, { noticed, served }]) => noticed && served));
}

if (import.meta.main) await main();
