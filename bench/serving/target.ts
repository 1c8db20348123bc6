/**
 * What is measured: the shop as main.ts puts it together, and a bare Hono route that answers a body of the same size, in one
 * process on two ports, which it prints as JSON on standard error; standard output takes the log, as ever. The argument says which shop.
 */
import { Hono } from "hono";
import { createApp } from "../../app.ts";
import { createLog } from "../../log.ts";
import { serve } from "../../server.ts";
import { createTelemetry } from "../../telemetry.ts";
import { openSampleShop } from "../sample_shop.ts";
import { fillHistoryShop } from "./history_shop.ts";

export interface Target {
  /** Generated, with histories of the same length and no list in memory: every list is computed. Default: the sample shop. */
  readonly histories?: { readonly products: number; readonly users: number; readonly history: number };
}

export interface Ports {
  readonly app: number;
  readonly bare: number;
  readonly pid: number;
  /** Of filling and training. */
  readonly setupSeconds: number;
}

const { histories } = JSON.parse(Deno.args[0] ?? "{}") as Target;
const started = performance.now();
const now = Date.now();
const shop = await openSampleShop(
  {},
  histories ? { fill: (path) => fillHistoryShop(path, { ...histories, now }), memoryBytes: 1 } : {},
);
await shop.services.models.train();
const app = createApp({
  services: shop.services,
  settings: {
    publicUrl: "http://localhost:8000",
    corsOrigins: [],
    trustProxy: false,
    currency: "USD",
    locale: "en",
    sessionSecret: "0123456789abcdef",
    development: false,
  },
  log: createLog("info"),
  telemetry: createTelemetry(),
});
const sample = await (await app.request("/api/recommendations/1?count=10")).json();
if (sample.strategy !== "personal" || sample.count !== 10) {
  throw new Error(`Cannot measure: the list of user 1 is ${JSON.stringify(sample)}`);
}
// Every list that will be asked for is in memory, where lists are kept.
if (!histories) {
  for (let user = 1; user <= 1_000; user++) await app.request(`/api/recommendations/${user}?count=10`);
}
const bare = new Hono().get("/api/recommendations/:user_id", (c) => c.json(sample));
const local = { hostname: "127.0.0.1", port: 0 };
const ports: Ports = {
  app: serve(app.fetch, local).port,
  bare: serve(bare.fetch, local).port,
  pid: Deno.pid,
  setupSeconds: Math.round((performance.now() - started) / 100) / 10,
};
Deno.stderr.writeSync(new TextEncoder().encode(JSON.stringify(ports) + "\n"));

for await (const _ of Deno.stdin.readable) {
  // Ends with its input, so that it never outlives who started it.
}
await shop.close();
Deno.exit(0);
