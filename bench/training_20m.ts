/**
 * Training a large shop from the database to the published model, while the event loop of the same process is watched.
 * `--interactions=N` scales the shop (20 million by default: 138,000 users, 27,000 products), `--file=PATH` keeps it for the
 * next run: making it takes longer than training.
 */
import process from "node:process";
import { createMemoryCache } from "../cache/memory.ts";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { trainingBytesFor } from "../engine/memory.ts";
import { createLog } from "../log.ts";
import { sizeOfCachedList } from "../services/cached_list.ts";
import type { TrainPhase } from "../services/models.ts";
import { openServices } from "../services/services.ts";
import { createTelemetry } from "../telemetry.ts";
import type { LargeShop } from "./large_shop.ts";

const whole = 20_000_000;
export const title = "Training a large shop (SVD 64 + MF 64 factors), database to published model";

export async function run() {
  const interactions = Number(argument("interactions") ?? whole), share = interactions / whole;
  const users = Math.ceil(138_000 * share), products = Math.ceil(27_000 * share);
  const kept = argument("file");
  const folder = kept ? undefined : await Deno.makeTempDir({ prefix: "aisle-bench-" });
  const path = kept ?? `${folder}/aisle.db`;
  const load = Deno.loadavg()[0]!;
  try {
    if (!exists(path)) await fillInProcessOfItsOwn(path, { users, products, interactions, now: Date.now() });
    const { rows, total, peak, stall } = await measureTraining(path, users, products);
    return [
      {
        what: `${interactions} interactions, ${users} users, ${products} products: all`,
        ...bar(total, "s", 180),
      },
      ...rows,
      { what: "resident memory of the whole process, peak", ...bar(peak / 1e9, "GB", 3) },
      {
        what: "the formula of docs/memory.md for the training alone",
        figure: `${
          (trainingBytesFor({ users, items: products, entries: interactions, factors: 64 }) / 1e9).toFixed(2)
        } GB`,
      },
      {
        what: "longest stall of the event loop: processor time between two turns",
        ...bar(stall.computed, "ms", 20),
      },
      {
        what: "phase of that stall; stalls above 20 ms",
        figure: `${stall.phase}; ${[...stall.above].join(" ") || "none"}`,
      },
      {
        what: "longest stall by the clock, other work on the machine included",
        figure: `${stall.wall.toFixed(1)} ms`,
      },
      { what: "load of the machine at the start (1 is one busy core)", figure: load.toFixed(1) },
    ];
  } finally {
    if (folder) await Deno.remove(folder, { recursive: true });
  }
}

/** What filling takes stays out of the memory that is measured. */
async function fillInProcessOfItsOwn(path: string, shop: LargeShop): Promise<void> {
  const script = new URL("./large_shop.ts", import.meta.url),
    config = new URL("./deno.json", import.meta.url);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--config", config.pathname, script.pathname, path, JSON.stringify(shop)],
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot measure: "${path}" could not be filled`);
}

async function measureTraining(path: string, users: number, products: number) {
  const db = await openDatabase({ url: `file:${path}` });
  const writer = openWriter(db);
  const services = await openServices({
    db,
    writer,
    memory: createMemoryCache({ maxBytes: 256 * 2 ** 20, sizeOf: sizeOfCachedList }),
    ranking: { weights: { view: 1, like: 2, cart: 3, purchase: 5 }, decayPerDay: 0.1 },
    ttlSeconds: { memory: 1800, cache: 1800 },
    log: createLog("silent"),
    telemetry: createTelemetry(),
    now: Date.now,
  });
  let phase: TrainPhase = "read", since = performance.now();
  const seconds = new Map<TrainPhase, readonly [wall: number, cpu: number]>();
  let before = process.cpuUsage();
  const endPhase = () => {
    const now = performance.now(), used = process.cpuUsage(before);
    const [wall, cpu] = seconds.get(phase) ?? [0, 0];
    seconds.set(phase, [wall + (now - since) / 1e3, cpu + (used.user + used.system) / 1e6]);
    [since, before] = [now, process.cpuUsage()];
  };
  const watch = watchLoop(() => phase);
  const result = await services.models.train({
    onProgress(next) {
      if (next === phase) return;
      endPhase();
      phase = next;
    },
  });
  endPhase();
  const { peak, stall } = watch.stop();
  services.close();
  await writer.close();
  db.close();
  if (result.users > users || result.products > products) {
    throw new Error("Cannot measure: another shop is there");
  }
  const rows = [...seconds].map(([name, [wall, cpu]]) => ({
    what: `of which ${name}`,
    figure: `${wall.toFixed(1)} s (${cpu.toFixed(1)} s of processors)`,
  }));
  return { rows, total: result.seconds.total, peak, stall };
}

/**
 * How late a timer of 2 ms comes, and the resident memory, until it is stopped. A busy machine makes every timer late, so what this
 * thread itself computed between two ticks is measured as well.
 */
function watchLoop(phaseOf: () => string) {
  const every = 2;
  const stall = { wall: 0, computed: 0, phase: "", above: new Map<string, number>() };
  let last = performance.now(), lastComputed = computedMs(), peak = 0, looks = 0;
  const timer = setInterval(() => {
    const now = performance.now(), computed = computedMs();
    const late = now - last - every, turn = computed - lastComputed;
    [last, lastComputed] = [now, computed];
    stall.wall = Math.max(stall.wall, late);
    if (turn > stall.computed) [stall.computed, stall.phase] = [turn, phaseOf()];
    if (turn > 20) stall.above.set(phaseOf(), (stall.above.get(phaseOf()) ?? 0) + 1);
    if (looks++ % 20 === 0) peak = Math.max(peak, Deno.memoryUsage().rss);
  }, every);
  return {
    stop() {
      clearInterval(timer);
      return { peak, stall };
    },
  };
}

/** Processor time of this thread; NaN where the system does not tell. */
function computedMs(): number {
  try {
    return Number(Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0]) / 1e6;
  } catch {
    return NaN;
  }
}

function bar(value: number, unit: string, most: number) {
  return { figure: `${value.toFixed(unit === "GB" ? 2 : 1)} ${unit}`, bar: `${most} ${unit}` };
}

function argument(name: string): string | undefined {
  return Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
