/** What shoppers wait for while a large shop sells: each sale replaces the catalogue in memory. */
import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { createTelemetry } from "../telemetry.ts";
import { median } from "./measure.ts";
import { openSampleShop } from "./sample_shop.ts";

export const title = "Pages after a sale (sample shop of 100,000 products)";

const settings = {
  publicUrl: "http://localhost:8000",
  corsOrigins: [],
  trustProxy: false,
  currency: "USD",
  locale: "en",
  sessionSecret: "0123456789abcdef",
  development: false,
};
const sales = 9;

export async function run() {
  const shop = await openSampleShop({ products: 100_000, users: 50, interactions: 500 });
  const { catalogue, orders } = shop.services;
  const app = createApp({
    services: shop.services,
    settings,
    log: createLog("silent"),
    telemetry: createTelemetry(),
  });
  const category = `/category/${encodeURIComponent(catalogue.categories[0]!.name)}`;
  const load = async (path: string) => await (await app.request(path)).arrayBuffer();
  const prepared = await timeOf(catalogue.prepare);
  const first = await timeOf(() => load(category));
  const suggested = await timeOf(() => load("/suggest?q=kettle"));
  const { id } = catalogue.products.find(({ stock }) => stock > sales)!;
  const placed: Took[] = [], after: number[] = [];
  for (let sale = 0; sale < sales; sale++) {
    await orders.addToCart(1, id);
    placed.push(await timeOf(() => orders.place(1, `sale-${sale}`)));
    after.push((await timeOf(() => load(category))).ms);
  }
  await shop.close();
  const show = ({ ms, stallMs }: Took) => `${ms.toFixed(0)} ms, longest stall ${stallMs.toFixed(0)} ms`;
  return [
    { what: "kinds and words made after the start", figure: show(prepared) },
    { what: "first category page", figure: `${first.ms.toFixed(0)} ms` },
    { what: "first suggestions", figure: `${suggested.ms.toFixed(0)} ms` },
    {
      what: "order placed, catalogue read anew",
      figure: show({
        ms: median(placed.map(({ ms }) => ms)),
        stallMs: median(placed.map(({ stallMs }) => stallMs)),
      }),
    },
    {
      what: "category page after it",
      figure: `p50 ${median(after).toFixed(0)} ms, max ${Math.max(...after).toFixed(0)} ms`,
      bar: "100 ms",
    },
  ];
}

interface Took {
  readonly ms: number;
  /** How long the event loop answered nobody. */
  readonly stallMs: number;
}

async function timeOf(act: () => Promise<unknown>): Promise<Took> {
  const from = performance.now();
  let last = from, stallMs = 0;
  const tick = setInterval(() => {
    const now = performance.now();
    [stallMs, last] = [Math.max(stallMs, now - last), now];
  }, 1);
  await act();
  const ms = performance.now() - from;
  clearInterval(tick);
  return { ms, stallMs };
}
