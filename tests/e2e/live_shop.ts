/** The real shop for a browser: a sample shop in a database file, a trained model, a port. And the browser. */
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { createApp } from "../../app.ts";
import { createMemoryCache } from "../../cache/memory.ts";
import { fillShop, type WholeShop } from "../../db/fill.ts";
import { openDatabase } from "../../db/open.ts";
import { openWriter } from "../../db/writer.ts";
import { createLog } from "../../log.ts";
import { sizeOfCachedList } from "../../services/cached_list.ts";
import { fillSample } from "../../services/sample.ts";
import { openServices, type Services } from "../../services/services.ts";
import { createTelemetry } from "../../telemetry.ts";
import { requireProgram } from "../fixtures/requires.ts";

export const chromiumNames = ["chromium", "chromium-browser", "google-chrome"];

export interface LiveShop extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly services: Services;
  readonly browser: Browser;
  /** Changes the database as another process would; the shop knows it when this is done. */
  run(sql: string, args: readonly number[]): Promise<void>;
}

interface Options {
  readonly products?: number;
  readonly users?: number;
  readonly interactions?: number;
  /** Takes the place of the sample shop. */
  readonly shop?: WholeShop;
}

/** Opens it all; `await using` closes it and removes the database. */
export async function openLiveShop(
  { products = 300, users = 400, interactions = 16_000, shop }: Options = {},
): Promise<LiveShop> {
  const executablePath = requireProgram(chromiumNames);
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "aisle-e2e-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const db = await openDatabase({ url: `file:${folder}/aisle.db` });
  stack.defer(() => db.close());
  const writer = openWriter(db);
  stack.defer(() => writer.close());
  if (shop) await fillShop(db, writer, shop);
  else {
    await fillSample({ db, writer }, { now: Date.now(), products, users, interactions });
    // Which product is the most popular depends on the hour: whatever a test takes, there are enough of it.
    await writer.write([{ sql: "UPDATE products SET stock = stock + 9 WHERE stock > 0", args: [] }]);
  }

  const log = createLog("error");
  const telemetry = createTelemetry();
  const memory = createMemoryCache({ maxBytes: 2 ** 26, sizeOf: sizeOfCachedList });
  stack.defer(() => memory.close());
  const services = await openServices({
    db,
    writer,
    memory,
    ranking: { weights: { view: 1, like: 2, cart: 3, purchase: 5 }, decayPerDay: 0.1 },
    ttlSeconds: { memory: 1800, cache: 1800 },
    log,
    telemetry,
    now: Date.now,
  });
  await services.models.train();

  // The address is known once the port is: the handler is put in behind it.
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const stop = new AbortController();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {}, signal: stop.signal },
    (request) => answer(request),
  );
  // Not `shutdown()`: it waits for connections that a browser has opened ahead and left, at times forever.
  stack.defer(async () => {
    stop.abort();
    await server.finished;
  });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const app = createApp({
    services,
    settings: {
      publicUrl: origin,
      corsOrigins: [],
      trustProxy: false,
      currency: "EUR",
      locale: "en",
      sessionSecret: "a secret of the browser tests",
      development: true,
    },
    log,
    telemetry,
  });
  answer = (request) => app.fetch(request);

  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  stack.defer(() => browser.close());
  const opened = stack.move();
  const run = async (sql: string, args: readonly number[]) => {
    await writer.write([{ sql, args }]);
    await services.catalogue.refresh();
  };
  return { origin, services, browser, run, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** What a page must never do: throw, break the policy, or ask for something that is not there. */
export function watch(context: BrowserContext): readonly string[] {
  const faults: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`error: ${error.error().message}`));
  context.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  return faults;
}
