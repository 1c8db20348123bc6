/** What `deno task bench:serve` measures: each row of the bars for serving is one case, asked in turn with the bare route. */
import type { Done, Work } from "./generator.ts";
import type { Target } from "./target.ts";

export interface Ports {
  readonly app: number;
  readonly bare: number;
}

type Asked = Omit<Work, "seconds">;

export interface Bar {
  readonly what: string;
  readonly unit: "/s" | "ms" | "of bare";
  /** At least, save for milliseconds: less than. */
  readonly bar: number;
  read(result: Result): number;
}

/** Medians over the rounds. */
export interface Result {
  readonly done: readonly Done[];
  readonly bare: Done;
  /**
   * Requests of the first work by a second of CPU time of the thread that answers: what it could do with a core to itself, whatever
   * else runs here. NaN where that cannot be told.
   */
  readonly perCore: number;
  /** The same, divided by that of the bare route. */
  readonly ofBarePerCore: number;
}

export interface Case {
  readonly name: string;
  /** Run at once; the first is the one that the case is about. */
  works(ports: Ports): readonly Asked[];
  readonly bars: readonly Bar[];
}

export interface Group {
  readonly title: string;
  readonly target: Target;
  readonly cases: readonly Case[];
}

const connections = 16;
const steadyRate = 500;
/** Pages a second, while others write. */
const pageRate = 40;

const lists = (users: number, more = "") =>
  Array.from(
    { length: 1_000 },
    (_, i) => `/api/recommendations/${1 + (i * 7919) % users}?count=10${more}`,
  );
const closed = (port: number, paths: readonly string[]): Asked => ({ port, paths, connections });
const steady = (port: number, paths: readonly string[]): Asked => ({
  ...closed(port, paths),
  rate: steadyRate,
});

const perSecond = (what: string, bar: number): Bar => ({
  what,
  unit: "/s",
  bar,
  read: ({ done }) => done[0]!.perSecond,
});
const p99 = (what: string, bar: number, at = 0): Bar => ({
  what,
  unit: "ms",
  bar,
  read: ({ done }) => done[at]!.p99,
});

/** Users of the sample shop whose lists are not asked for here. */
const clicks = Array.from({ length: 1_000 }, (_, i) =>
  JSON.stringify({
    user_id: 2001 + i % 900,
    product_id: 1 + i * 13 % 2000,
    interaction_type: "view",
    event_id: "#",
  }));
const pages = ["/", ...Array.from({ length: 20 }, (_, i) => `/product/${1 + i * 97}`)];

export const bareRoute = ({ bare }: Ports): Asked => closed(bare, lists(1_000));

const computed = (products: number, users: number, atLeast: number): Group => {
  const title = `${products.toLocaleString("en")} items, 64 factors, histories of 100`;
  const name = `computed, ${products / 1000}k`;
  return {
    title,
    target: { histories: { products, users, history: 100 } },
    cases: [
      {
        name,
        works: ({ app }) => [closed(app, lists(users))],
        bars: [perSecond("100 ranked, 10 returned with reasons, no cache", atLeast)],
      },
      ...(products > 10_000 ? [] : [{
        name: `${name}, at ${steadyRate}/s`,
        works: ({ app }: Ports) => [steady(app, lists(users))],
        bars: [p99(`p99 at ${steadyRate} requests/s`, 25)],
      }]),
    ],
  };
};

export const groups: readonly Group[] = [
  {
    title: "Sample shop: 2,000 products, 3,000 users, 150,000 interactions",
    target: {},
    cases: [
      {
        name: "writes, pages between",
        works: ({ app }) => [
          { ...closed(app, ["/api/interaction"]), bodies: clicks },
          { ...closed(app, pages), rate: pageRate },
        ],
        bars: [
          perSecond("interactions acknowledged (on disk), 16 clients", 3_000),
          p99(`p99 of ${pageRate} pages/s meanwhile`, 25, 1),
        ],
      },
      {
        name: "from memory",
        works: ({ app }) => [closed(app, lists(1_000))],
        bars: [{
          what: "list from memory",
          unit: "of bare",
          bar: 0.6,
          read: ({ done, bare }) => done[0]!.perSecond / bare.perSecond,
        }],
      },
      {
        name: `from memory, at ${steadyRate}/s`,
        works: ({ app }) => [steady(app, lists(1_000))],
        bars: [p99(`p99 at ${steadyRate} requests/s`, 10)],
      },
      // `repeats` bypasses the cache; ten are ranked and not a hundred.
      { name: "computed, 2k", works: ({ app }) => [closed(app, lists(1_000, "&repeats=true"))], bars: [] },
      { name: "home page", works: ({ app }) => [closed(app, ["/"])], bars: [] },
    ],
  },
  computed(10_000, 2_000, 4_000),
  computed(100_000, 4_000, 800),
];
