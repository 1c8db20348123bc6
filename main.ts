/** Composition root: reads the settings, opens database and caches, builds the services, serves. */
import { Cron } from "croner";
import { createApp } from "./app.ts";
import { createMemoryCache } from "./cache/memory.ts";
import { createUpstashCache } from "./cache/upstash.ts";
import { openUpstashChannel } from "./cache/upstash_channel.ts";
import { countInteractions } from "./db/interactions.ts";
import { openDatabase } from "./db/open.ts";
import { countProducts } from "./db/products.ts";
import { openWriter } from "./db/writer.ts";
import { parseSettings, type Settings, SettingsError } from "./env.ts";
import { ConflictError } from "./errors.ts";
import { createLog } from "./log.ts";
import { serve } from "./server.ts";
import { parseCachedList, sizeOfCachedList } from "./services/cached_list.ts";
import { fillSample } from "./services/sample.ts";
import { openServices } from "./services/services.ts";
import { createTelemetry } from "./telemetry.ts";

/** L1 holds about 20,000 lists of 100 products. */
const memoryBytes = 256 * 2 ** 20;

/** How soon products and models that another process changed are noticed. */
const refreshMs = 5_000;

/** Whoever waits for the first answer comes before those who may come. */
const precomputeAfterMs = 1_000;

/** At SIGTERM: how long answers that are under way may take, and when the process ends whatever else is open. */
const graceMs = 4_000;
const longestCloseMs = 9_500;

const development = Deno.args.includes("--dev");
const settings = readSettings();
const log = createLog(settings.logLevel);
const telemetry = createTelemetry();

let listening = false;
// One rejection that nobody waits for would end the process, and with it every other shopper's visit. Before it listens there
// is nobody to lose: then a fault ends the start.
globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  survive("process.unhandled_rejection", event.reason);
});
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  survive("process.uncaught_error", event.error ?? event.message);
});

const db = await openDatabase(settings.database);
const writer = openWriter(db);

if (development && await countProducts(db) === 0) {
  say("Making the sample shop ...");
  await fillSample({ db, writer }, { now: Date.now() });
}

let closing = false;
/** What has to stop before the database is closed, once there is something to stop. */
const atClose: (() => Promise<void>)[] = [];
for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => void close(signal));

const redis = settings.redis && createUpstashCache({
  ...settings.redis,
  parse: parseCachedList,
  onFault: (kind) => telemetry.cacheFaults.inc({ kind }),
});
const channel = settings.redis && openUpstashChannel({
  ...settings.redis,
  onFault: (kind) => telemetry.channelFaults.inc({ kind }),
});
const services = await openServices({
  db,
  writer,
  memory: createMemoryCache({ maxBytes: memoryBytes, sizeOf: sizeOfCachedList }),
  ...(redis ? { redis } : {}),
  ...(channel ? { channel } : {}),
  ranking: settings,
  ttlSeconds: settings.ttlSeconds,
  precompute: { ttlSeconds: settings.ttlSeconds.precompute, startAfterMs: precomputeAfterMs },
  log,
  telemetry,
  now: Date.now,
});

if (!services.models.ranker && await countInteractions(db) > 0) {
  // Development listens with a model or not at all; in production the popular lists serve until the first is trained.
  if (development) {
    say("Training the first model ...");
    await trainFirst();
  } else {
    trainFirst().catch((error) => log.error("train.failed", { reason: "no model", error }));
  }
}

const app = createApp({ services, settings: { ...settings, development }, log, telemetry });
const server = serve(app.fetch, {
  port: settings.port,
  hostname: settings.host,
  onRestart(error) {
    telemetry.serverRestarts.inc();
    log.error("server.restarted", { error });
  },
});
listening = true;
void services.catalogue.prepare();

const refreshing = setInterval(() => {
  services.refresh().catch((error) => log.warn("refresh.failed", { error }));
}, refreshMs);
const retraining = settings.retrainCron
  ? new Cron(settings.retrainCron, { protect: true }, () => retrain("cron"))
  : undefined;

atClose.push(async () => {
  clearInterval(refreshing);
  retraining?.stop();
  // The connections of open pages never end by themselves.
  services.close();
  if (!await server.close(graceMs)) log.warn("server.cut_off", { graceMs });
});

const { hostname, port } = server;
log.info("server.listening", { hostname, port, development });
say(`Aisle is open at http://${hostname === "127.0.0.1" ? "localhost" : hostname}:${port}`);

async function close(signal: string): Promise<void> {
  if (closing) return;
  closing = true;
  log.info("server.closing", { signal });
  setTimeout(() => {
    log.error("server.closed_late", { pending: writer.pending });
    Deno.exit(1);
  }, longestCloseMs);
  for (const stop of atClose) await stop();
  // Its lease goes back through the writer: another instance, or the next start, need not wait until it expires.
  await services.models.cancel();
  await services.precompute?.cancel();
  await writer.close();
  redis?.close();
  db.close();
  log.info("server.closed");
  Deno.exit(0);
}

/**
 * Waits where another process is at it, or was killed at it: its lease runs out. Settings are searched for by the next training: whoever
 * starts a shop wants to see it.
 */
async function trainFirst(): Promise<void> {
  while (!services.models.ranker) {
    try {
      await services.models.train();
    } catch (error) {
      if (!(error instanceof ConflictError) || closing) throw error;
      log.info("train.waiting", { reason: error.message });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      await services.models.refresh();
    }
  }
}

async function retrain(reason: string): Promise<void> {
  try {
    await services.models.train({ tune: {} });
  } catch (error) {
    // Another instance is at it: its model will be noticed by the refresh.
    if (error instanceof ConflictError) return log.info("train.skipped", { reason });
    log.error("train.failed", { reason, error });
  }
}

function survive(event: string, error: unknown): void {
  telemetry.uncaught.inc();
  log.error(event, { error });
  if (listening) return;
  const reason = error instanceof Deno.errors.AddrInUse
    ? `${settings.host}:${settings.port} is in use; set PORT to another`
    : error instanceof Error
    ? error.message
    : String(error);
  say(`Cannot start: ${reason}`, Deno.stderr);
  Deno.exit(1);
}

function readSettings(): Settings {
  try {
    return parseSettings(Deno.env.toObject(), { development });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    say(error.message, Deno.stderr);
    Deno.exit(2);
  }
}

function say(text: string, to: { writeSync(bytes: Uint8Array): number } = Deno.stdout): void {
  to.writeSync(new TextEncoder().encode(text + "\n"));
}
