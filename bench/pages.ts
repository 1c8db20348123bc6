/**
 * Whole pages in one process, through the app's handler and read to their end. No cache holds pages or parts of them. What else
 * runs on the machine hardly matters: the processor time of the process is what counts, its collector's included.
 */
import { Hono } from "hono";
import process from "node:process";
import { generateSignedCookie } from "hono/cookie";
import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { assets } from "../routes/assets.ts";
import { createTelemetry } from "../telemetry.ts";
import { findLocale } from "../views/words/locale.ts";
import { Grid } from "../views/components/grid.tsx";
import { median } from "./measure.ts";
import { openSampleShop } from "./sample_shop.ts";

export const title =
  "Pages in a second of processor time (sample shop of 2,000 products, production settings)";

const settings = {
  publicUrl: "http://localhost:8000",
  corsOrigins: [],
  trustProxy: false,
  currency: "USD",
  locale: "en",
  sessionSecret: "0123456789abcdef",
  development: false,
};
const rounds = 5, msPerRound = 600;
const users = 1_000;
const cards = 24;
const words = ["kettle", "blue mug", "tent", "desk lamp", "ketle"];
const prefixes = ["ke", "kett", "kettle", "blue mu", "ten", "ketle"];

/** One page, read to its end as bytes, as a server sends it; gives their number. */
type Load = (i: number) => number | Promise<number>;

export async function run() {
  const shop = await openSampleShop();
  const { models, catalogue } = shop.services;
  await models.train();
  const app = createApp({
    services: shop.services,
    settings,
    log: createLog("silent"),
    telemetry: createTelemetry(),
  });
  const cookies = await Promise.all(Array.from({ length: users }, (_, u) => cookieOf(u + 1)));
  const categories = catalogue.categories.map(({ name }) => `/category/${encodeURIComponent(name)}`);
  const category = (i: number) => categories[i % categories.length]!;
  const product = (i: number) => `/product/${1 + (i * 7919) % catalogue.products.length}`;
  const pageOf = (text: string[], path: string) => (i: number) =>
    `${path}?q=${encodeURIComponent(text[i % text.length]!)}`;
  const known = (i: number) => ({ Cookie: cookies[i % users]! });
  // What is only looked at beforehand is not recorded.
  const looking = (i: number) => ({ ...known(i), "Sec-Purpose": "prefetch" });
  const sample = await (await app.request(category(0))).text();
  const bare = new Hono().get("/", (c) => c.html(sample));
  const shelf = catalogue.browse({ category: catalogue.categories[0]!.name, limit: cards }).products;
  const locale = findLocale("en");
  const shell = {
    site: {
      locale,
      locales: [locale],
      currency: settings.currency,
      publicUrl: settings.publicUrl,
      assets,
      development: false,
    },
    words: locale.words,
    now: Date.now(),
    here: "/category/Kitchen",
    categories: catalogue.categories,
    productCount: catalogue.products.length,
    cartCount: 0,
    shopper: null,
    liked: new Set<number>(),
    asksConsent: true,
  };

  const cases: readonly (readonly [what: string, load: Load, bar?: string])[] = [
    [`category page of ${cards} cards, unknown visitor`, loader(app, category), "2,500/s"],
    ["the same, known visitor", loader(app, category, known)],
    ["its grid alone, as JSX", () => String(Grid({ shell, products: shelf, place: "grid" })).length],
    ["a bare route that answers the same text", loader(bare, () => "/")],
    ["home page, unknown visitor", loader(app, () => "/")],
    ["home page, known visitor", loader(app, () => "/", known)],
    ["product page, unknown visitor", loader(app, product)],
    ["product page, known visitor, nothing recorded", loader(app, product, looking)],
    ["search page", loader(app, pageOf(words, "/search"))],
    ["suggestions", loader(app, pageOf(prefixes, "/suggest"))],
    ["error page", loader(app, (i) => `/nowhere/${i}`)],
  ];
  const results = cases.map(() => ({ rates: [] as number[], length: 0 }));
  // The first round compiles.
  for (let round = 0; round <= rounds; round++) {
    for (const [at, [, load]] of cases.entries()) {
      const { rates } = results[at]!;
      const { rate, length } = await repeat(load);
      if (round > 0) rates.push(rate);
      results[at]!.length = length;
    }
  }
  await shop.close();
  return cases.map(([what, , bar], at) => {
    const { rates, length } = results[at]!;
    const rate = Math.round(median(rates)).toLocaleString("en");
    return { what, figure: `${rate}/s of ${(length / 1024).toFixed(1)} KB`, ...(bar ? { bar } : {}) };
  });
}

/** The cookies of a shopper who has said yes. */
async function cookieOf(userId: number): Promise<string> {
  const visitor = await generateSignedCookie("aisle_visitor", String(userId), settings.sessionSecret);
  return `${visitor.split(";")[0]}; aisle_consent=yes`;
}

function loader(
  { fetch }: { fetch(request: Request): Response | Promise<Response> },
  pathOf: (i: number) => string,
  headersOf: (i: number) => Record<string, string> = () => ({}),
): Load {
  return async (i) => {
    const answer = await fetch(new Request(settings.publicUrl + pathOf(i), { headers: headersOf(i) }));
    return (await answer.arrayBuffer()).byteLength;
  };
}

/** One after the other, for the time of a round: how many in a second of processor time, and their mean length. */
async function repeat(load: Load): Promise<{ rate: number; length: number }> {
  const until = performance.now() + msPerRound;
  const before = process.cpuUsage();
  let calls = 0, length = 0;
  while (performance.now() < until) length += await load(calls++);
  const { user, system } = process.cpuUsage(before);
  return { rate: 1e6 * calls / (user + system), length: length / calls };
}
