/**
 * `deno task lighthouse [PAGE ...] [--runs N] [--json]`: the shop's pages in Chromium as a phone sees them on a first visit, against
 * the bars; medians. Status 1 when one is missed. Needs Node with npx, and Chromium (CHROME_PATH where it is not found).
 */
import { parseArgs } from "node:util";
import { describeMachine } from "./machine.ts";
import { median } from "./measure.ts";
import { type Figure, figures, type Visit, visit } from "./pages/lighthouse.ts";
import { openShop } from "./pages/shop.ts";

const { values, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  throw new Error("Cannot measure: --runs is not a whole number above 0");
}

const paths: Readonly<Record<string, string>> = {
  home: "/",
  category: "/category/Kitchen",
  product: "/product/1",
  search: "/search?q=lamp",
};

const kilobyte = 1024;
const asKilobytes = (bytes: number) => `${(bytes / kilobyte).toFixed(1)} KB`;

interface Bar {
  readonly name: string;
  readonly least?: number;
  readonly most?: number;
  readonly write?: (value: number) => string;
}

const bars: Readonly<Record<Figure, Bar>> = {
  performance: { name: "performance", least: 98 },
  accessibility: { name: "accessibility", least: 100 },
  "best-practices": { name: "best practices", least: 100 },
  seo: { name: "SEO", least: 100 },
  lcp: { name: "LCP", most: 1800, write: (ms) => `${(ms / 1000).toFixed(2)} s` },
  cls: { name: "CLS", most: 0.01, write: (value) => value.toFixed(3) },
  tbt: { name: "TBT", most: 50, write: (ms) => `${Math.round(ms)} ms` },
  total: { name: "first load", most: 60 * kilobyte, write: asKilobytes },
  html: { name: "HTML", most: 14 * kilobyte, write: asKilobytes },
  css: { name: "CSS", most: 10 * kilobyte, write: asKilobytes },
  js: { name: "JS", most: 16 * kilobyte, write: asKilobytes },
  fonts: { name: "font files", most: 0 },
  requests: { name: "requests" },
  foreign: { name: "third-party requests", most: 0 },
};

interface Page {
  readonly name: string;
  readonly figures: Readonly<Record<Figure, number>>;
  readonly missed: readonly Figure[];
  /** Of all runs, each once. */
  readonly faults: readonly string[];
  readonly browser: string;
}

async function measure(name: string, url: string): Promise<Page> {
  const visits: Visit[] = [];
  for (let run = 0; run < runs; run++) {
    visits.push(await visit(url));
    say(`${name} ${run + 1} of ${runs}: performance ${visits.at(-1)!.figures.performance}`);
  }
  const middle = Object.fromEntries(
    figures.map((figure) => [figure, median(visits.map((one) => one.figures[figure]))]),
  ) as Record<Figure, number>;
  return {
    name,
    figures: middle,
    missed: figures.filter((figure) => {
      const { least = -Infinity, most = Infinity } = bars[figure];
      return !(middle[figure] >= least && middle[figure] <= most);
    }),
    faults: [...new Set(visits.flatMap(({ faults }) => faults))],
    browser: visits[0]!.browser,
  };
}

const wanted = Object.entries(paths).filter(([name]) =>
  positionals.length === 0 || positionals.includes(name)
);
if (wanted.length === 0) throw new Error(`Cannot measure: the pages are ${Object.keys(paths).join(", ")}`);
await using shop = await openShop();
const pages: Page[] = [];
for (const [name, path] of wanted) pages.push(await measure(name, shop.origin + path));

const note = `${describeMachine()}, ${pages[0]!.browser}, medians of ${runs}; load average ${
  Deno.loadavg()[0]!.toFixed(1)
}`;
print(values.json ? JSON.stringify({ note, pages }, null, 2) : `${note}\n\n${toTable()}\n${toFaults()}`);
Deno.exitCode = pages.some(({ missed }) => missed.length > 0) ? 1 : 0;

function toTable(): string {
  const rows = figures.map((figure) => {
    const { name, least, most, write = String } = bars[figure];
    const bar = least !== undefined ? `>= ${write(least)}` : most !== undefined ? `<= ${write(most)}` : "";
    return [
      name,
      ...pages.map((page) => {
        const value = write(page.figures[figure]);
        return page.missed.includes(figure) ? `**${value}**` : value;
      }),
      bar,
    ];
  });
  const head = ["", ...pages.map(({ name }) => name), "bar"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function toFaults(): string {
  return pages.flatMap(({ name, faults }) => faults.map((fault) => `\n${name}: ${fault}`)).join("");
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
}
