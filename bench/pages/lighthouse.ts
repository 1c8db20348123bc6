/**
 * Runs Lighthouse on one page. npx fetches it when it is first asked for, so that no other task downloads it, and runs it with
 * Node, which it is written for; 12.8.2 is the last that runs on Node 20.
 */
const lighthouse = "lighthouse@12.8.2";

export interface Visit {
  /** Scores out of 100, milliseconds, bytes as transferred, counts. */
  readonly figures: Readonly<Record<Figure, number>>;
  /** What was not perfect, in Lighthouse's words. */
  readonly faults: readonly string[];
  readonly browser: string;
}

export const figures = [
  "performance",
  "accessibility",
  "best-practices",
  "seo",
  "lcp",
  "cls",
  "tbt",
  "total",
  "html",
  "css",
  "js",
  "fonts",
  "requests",
  "foreign",
] as const;
export type Figure = typeof figures[number];

interface Audit {
  readonly title: string;
  readonly score: number | null;
  readonly scoreDisplayMode: string;
  readonly numericValue?: number;
  readonly displayValue?: string;
  readonly details?: { readonly items?: readonly Request[] };
}

interface Request {
  readonly url: string;
  readonly resourceType?: string;
  readonly transferSize: number;
}

interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<Record<string, Audit>>;
  readonly environment: { readonly hostUserAgent: string };
}

/** On a busy machine Chromium's trace lacks its beginning now and then, and Lighthouse asks to be run again. */
const attempts = 3;

/** A first visit with the mobile preset: a phone of the middle class on slow 4G, simulated. The browser is new each time. */
export async function visit(url: string): Promise<Visit> {
  let said = "";
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { success, stdout, stderr } = await new Deno.Command("npx", {
      args: [
        "--yes",
        lighthouse,
        url,
        "--output=json",
        "--quiet",
        "--chrome-flags=--headless=new --no-sandbox",
      ],
    }).output();
    if (success) {
      const report = JSON.parse(new TextDecoder().decode(stdout)) as Report;
      return {
        figures: readFigures(report, new URL(url).origin),
        faults: readFaults(report),
        browser: /Chrome\/[\d.]+/.exec(report.environment.hostUserAgent)?.[0] ?? "",
      };
    }
    said = new TextDecoder().decode(stderr);
  }
  throw new Error(`Cannot measure ${url}: ${said}`);
}

function readFigures({ categories, audits }: Report, origin: string): Record<Figure, number> {
  const requests = (audits["network-requests"]?.details?.items ?? []).filter(({ url }) =>
    /^https?:/.test(url)
  );
  const score = (name: string) => Math.round(100 * (categories[name]?.score ?? 0));
  const value = (name: string) => audits[name]?.numericValue ?? NaN;
  const bytes = (type?: string) =>
    requests.filter(({ resourceType }) => type === undefined || resourceType === type)
      .reduce((sum, { transferSize }) => sum + transferSize, 0);
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    "best-practices": score("best-practices"),
    seo: score("seo"),
    lcp: value("largest-contentful-paint"),
    cls: value("cumulative-layout-shift"),
    tbt: value("total-blocking-time"),
    total: bytes(),
    html: bytes("Document"),
    css: bytes("Stylesheet"),
    js: bytes("Script"),
    fonts: requests.filter(({ resourceType }) => resourceType === "Font").length,
    requests: requests.length,
    foreign: requests.filter(({ url }) => new URL(url).origin !== origin).length,
  };
}

function readFaults({ categories, audits }: Report): string[] {
  return Object.entries(categories).flatMap(([category, { auditRefs }]) =>
    auditRefs.flatMap(({ id, weight }) => {
      const { score = null, title = id, displayValue, scoreDisplayMode } = audits[id] ?? {};
      if (score === null || score >= 0.9 || scoreDisplayMode === "informative") return [];
      return [
        `${category}: ${title}${displayValue ? ` (${displayValue})` : ""}${weight > 0 ? "" : ", unweighted"}`,
      ];
    })
  );
}
