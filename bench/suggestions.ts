/**
 * Suggestions while a word is typed, and the search page, in a sample shop of 50,000 products; spelling over as many words as a shop
 * of titles and names has.
 */
import { createApp } from "../app.ts";
import { createRandom } from "../engine/random.ts";
import { createLog } from "../log.ts";
import { correct } from "../services/spelling.ts";
import { createTelemetry } from "../telemetry.ts";
import { measure, type Timing } from "./measure.ts";
import { openSampleShop } from "./sample_shop.ts";

export const title = "GET /suggest and /search through the app (sample shop of 50,000 products)";

const settings = {
  publicUrl: "http://localhost:8000",
  corsOrigins: [],
  trustProxy: false,
  currency: "USD",
  locale: "en",
  sessionSecret: "0123456789abcdef",
  development: false,
};

/** What shoppers type, to the end; each is asked for letter by letter. */
const typed = [
  "kettle",
  "blue mug",
  "tent",
  "desk lamp",
  "wool sweater",
  "headphones",
  "steel water bottle",
  "notebook",
  "charcoal backpack",
  "candle",
  "ceramic bowl",
  "sleeping bag",
];
const mistyped = [
  "ketle",
  "bleu mug",
  "headfones",
  "notebok",
  "bakpack",
  "cermaic bowl",
  "sleping bag",
  "candel",
];
const unknown = ["zeppelin", "xylophone quartz", "qqqqqqqqqq"];

export async function run() {
  const shop = await openSampleShop({ products: 50_000, users: 2_000, interactions: 100_000 });
  await shop.services.models.train();
  const app = createApp({
    services: shop.services,
    settings,
    log: createLog("silent"),
    telemetry: createTelemetry(),
  });
  const ask = async (path: string, text: string) =>
    void await (await app.request(`${path}?q=${encodeURIComponent(text)}`)).arrayBuffer();
  const times = (path: string, texts: readonly string[], calls = 400) =>
    measure(calls, (i) => ask(path, texts[i % texts.length]!));

  const rows: { what: string; figure: string; bar?: string }[] = [];
  const add = (what: string, timing: Timing, bar?: string) =>
    rows.push({ what, figure: show(timing), ...(bar ? { bar } : {}) });
  for (const length of [2, 3, 4, 5]) {
    add(`suggestions for ${length} letters`, await times("/suggest", beginnings(length)), "p95 30 ms");
  }
  add("for one word", await times("/suggest", typed.flatMap((text) => text.split(" "))), "p95 30 ms");
  const second = typed.filter((text) => text.includes(" "));
  const one = second.map((text) => text.slice(0, text.indexOf(" ") + 2));
  add("for a word and a letter", await times("/suggest", one), "p95 30 ms");
  add("for two or three words", await times("/suggest", second), "p95 30 ms");
  add("mistyped", await times("/suggest", mistyped), "p95 30 ms");
  add("for what nothing has", await times("/suggest", unknown), "p95 30 ms");
  const letters = typed.flatMap((text) => Array.from(text, (_, i) => text.slice(0, i + 1)));
  add("all of them, letter by letter", await times("/suggest", letters, 2 * letters.length), "p95 30 ms");
  add("search page", await times("/search", typed));
  add("search page, mistyped", await times("/search", mistyped));
  await shop.close();
  for (const count of [11_000, 60_000]) {
    const what = `eight mistyped words among ${count.toLocaleString("en")}`;
    add(what, await measureSpelling(count), "p95 30 ms");
  }
  return rows;
}

const syllables = "ka to mi ren sol va del pri ster on lu gra fen mor bi tek wol han dri es".split(" ");

/** The catalogue's own words are few, however many products the sample shop has. */
function measureSpelling(count: number): Promise<Timing> {
  const random = createRandom(7);
  const below = (end: number) => Math.floor(end * random.next());
  const make = () => Array.from({ length: 2 + below(4) }, () => syllables[below(syllables.length)]).join("");
  const positions = new Map<string, readonly number[]>();
  while (positions.size < count) positions.set(make(), [0]);
  const words = { positions, texts: [], sorted: [...positions.keys()].sort() };
  const mistype = (word: string) => `${word.slice(0, 2)}q${word.slice(3)}`;
  const texts = Array.from(
    { length: 50 },
    () => Array.from({ length: 8 }, () => mistype(make())).join(" "),
  );
  return measure(100, (i) => correct(words, texts[i % texts.length]!));
}

/** The first letters of all words that are long enough. */
function beginnings(length: number): string[] {
  const words = typed.flatMap((text) => text.split(" ")).filter((word) => word.length >= length);
  return [...new Set(words.map((word) => word.slice(0, length)))];
}

function show({ p50, p95, p99 }: Timing): string {
  return `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}
